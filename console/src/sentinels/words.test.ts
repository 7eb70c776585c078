import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CHANGES_THAT_NEED_CASE } from '../../../src/detection/changes.ts'
import { KINDS, kindsText, whomText } from './words.ts'

describe('what an automation is declared for, in words', () => {
  it('given every change that needs a case, then each has a name, and nothing else has', () => {
    const named = KINDS.map(({ kind }) => kind)
    assert.deepEqual([...named].sort(), [...CHANGES_THAT_NEED_CASE].sort())
  })

  it('given several kinds, then they read as one sentence; one without a name is shown as it is', () => {
    assert.equal(kindsText(['password-reset', 'role-granted', 'mfa-moved']), 'Reset passwords, grant roles, mfa moved')
  })

  it('given privileged people or not, then it is said either way', () => {
    assert.equal(whomText({ whom: 'all', privileged: true }), 'everybody, privileged people too')
    assert.equal(
      whomText({ whom: { group: 'New joiners' }, privileged: false }),
      'people in the group New joiners, but nobody privileged',
    )
  })
})
