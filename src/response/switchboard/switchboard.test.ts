import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NOON } from '../../../test/organisation.ts'
import type { Finding, Lockout, Outage, PolicyBlock } from '../../diagnosis/index.ts'
import { textsOf, titleOf } from './text.ts'
import { belonging, type Trouble, troublesOf } from './trouble.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const at = (ms: number): string => new Date(ms).toISOString()
const common = { summary: 'Signing in fails for 40 people.', evidence: [], next: 'Wait.' }

const outage: Outage = {
  ...common,
  id: 'o1',
  provider: 'entra',
  what: 'sign-in',
  start: at(NOON),
  end: at(NOON + 20 * MINUTE_MS),
  ended: false,
  people: ['ana@example.com', 'ben@example.com'],
  peopleCount: 2,
}
const block: PolicyBlock = {
  ...common,
  id: 'b1',
  policy: 'Require compliant device',
  provider: 'okta',
  start: at(NOON),
  end: at(NOON + 20 * MINUTE_MS),
  people: ['cem@example.com'],
  peopleCount: 30,
}
const many: Finding = {
  ...common,
  id: 'm1',
  detection: 'mass-lockout',
  technique: 'T1531',
  severity: 'high',
  confidence: 0.85,
  provider: 'entra',
  start: at(NOON + MINUTE_MS),
  end: at(NOON + 20 * MINUTE_MS),
  people: ['ana@example.com'],
  peopleCount: 1,
}
function lockout(fields: Partial<Lockout>): Lockout {
  return {
    ...common,
    id: 'l1',
    cause: 'provider-outage',
    alternatives: [],
    confidence: 0.9,
    scope: 'one',
    people: ['ana@example.com'],
    peopleCount: 1,
    account: 'a',
    provider: 'entra',
    start: at(NOON + MINUTE_MS),
    end: at(NOON + 9 * MINUTE_MS),
    ended: null,
    verdictAt: at(NOON + 9 * MINUTE_MS),
    attempts: 3,
    ...fields,
  }
}
const trouble = (now = NOON + 30 * MINUTE_MS): Trouble => {
  const [first] = troublesOf({ outages: [outage], policyBlocks: [], lockouts: [], findings: [] }, now)
  assert.ok(first)
  return first
}

describe('troubles', () => {
  it('given many who fail in an outage, then it is one trouble; given no reason for it, it is one of its own', () => {
    const ids = (outages: readonly Outage[]) =>
      troublesOf({ outages, policyBlocks: [], lockouts: [], findings: [many] }, NOON + HOUR_MS).map(
        ({ id, kind }) => `${kind} ${id}`,
      )
    assert.deepEqual(ids([outage]), ['outage o1'])
    assert.deepEqual(ids([]), ['mass-lockout m1'])
    assert.deepEqual(ids([{ ...outage, provider: 'duo' }]), ['mass-lockout m1', 'outage o1'])
  })

  it('given a policy block, then it is over when nobody new has failed for an hour, and gone two days later', () => {
    const ended = (now: number) =>
      troublesOf({ outages: [], policyBlocks: [block], lockouts: [], findings: [] }, now).map((one) => one.ended)
    const last = NOON + 20 * MINUTE_MS
    assert.deepEqual(ended(last + HOUR_MS), [undefined])
    assert.deepEqual(ended(last + HOUR_MS + 1), [last])
    assert.deepEqual(ended(last + 49 * HOUR_MS), [])
  })
})

describe('who calls', () => {
  it('given somebody whose sign-ins failed in it, then they belong, however the name is written', () => {
    assert.equal(belonging(trouble(), 'Ana@Example.com', []).belongs, true)
    assert.equal(belonging(trouble(), 'zoe@example.com', [lockout({ people: ['zoe@example.com'] })]).belongs, true)
  })

  it('given a lockout of their own with another cause, then they are picked out, with the reason', () => {
    const own = lockout({ cause: 'clock-drift', summary: 'Three codes of a clock that is two minutes fast.' })
    const { belongs, why } = belonging(trouble(), 'ana@example.com', [own])
    assert.equal(belongs, false)
    assert.match(why, /12:01 UTC: Three codes of a clock/)
  })

  it('given a lockout of their own that was over before, then it does not matter', () => {
    const before = {
      start: at(NOON - 9 * HOUR_MS),
      ended: { at: at(NOON - 8 * HOUR_MS), by: 'same-authenticator' },
    } as const
    assert.equal(belonging(trouble(), 'ana@example.com', [lockout({ cause: 'clock-drift', ...before })]).belongs, true)
  })

  it('given no failed sign-in of theirs, then they are picked out; given that not all are named, they are taken in', () => {
    assert.equal(belonging(trouble(), 'zoe@example.com', []).belongs, false)
    assert.equal(belonging({ ...trouble(), peopleCount: 5000 }, 'zoe@example.com', []).belongs, true)
  })
})

describe('the text', () => {
  const kinds: readonly Trouble[] = [
    trouble(),
    { ...trouble(), what: 'push' },
    { ...trouble(), what: 'message' },
    { ...trouble(), kind: 'policy-block' },
    { ...trouble(), kind: 'mass-lockout' },
  ]
  for (const one of kinds) {
    it(`given ${one.kind} of ${one.what}, then every text says what, since when, what to do and what not`, () => {
      for (const text of Object.values(textsOf(one, NOON + HOUR_MS, 'Europe/Berlin'))) {
        assert.match(text, /Microsoft/)
        assert.match(text, /13:00 \((CET|GMT\+1)\)/)
        assert.match(text, /[Ww]ait|choose it/)
        assert.match(text, /do not delete your authenticator app/)
        assert.match(text, /refuse it/)
        assert.doesNotMatch(text, /undefined|—|\b(he|she|his|her)\b|ERR_|AADSTS/)
      }
      assert.match(titleOf(one), /Microsoft/)
    })
  }

  it('given it is over, then every text says so, since when, and what if it still fails', () => {
    for (const text of Object.values(textsOf({ ...trouble(), ended: NOON + HOUR_MS }, NOON + 26 * HOUR_MS, 'UTC'))) {
      assert.match(text, /works again since 13:00 \(UTC\) on 23 February/)
      assert.match(text, /still fails/)
    }
  })
})
