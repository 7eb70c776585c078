import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { PERSON_TIERS } from '../directory/index.ts'
import { CHECK_IDS, type CheckId, type Evidence, restsOf } from '../verification/index.ts'
import { anyPolicy, HOUR_MS, judgeWay, preset } from './any-policy.ts'
import { giversOf } from './asked.ts'
import { waysOf } from './both.ts'
import type { Having, Thing } from './having.ts'
import { LAST_RECIPE, policyOf } from './policy.ts'
import { type Asking, type OpenWay, type Standing, standingOf } from './ways.ts'

const NOW = Date.UTC(2026, 10, 22, 9)
const DAY_MS = 24 * HOUR_MS
const SMALL: Asking = { policies: [preset('small-business')], level: 'normal', now: NOW }
const [SPOUSE, OUTSIDE, CLERK] = ['spouse', 'outside', 'clerk'].map((id) => ({ id })) as [Helper, Helper, Helper]
type Helper = { readonly id: string }

function thing(check: CheckId, more: Partial<Thing> = {}): Thing {
  return { check, rests: { device: [check], mailbox: [check], number: [check] }, changed: null, givers: [], ...more }
}
const CODE = thing('saved-code')
const PASSWORD = thing('password')
const KEY = thing('passkey')
const MANAGER = thing('manager', { givers: [SPOUSE, OUTSIDE], isStandIn: true })
const DESK = thing('in-person', { givers: [SPOUSE, CLERK, OUTSIDE] })
const LETTER = thing('letter-code', { readyAt: NOW + 3 * DAY_MS })

function having(tier: Having['tier'], ...things: readonly Thing[]): Having {
  return { tier, things, approvers: [SPOUSE, OUTSIDE], given: [] }
}
function way(id: string, standing: readonly Standing[]): Standing {
  const found = standing.find((one) => one.id === id)
  assert.ok(found !== undefined, `there is no way ${id}`)
  return found
}
function openWay(id: string, standing: readonly Standing[]): OpenWay {
  const found = way(id, standing)
  assert.ok(found.is === 'open', JSON.stringify(found))
  return found
}
function closedCodes(id: string, standing: readonly Standing[]): readonly unknown[] {
  const found = way(id, standing)
  assert.ok(found.is === 'closed', JSON.stringify(found))
  return found.because.map(({ code, check, rule }) => [code, check, rule])
}

describe('the ways that somebody has', () => {
  it('given a saved code and the password, then it is open at once, without anybody', () => {
    const { actions, humans, endsAt } = openWay(
      'code-and-password',
      standingOf(having('standard', CODE, PASSWORD), SMALL),
    )
    assert.deepEqual(
      [actions.map(({ do: what, people }) => [what, people]), humans, endsAt],
      [
        [
          ['saved-code', 0],
          ['password', 0],
        ],
        0,
        NOW,
      ],
    )
  })

  it('given the owner, then who approves is another one than who stood in', () => {
    const standing = standingOf(having('privileged', CODE, MANAGER), SMALL)
    const { actions, humans, endsAt } = openWay('approver-and-code', standing)
    assert.deepEqual(
      [actions.map(({ do: what, people }) => [what, people]), humans, endsAt],
      [
        [
          ['saved-code', 0],
          ['manager', 1],
          ['approve', 1],
        ],
        2,
        NOW + 72 * HOUR_MS,
      ],
    )
    const alone = { ...having('privileged', CODE, { ...MANAGER, givers: [SPOUSE] }), approvers: [SPOUSE] }
    assert.deepEqual(closedCodes('approver-and-code', standingOf(alone, SMALL)), [['ERR_WAY_PEOPLE', null, 16]])
  })

  it('given two at the desk, then a third one approves', () => {
    const { humans, endsAt } = openWay('visit-and-code', standingOf(having('privileged', CODE, DESK), SMALL))
    assert.deepEqual([humans, endsAt], [3, NOW + 72 * HOUR_MS])
  })

  it('given a letter under way, then the wait begins when it is there', () => {
    const { endsAt, humans } = openWay(LAST_RECIPE.id, standingOf(having('privileged', DESK, LETTER), SMALL))
    assert.deepEqual([endsAt, humans], [NOW + 10 * DAY_MS, 2])
  })

  it('given no phone, then what there is nothing for is told', () => {
    const standing = standingOf(having('standard', CODE), SMALL)
    assert.deepEqual(closedCodes('app-and-password', standing), [
      ['ERR_WAY_LACKING', 'totp', null],
      ['ERR_WAY_LACKING', 'push', null],
      ['ERR_WAY_LACKING', 'password', null],
    ])
  })

  it('given a code of yesterday, then it is closed until it counts (rule 5)', () => {
    const changed = NOW - DAY_MS
    const found = way('code-and-password', standingOf(having('standard', { ...CODE, changed }, PASSWORD), SMALL))
    assert.ok(found.is === 'closed')
    const [{ code, opensAt, rule }] = found.because
    assert.deepEqual([code, opensAt, rule], ['ERR_WAY_COOL_OFF', changed + 30 * DAY_MS, 5])
    const later = { ...SMALL, now: changed + 30 * DAY_MS }
    openWay('code-and-password', standingOf(having('standard', { ...CODE, changed }, PASSWORD), later))
  })

  it('given a key and a code in one place, or nobody knows where, then they are one (rule 2)', () => {
    for (const rests of [{ device: ['passkey'] }, {}]) {
      const standing = standingOf(having('privileged', { ...CODE, rests }, KEY), SMALL)
      assert.deepEqual(closedCodes('code-and-passkey', standing), [['ERR_WAY_SHARED', null, 2]])
    }
  })

  it('given a policy in which nobody stands in, then a named approver does not', () => {
    const asking: Asking = { ...SMALL, policies: [preset('high-assurance')] }
    const standing = standingOf(having('standard', CODE, MANAGER), asking)
    assert.deepEqual(closedCodes('code-and-contact', standing)[0], ['ERR_WAY_NO_STAND_IN', 'manager', null])
  })

  it('given a siege, then what rests on messages is closed by it, and the rest takes longer', () => {
    const asking: Asking = { ...SMALL, level: 'siege', policies: [withMessages()] }
    const standing = standingOf(having('standard', CODE, PASSWORD, thing('sms-code')), asking)
    assert.deepEqual(closedCodes('message', standing), [['ERR_WAY_THREAT_LEVEL', null, 24]])
    const { endsAt, humans } = openWay('code-and-password', standing)
    assert.deepEqual([endsAt, humans], [NOW + DAY_MS, 1])
  })

  it('given what was given, then it is not asked for again, and whoever gave it does nothing more', () => {
    const given = [piece('manager', NOW - HOUR_MS, ['outside']), piece('saved-code', NOW - HOUR_MS)]
    const about = { ...having('privileged', CODE, MANAGER), given }
    const { actions, humans, endsAt } = openWay(
      'approver-and-code',
      standingOf(about, { ...SMALL, waitsSince: NOW - HOUR_MS }),
    )
    assert.deepEqual([actions.map(({ do: what }) => what), humans, endsAt], [['approve'], 1, NOW + 71 * HOUR_MS])
    const asking = { ...SMALL, waitsSince: NOW - HOUR_MS }
    assert.deepEqual(closedCodes('approver-and-code', standingOf({ ...about, approvers: [OUTSIDE] }, asking)), [
      ['ERR_WAY_PEOPLE', null, 16],
    ])
  })

  it('given evidence of two days ago, or of tomorrow, then it is asked for again', () => {
    for (const at of [NOW - 2 * DAY_MS, NOW + DAY_MS]) {
      const about = { ...having('standard', CODE, PASSWORD), given: [piece('saved-code', at)] }
      const { actions } = openWay('code-and-password', standingOf(about, SMALL))
      assert.deepEqual(
        actions.map(({ do: what }) => what),
        ['saved-code', 'password'],
      )
    }
  })

  it('given people who are there tomorrow only, then it begins, or ends, when they are', () => {
    const from = NOW + 20 * HOUR_MS
    const late = having('standard', CODE, { ...MANAGER, givers: [{ ...SPOUSE, from }] })
    assert.equal(openWay('code-and-approver', standingOf(late, SMALL)).endsAt, from)
    const approvers = [{ ...SPOUSE, from: NOW + 80 * HOUR_MS }]
    const owner = { ...having('privileged', CODE, KEY), approvers }
    assert.equal(openWay('code-and-passkey', standingOf(owner, SMALL)).endsAt, NOW + 80 * HOUR_MS)
  })

  it('given trusted contacts of whom three have to vouch, then it takes three', () => {
    const contacts = thing('trusted-contacts', { givers: [SPOUSE, OUTSIDE, CLERK], needed: 3 })
    assert.equal(openWay('code-and-approver', standingOf(having('standard', CODE, contacts), SMALL)).humans, 3)
    const two = { ...contacts, givers: [SPOUSE, CLERK] }
    assert.deepEqual(closedCodes('code-and-approver', standingOf(having('standard', CODE, two), SMALL)), [
      ['ERR_WAY_PEOPLE', null, 16],
    ])
  })

  it('property: whoever does what an open way says meets it, and nobody counts twice', () => {
    let opened = 0
    fc.assert(
      fc.property(anyHaving(), anyPolicy(), anyPolicy(), (about, opening, inForce) => {
        const policies = [opening, inForce] as const
        const ways = waysOf(policies, about.tier, 'normal')
        for (const standing of standingOf(about, { policies, level: 'normal', now: NOW })) {
          if (standing.is === 'closed') continue
          opened++
          const evidence = standing.actions.flatMap(({ do: check, thing }, index) =>
            check === 'approve' ? [] : evidenceOf(check, { ...thing?.rests, person: [`giver ${index}`] }),
          )
          const judging = { tier: about.tier, claimant: 'ana', at: NOW, freshMs: 0 }
          const way = ways.find(({ id }) => id === standing.id)!
          assert.ok(judgeWay(way, evidence, judging).isMet, JSON.stringify(standing))
          assert.ok(standing.humans <= about.approvers.length)
          assert.ok(standing.endsAt >= NOW + way.waitMs)
        }
      }),
      { numRuns: 1000 },
    )
    assert.ok(opened > 50, `${opened} ways were open only: the property says nothing`)
  })
})

function withMessages() {
  const policy = preset('small-business')
  const message = { id: 'message', needs: [['sms-code'], ['password']], waitMs: 0, approvals: 0 } as const
  const standard = [...policy.tiers.standard.slice(0, -1), message]
  return policyOf({ ...policy, tiers: { standard, sensitive: [], privileged: [] } })
}

function piece(check: CheckId, at: number, person: readonly string[] = []): Evidence {
  return { id: check, check, claimant: 'ana', at, rests: restsOf(check, { device: [check], person }) }
}

function evidenceOf(check: CheckId, known: Parameters<typeof restsOf>[1]): Evidence {
  return { id: check, check, claimant: 'ana', at: NOW, rests: restsOf(check, known) }
}

/** Everybody of a small office can do everything. */
function anyHaving(): fc.Arbitrary<Having> {
  const people = fc.subarray(['a', 'b', 'c', 'd', 'e']).map((ids) => ids.map((id) => ({ id })))
  const name = fc.constantFrom(...'fghijklmnopqrstuvwxyz').map((one) => [one])
  const rests = fc.record({ device: name, mailbox: name, number: name })
  return people.chain((helpers) => {
    const check = fc.constantFrom<CheckId>(...CHECK_IDS)
    const things = fc.array(fc.record({ check, rests }), { minLength: 3, maxLength: 9 })
    return fc.record({ tier: fc.constantFrom(...PERSON_TIERS), things }).map(({ tier, things }) => ({
      tier,
      things: things.map((one) => ({ ...one, changed: null, givers: giversOf(one.check) === 0 ? [] : helpers })),
      approvers: helpers,
      given: [],
    }))
  })
}
