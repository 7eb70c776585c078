/** Who may propose and confirm, and what a kind takes. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from 'typebox'
import { type ChangeKind, changeKind } from '../organisation/index.ts'
import type { Grant } from '../staff/index.ts'
import { kindsOf, whyNotBy, whyNotData } from './kinds.ts'

const kind = (besides: Partial<ChangeKind> = {}): ChangeKind => ({
  ...changeKind({
    name: 'retention-changed',
    summary: 'Keeps sign-ins for so many days.',
    data: Type.Object({ days: Type.Integer() }, { additionalProperties: false }),
    roles: ['administrator'],
    isWeakening: async () => true,
    apply: async () => ({ applied: true }),
  }),
  ...besides,
})

const grant = (role: Grant['role'], scope: Partial<Grant['scope']> = {}): Grant => ({
  id: `${role}-1`,
  role,
  scope: { organisations: ['acme'], groups: 'all', tierMax: 'sensitive', ...scope },
})
const about = { organisation: 'acme', data: { days: 7 } }

describe('who may change a setting', () => {
  it('given the role for all groups of the organisation, then they may', () => {
    assert.equal(whyNotBy([grant('agent'), grant('administrator')], kind(), about), undefined)
  })

  it('given another role, none, or the role in another organisation, then not', () => {
    const elsewhere = grant('administrator', { organisations: ['birch'] })
    for (const grants of [[], [grant('agent'), grant('approver')], [elsewhere, grant('agent')]]) {
      assert.equal(whyNotBy(grants, kind(), about), 'ERR_CHANGE_ROLE')
    }
  })

  it('given a role for some groups, or for lower tiers than the change gives, then it reaches too little', () => {
    const some = grant('administrator', { groups: ['sales'] })
    assert.equal(whyNotBy([some], kind(), about), 'ERR_CHANGE_SCOPE')
    const giving = kind({ reach: () => 'privileged' })
    assert.equal(whyNotBy([grant('administrator')], giving, about), 'ERR_CHANGE_SCOPE')
    assert.equal(whyNotBy([grant('administrator', { tierMax: 'privileged' })], giving, about), undefined)
    // Two roles that each lack something are not one that lacks nothing.
    const both = [grant('administrator', { tierMax: 'privileged', groups: ['sales'] }), grant('administrator')]
    assert.equal(whyNotBy(both, giving, about), 'ERR_CHANGE_SCOPE')
  })
})

describe('what a kind takes', () => {
  it('given data or a secret of another form, then the places are named, and the secret is not', () => {
    const refused = whyNotData(kind({ secret: Type.Object({ key: Type.String() }) }), { days: 'x' }, { key: 5 })
    assert.equal(refused?.refused.code, 'ERR_CHANGE_DATA')
    assert.deepEqual(
      refused.refused.errors?.map(({ pointer }) => pointer),
      ['#/data/days', '#/secret/key'],
    )
    assert.equal(whyNotData(kind(), { days: 7 }, 'hunter2')?.refused.code, 'ERR_CHANGE_DATA')
  })

  it('given more than an entry of the ledger holds, then it is too large', () => {
    const open = kind({ data: Type.Object({ text: Type.String() }) })
    assert.equal(whyNotData(open, { text: 'x'.repeat(33_000) }, undefined)?.refused.code, 'ERR_CHANGE_TOO_LARGE')
    assert.equal(whyNotData(open, { text: 'x'.repeat(30_000) }, undefined), undefined)
  })

  it('given two kinds of one name, or one that nobody may propose, then there is no register', () => {
    assert.throws(() => kindsOf([kind(), kind()]), { name: 'TypeError', message: /one name/ })
    assert.throws(() => kindsOf([kind({ roles: [] })]), { name: 'TypeError', message: /who may propose/ })
  })
})
