/**
 * Rules 5 and 6 and the ratchet over random histories: imports from two providers, accounts that are deleted and made again,
 * changed contacts, decisions of people, and days that pass. A small directory in memory is driven by the real rules; a book of the
 * test's own says what may be believed. Each planted violation must be caught.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail } from '../../test/property.ts'
import { type AgedValue, counts, getsNotices } from './aged-value.ts'
import { APPROVERS, type Approvers, asked } from './approvers.ts'
import { FREEZE, type Freeze } from './freeze.ts'
import { type Bearer, type Claim, type Identified, identify } from './identity.ts'
import { LINK, type Link, ownerAfter } from './link.ts'
import { type Ratchet, TIER, tierAt } from './tier.ts'
import { TRUSTED, type Trusted, voucherFrom } from './trusted.ts'

const DAY_MS = 86_400_000
const NOON = Date.UTC(2026, 1, 23, 12)
const COOL_OFF_MS = 30 * DAY_MS

/** The rules under test: the mutations below replace one each. */
const RULES = {
  identify,
  counts,
  getsNotices,
  /** A value that is confirmed stays as it is. */
  isChange: (before: string | undefined, given: string) => before !== given,
  isBaseline: (isNewPerson: boolean, isSettled: boolean) => isNewPerson && isSettled,
  tier: TIER.decide,
  freeze: FREEZE.decide,
  link: LINK.decide,
  /** Whom a freeze and a tier are kept under. */
  subject: (person: string, _account: string) => person,
}
type Rules = typeof RULES

type Step =
  | { readonly do: 'import'; readonly row: Row }
  | { readonly do: 'freeze' | 'raise'; readonly account: number }
  | { readonly do: 'unfreeze' | 'lower'; readonly account: number; readonly by: readonly string[] }
  | { readonly do: 'link' | 'part'; readonly account: number; readonly with: number; readonly by: readonly string[] }
  | { readonly do: 'wait'; readonly days: number }

interface Row {
  readonly account: number
  readonly name: string
  readonly employee: string | undefined
  readonly mobile: string
  readonly isSettled: boolean
}

/** Six accounts, three at each of two providers. */
const anyAccount = fc.integer({ min: 0, max: 5 })
const anyBy = fc.constantFrom<readonly string[]>([], ['ada'], ['ada', 'ada'], ['ada', 'bo'], ['ada', 'bo'])
const anyRow: fc.Arbitrary<Row> = fc.record({
  account: anyAccount,
  name: fc.constantFrom('ana', 'ben'),
  employee: fc.constantFrom(undefined, undefined, '7', '8'),
  mobile: fc.constantFrom('1', '2'),
  isSettled: fc.boolean(),
})
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: anyRow.map((row) => ({ do: 'import' as const, row })) },
  fc.record({ do: fc.constantFrom('freeze' as const, 'raise' as const), account: anyAccount }),
  fc.record({ do: fc.constantFrom('unfreeze' as const, 'lower' as const), account: anyAccount, by: anyBy }),
  fc.record({
    do: fc.constantFrom('link' as const, 'part' as const),
    account: anyAccount,
    with: anyAccount,
    by: anyBy,
  }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 31 }) }),
)
const anyHistory = fc.array(anyStep, { minLength: 2, maxLength: 25, size: 'max' })

interface Held {
  readonly value: string
  readonly aged: AgedValue
}

/** Runs a history by these rules, and looks after each step at what may be believed. */
function live(history: readonly Step[], rules: Rules): void {
  const owners = new Map<string, string>()
  const bearers: (Bearer & { readonly token: string })[] = []
  const values = new Map<string, Held[]>()
  const tiers = new Map<string, Ratchet>()
  const freezes = new Map<string, Freeze>()
  const links = new Map<string, Link>()
  const linked = new Map<string, number>()
  // The book: who was frozen and raised, and has not been freed by two; and since when a value was seen.
  const book = { frozen: new Set<string>(), raised: new Map<string, number>(), seen: new Map<string, number>() }
  let now = NOON

  const placeOf = (account: string) => ({ provider: Number(account) < 3 ? 'entra' : 'okta', tenant: 't1' })
  const tierOf = (subject: string) => tierAt(tiers.get(subject) ?? TIER.initial, now)

  function importRow({ account: number, name, employee, mobile, isSettled }: Row): void {
    const account = String(number)
    const known = owners.get(account)
    const bears = (token: string | undefined) => bearers.filter((one) => one.token === token).map(current)
    const claim: Claim = {
      account,
      ...placeOf(account),
      known: known === undefined ? undefined : { person: known, isLinked: true },
      hasEmployee: employee !== undefined,
      employees: employee === undefined ? [] : bears(`employee:${employee}`),
      names: bears(`name:${name}`),
      apart: links.get(account)?.apart ?? new Set(),
    }
    const { outcome, person } = rules.identify(claim)
    if (outcome === 'doubt') {
      assert.ok(!claim.apart.has(person), 'what two people decided is proposed again')
      return
    }
    // Rule 6: joined by the directory's id, or as the same account made again, and never against what two people said.
    if (person !== account && known === undefined) {
      const others = claim.names.filter((one) => one.provider === claim.provider && one.person === person)
      const isAllowed = claim.employees.some((one) => one.person === person) || others.length > 0
      assert.ok(isAllowed, 'joined by no more than an equal name elsewhere')
      assert.ok(!claim.apart.has(person), 'joined to somebody from whom two people parted it')
    }
    if (known === undefined && outcome === 'new') {
      const sameHere = claim.names.filter((one) => one.provider === claim.provider && !claim.apart.has(one.person))
      assert.equal(sameHere.length, 0, 'somebody who was deleted and made again is a new person')
    }
    if (known !== undefined) assert.equal(person, known, 'an import moved an account to another person')
    owners.set(account, person)
    for (const token of [`name:${name}`, ...(employee === undefined ? [] : [`employee:${employee}`])]) {
      if (!bearers.some((one) => one.account === account && one.token === token)) {
        bearers.push({ account, person, ...placeOf(account), isFresh: false, token })
      }
    }
    renew(account, mobile, outcome === 'new', isSettled)
  }

  function current(one: Bearer): Bearer {
    return { ...one, person: owners.get(one.account) ?? one.account }
  }

  function renew(account: string, mobile: string, isNew: boolean, isSettled: boolean): void {
    const held = values.get(account) ?? []
    const [latest] = held
    const key = `${account} ${mobile}`
    if (latest?.value !== mobile) book.seen.set(key, now)
    if (!rules.isChange(latest?.value, mobile)) return
    const ended = held.map((one, at) => (at === 0 ? { ...one, aged: { ...one.aged, ended: now } } : one))
    const aged: AgedValue = {
      kind: 'mobile',
      since: now,
      baseline: rules.isBaseline(isNew, isSettled),
      linked: null,
      ended: null,
    }
    values.set(account, [{ value: mobile, aged: { ...aged, linked: linked.get(account) ?? null } }, ...ended])
    if (isNew && isSettled) book.seen.set(key, now - COOL_OFF_MS)
  }

  function decideLink(step: Extract<Step, { do: 'link' | 'part' }>): void {
    const account = String(step.account)
    const owner = owners.get(account)
    const person = owners.get(String(step.with))
    if (owner === undefined || person === undefined) return
    const command = { do: step.do, at: now, account, owner, person, by: step.by }
    const before = links.get(account) ?? LINK.initial
    const { facts } = rules.link(before, command)
    if (facts.length > 0) assert.equal(new Set(step.by).size, 2, 'one person decided whose an account is')
    if (facts.length === 0) return
    links.set(account, facts.reduce(LINK.evolve, before))
    const after = ownerAfter(command)
    owners.set(account, after)
    if (after !== owner) {
      linked.set(account, now)
      const moved = (values.get(account) ?? []).map((one) => ({ ...one, aged: { ...one.aged, linked: now } }))
      values.set(account, moved)
      for (const { value } of moved) book.seen.set(`${account} ${value}`, now)
    }
    // It takes tier and freeze along, as links.ts does.
    raise(after, tierOf(owner))
    if (freezes.get(owner) !== undefined) freeze(after)
  }

  function raise(subject: string, to: ReturnType<typeof tierOf>): void {
    const before = tiers.get(subject) ?? TIER.initial
    const { facts } = rules.tier(before, { do: 'raise', at: now, to, because: 'link' })
    tiers.set(subject, facts.reduce(TIER.evolve, before))
    if (to === 'privileged') book.raised.set(subject, Number.POSITIVE_INFINITY)
  }

  function freeze(subject: string): void {
    const { facts } = rules.freeze(freezes.get(subject), { do: 'freeze', at: now, because: 'incident' })
    freezes.set(subject, facts.reduce(FREEZE.evolve, freezes.get(subject)))
    book.frozen.add(subject)
  }

  function take(step: Step): void {
    if (step.do === 'wait') now += step.days * DAY_MS
    else if (step.do === 'import') importRow(step.row)
    else if (step.do === 'link' || step.do === 'part') decideLink(step)
    else {
      const account = String(step.account)
      const owner = owners.get(account)
      if (owner === undefined) return
      const subject = rules.subject(owner, account)
      if (step.do === 'unfreeze' || step.do === 'lower') decideDown(step, subject)
      else if (step.do === 'freeze') freeze(subject)
      else raise(subject, 'privileged')
      if (step.do === 'freeze') book.frozen.add(owner)
      if (step.do === 'raise') book.raised.set(owner, Number.POSITIVE_INFINITY)
    }
  }

  function decideDown({ do: what, by }: Extract<Step, { do: 'unfreeze' | 'lower' }>, subject: string): void {
    const isTwo = new Set(by).size === 2
    if (what === 'unfreeze') {
      const { facts } = rules.freeze(freezes.get(subject), { do: 'unfreeze', at: now, by })
      freezes.set(subject, facts.reduce(FREEZE.evolve, freezes.get(subject)))
      if (isTwo) book.frozen.delete(subject)
      return
    }
    const before = tiers.get(subject) ?? TIER.initial
    const { facts } = rules.tier(before, { do: 'lower', at: now, to: 'standard', by })
    tiers.set(subject, facts.reduce(TIER.evolve, before))
    if (isTwo && facts.length > 0) book.raised.set(subject, now + 7 * DAY_MS)
  }

  function look(): void {
    for (const [account, owner] of owners) {
      const subject = rules.subject(owner, account)
      if (book.frozen.has(owner)) assert.ok(freezes.get(subject) !== undefined, 'a freeze ended without two people')
      const until = book.raised.get(owner)
      if (until !== undefined && now < until) assert.equal(tierOf(subject), 'privileged', 'a tier fell too early')
    }
    for (const [account, held] of values) {
      for (const { value, aged } of held) {
        const seen = book.seen.get(`${account} ${value}`) ?? Number.POSITIVE_INFINITY
        if (rules.counts(aged, now)) {
          assert.ok(now - seen >= COOL_OFF_MS, 'what was changed lately proves something')
          assert.equal(aged.ended, null, 'what another took the place of proves something')
        }
        if (aged.ended !== null && now - aged.ended < COOL_OFF_MS) {
          assert.ok(rules.getsNotices(aged, now), 'the old value gets no notice in the cool-off')
        }
      }
      const [latest] = held
      const seen = latest && book.seen.get(`${account} ${latest.value}`)
      if (latest && seen !== undefined && now - seen >= COOL_OFF_MS) {
        assert.ok(rules.counts(latest.aged, now), 'confirming an unchanged value made it young')
      }
    }
  }

  for (const step of history) {
    take(step)
    look()
  }
}

const underRules = (rules: Rules) => fc.property(anyHistory, (history) => live(history, rules))

/** Decided as if two had agreed. */
const asTwo = <Command extends object>(command: Command): Command =>
  'by' in command ? { ...command, by: ['ada', 'bo'] } : command

const MUTATIONS: Readonly<Record<string, Partial<Rules>>> = {
  'an equal name or address joins, at whichever provider': {
    identify: (claim) =>
      identify({ ...claim, names: claim.names.map((one) => ({ ...one, provider: claim.provider })) }),
  },
  'who is made again is somebody new': { identify: (claim) => identify({ ...claim, names: [] }) },
  'an employee number moves an account': {
    identify: (claim): Identified => {
      const [one] = claim.employees
      return one === undefined ? identify(claim) : { outcome: 'linked', person: one.person }
    },
  },
  'who was parted is joined again': { identify: (claim) => identify({ ...claim, apart: new Set() }) },
  'one person links and parts': { link: (state, command) => LINK.decide(state, asTwo(command)) },
  'a changed value counts at once': { counts: ({ ended }) => ended === null },
  'a value counts after 29 days': {
    counts: (value, now) => counts(value, now + DAY_MS),
  },
  'what was linked counts at once': { counts: (value, now) => counts({ ...value, linked: null }, now) },
  'an old value goes on counting': { counts: (value, now) => counts({ ...value, ended: null }, now) },
  'every import is a baseline': { isBaseline: () => true },
  'what the provider calls changed is part of the baseline': { isBaseline: (isNew) => isNew },
  'confirming makes young': { isChange: () => true },
  'the old value gets no notice': { getsNotices: ({ ended }) => ended === null },
  'one person ends a freeze': { freeze: (state, command) => FREEZE.decide(state, asTwo(command)) },
  'one person lowers a tier': { tier: (state, command) => TIER.decide(state, asTwo(command)) },
  'a tier falls without a wait': {
    tier(state, command) {
      const decided = TIER.decide(state, command)
      const facts = decided.facts.map((fact) =>
        fact.type === 'tier-lowering-agreed' ? { ...fact, data: { ...fact.data, countsFrom: fact.data.at } } : fact,
      )
      return { ...decided, facts }
    },
  },
  'freeze and tier hang on the account': { subject: (_, account) => account },
}

describe('rules 5 and 6 and the ratchet', () => {
  it('hold in every history', () => holds(underRules(RULES), 1500))

  for (const [planted, wrong] of Object.entries(MUTATIONS)) {
    it(`planted: ${planted}`, () => mustFail(underRules({ ...RULES, ...wrong }), 1500))
  }
})

const anyTrusting = fc.array(
  fc.record({
    person: fc.integer({ min: 0, max: 7 }),
    // Often the same two, so that one of them is asked for too much.
    contacts: fc.oneof(fc.constant<number[]>([0, 1]), fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 5 })),
    by: fc.oneof({ weight: 4, arbitrary: fc.constant(['ada', 'bo']) }, anyBy),
  }),
  { maxLength: 40, size: 'max' },
)

function peersUnder(decide: typeof TRUSTED.decide) {
  return fc.property(anyTrusting, (asks) => {
    const all = new Map<string, Trusted>()
    const idOf = (number: number) => String(number).repeat(32)
    const contactsOf = (person: string) => [...(all.get(person)?.contacts.keys() ?? [])]
    for (const { person: number, contacts, by } of asks) {
      const person = idOf(number)
      const vouching = new Map<string, Set<string>>()
      for (const [other, { contacts }] of all) {
        for (const contact of contacts.keys()) vouching.set(contact, (vouching.get(contact) ?? new Set()).add(other))
      }
      const command = { at: NOON, person, contacts: contacts.map(idOf), needed: 2, by }
      const before = all.get(person) ?? TRUSTED.initial
      const { facts } = decide(before, { ...command, vouching, vouchesFor: vouching.get(person) ?? new Set() })
      if (facts.length > 0) assert.equal(new Set(by).size, 2)
      all.set(person, facts.reduce(TRUSTED.evolve, before))
      for (const [one] of all) {
        assert.ok([...all.keys()].filter((other) => contactsOf(other).includes(one)).length <= 5, 'vouches for six')
        for (const other of contactsOf(one)) {
          assert.notEqual(other, one, 'vouches for themselves')
          assert.ok(!contactsOf(other).includes(one), 'vouches in return')
        }
      }
      for (const since of all.get(person)!.contacts.values()) assert.equal(voucherFrom(since), since + COOL_OFF_MS)
    }
  })
}

describe('trusted contacts', () => {
  it('vouch for five at most, never in return, and are named by two', () => holds(peersUnder(TRUSTED.decide), 500))

  for (const [planted, forget] of [
    ['six people', { vouching: new Map() }],
    ['in return', { vouchesFor: new Set<string>() }],
    ['one person decides', { by: ['ada', 'bo'] }],
  ] as const) {
    it(`planted: ${planted}`, () => {
      const wrong: typeof TRUSTED.decide = (state, command) => TRUSTED.decide(state, { ...command, ...forget })
      mustFail(peersUnder(wrong), 1000)
    })
  }
})

describe('named approvers', () => {
  const hours = { days: [1, 2, 3, 4, 5], from: 540, to: 1020 }
  const named = (before: Approvers, at: number, ...members: readonly (readonly [string, string])[]): Approvers =>
    APPROVERS.decide(before, {
      at,
      approvers: members.map(([member, deputy]) => ({ member, deputy, hours })),
      by: ['ada', 'bo'],
    }).facts.reduce(APPROVERS.evolve, before)

  it('given the first list, then it counts at once, in hours the approver and outside of them the deputy', () => {
    const first = named([], NOON, ['cy', 'di'])
    assert.deepEqual(asked(first, NOON, 'Europe/Berlin'), ['cy'])
    assert.deepEqual(asked(first, NOON + 8 * 3_600_000, 'Europe/Berlin'), ['di'])
    assert.deepEqual(asked(first, NOON + 5 * DAY_MS, 'Europe/Berlin'), ['di'])
  })

  it('given somebody who is named later, then they count after the cool-off, and who stays stays as old', () => {
    const later = named(named([], NOON, ['cy', 'di']), NOON + DAY_MS, ['cy', 'ed'], ['fay', 'cy'])
    assert.deepEqual(
      later.map(({ countsFrom, deputyFrom }) => [countsFrom, deputyFrom]),
      [
        [NOON, NOON + DAY_MS + COOL_OFF_MS],
        [NOON + DAY_MS + COOL_OFF_MS, NOON],
      ],
    )
  })

  it('given one person, somebody twice, their own deputy or hours that end first, then it is refused', () => {
    const one = { member: 'cy', deputy: 'di', hours }
    const codes = [
      APPROVERS.decide([], { at: NOON, approvers: [one], by: ['ada', 'ada'] }),
      APPROVERS.decide([], { at: NOON, approvers: [one, one], by: ['ada', 'bo'] }),
      APPROVERS.decide([], { at: NOON, approvers: [{ ...one, deputy: 'cy' }], by: ['ada', 'bo'] }),
      APPROVERS.decide([], { at: NOON, approvers: [{ ...one, hours: { ...hours, to: 540 } }], by: ['ada', 'bo'] }),
    ].map(({ refused }) => refused?.code)
    assert.deepEqual(codes, [
      'ERR_APPROVERS_TWO_PEOPLE',
      'ERR_APPROVERS_TWICE',
      'ERR_APPROVERS_OWN_DEPUTY',
      'ERR_APPROVERS_HOURS',
    ])
  })
})
