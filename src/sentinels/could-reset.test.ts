import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { couldReset, type KnownResetters } from './could-reset.ts'

const NOBODY: KnownResetters = { holders: [], granted: [], actors: [] }
const gus = { provider: 'entra', tenant: 't1', id: 'gus-id', label: 'Gus@example.com' }
const isOurs = (_: string, label: string) => label === 'Postern'

function list(known: Partial<KnownResetters>) {
  return couldReset({ ...NOBODY, ...known }, isOurs)
}

describe('who could reset outside of Postern', () => {
  it('given roles, then those that reset are named with whom they reach, and others are not', () => {
    const roles = ['Helpdesk Administrator', 'Reports Reader', 'Global Administrator']
    const holders = roles.map((role) => ({ ...gus, role, since: 1 }))
    const [one, ...others] = list({ holders })
    assert.equal(others.length, 0)
    assert.deepEqual(
      one?.why.map((why) => why.by === 'role' && why.role),
      ['Helpdesk Administrator', 'Global Administrator'],
    )
    assert.deepEqual([one?.lastUsed, one?.lately], [null, 0])
  })

  it('given a role of another provider’s name, then it reaches nobody here', () => {
    assert.deepEqual(list({ holders: [{ ...gus, provider: 'okta', role: 'Helpdesk Administrator', since: 1 }] }), [])
  })

  it('given somebody with a role whom the log shows resetting, then they are one, whatever the letters', () => {
    const holders = [{ ...gus, role: 'Global Administrator', since: 1 }]
    const seen = { provider: 'entra', tenant: 't1', actor: 'gus@example.com', count: 3, last: 9, unexplained: 2 }
    const [one, ...others] = list({ holders, actors: [seen] })
    assert.equal(others.length, 0)
    assert.deepEqual([one?.account, one?.lastUsed, one?.lately, one?.unexplained], ['gus-id', 9, 3, 2])
    assert.deepEqual(
      one?.why.map(({ by }) => by),
      ['role', 'seen'],
    )
  })

  it('given a role that only the log says was granted, then it counts; one that the directory has is there once', () => {
    const granted = [
      { provider: 'entra', tenant: 't1', account: 'gus-id', role: 'global administrator', time: 5 },
      { provider: 'entra', tenant: 't1', account: 'eve-id', role: 'Global Administrator', time: 6 },
    ]
    const listed = list({ holders: [{ ...gus, role: 'Global Administrator', since: 1 }], granted })
    assert.deepEqual(
      listed.map(({ account, why }) => [account, why.map(({ by }) => by)]),
      [
        ['gus-id', ['role']],
        ['eve-id', ['role-in-log']],
      ],
    )
  })

  it('given credentials that only the log names, then they are listed, the busiest first, and ours says so', () => {
    const actor = { provider: 'okta', tenant: 't1', last: 9, unexplained: 0 }
    const listed = list({
      actors: [
        { ...actor, actor: 'old-sync', count: 0 },
        { ...actor, actor: 'Postern', count: 7 },
      ],
    })
    assert.deepEqual(
      listed.map(({ label, ours }) => [label, ours]),
      [
        ['Postern', true],
        ['old-sync', false],
      ],
    )
  })
})
