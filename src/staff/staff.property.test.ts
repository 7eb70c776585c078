/** What must hold of staff in every state that commands in any order, by a clock of their own, can reach (DESIGN §3 rule 23). */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import type { Command } from './commands.ts'
import { administratorsAt, counts, grantsAt } from './deadlines.ts'
import { decide } from './decide.ts'
import type { FactData, StaffFact } from './entries.ts'
import { ownerOfIdentity } from './identity.ts'
import { noticeOwed } from './notices.ts'
import { ROLES, type Scope } from './scope.ts'
import { evolve, NOBODY, type ProposalKind, type Staff } from './staff.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const HOUR_MS = 3_600_000
/** A constant of the test: the rule's number, not the code's. */
const WAIT_MS = 72 * HOUR_MS
const PEOPLE = ['ada', 'bo', 'cleo', 'dev', 'eve']

const anyone = fc.constantFrom(...PEOPLE)
const anyScope: fc.Arbitrary<Scope> = fc.constantFrom<Scope>(
  { organisations: ['northwind'], groups: 'all', tierMax: 'emergency' },
  { organisations: ['northwind'], groups: ['sales'], tierMax: 'standard' },
)
const anyKind = fc.constantFrom<ProposalKind>('invitation', 'invitation', 'role', 'recovery', 'reinstatement')
const hash = (text: string): string => text.padEnd(43, '-')
const passkey = (name: string) => ({
  id: name,
  publicKey: 'cose',
  aaguid: '00000000-0000-0000-0000-000000000000',
  transports: [],
  backupEligible: false,
})

/** A command that fits the state it meets, or nearly: `number` is its place in the play, so that ids are new. */
type Make = (at: number, staff: Staff, number: number) => Command

const pick = <One>(from: Iterable<One>, index: number): One | undefined => {
  const all = [...from]
  return all[index % all.length]
}

const proposes = fc
  .record({
    by: anyone,
    kind: anyKind,
    subject: anyone,
    isSecondSelf: fc.nat(9),
    role: fc.constantFrom(...ROLES, 'administrator'),
    scope: anyScope,
  })
  .map(
    ({ by, kind, subject, isSecondSelf, role, scope }): Make =>
      (at, _, number) => ({
        type: 'propose',
        at,
        by,
        proposal: `p${number}`,
        kind,
        subject,
        grants: kind === 'invitation' || kind === 'role' ? [{ id: `g${number}`, role, scope }] : [],
        ...(kind === 'invitation' ? { human: isSecondSelf === 0 ? by : subject } : {}),
        ...(kind === 'invitation' || kind === 'recovery' ? { half: hash(by) } : {}),
      }),
  )

const confirms = fc.record({ by: anyone, index: fc.nat(50) }).map(
  ({ by, index }): Make =>
    (at, { proposals }) => {
      const proposal = pick(proposals.values(), index)
      const needsCode = proposal?.kind === 'invitation' || proposal?.kind === 'recovery'
      return { type: 'confirm', at, by, proposal: proposal?.id ?? '', ...(needsCode ? { half: hash(by) } : {}) }
    },
)

const joins = fc.record({ index: fc.nat(50), halves: fc.constantFrom(0, 1, 2, 2, 2, 2), sameKey: fc.nat(9) }).map(
  ({ index, halves, sameKey }): Make =>
    (at, { proposals, members }, number) => {
      const proposal = pick(
        [...proposals.values()].filter(({ confirmedBy }) => confirmedBy !== undefined),
        index,
      )
      const another = sameKey === 0 ? pick(members.values(), index)?.passkeys[0]?.id : undefined
      return {
        type: 'join',
        at,
        proposal: proposal?.id ?? '',
        halves: (proposal?.halves ?? []).slice(0, halves),
        passkeys: [passkey(`key-${number}`), passkey(another ?? `key-${number}-2`)],
      }
    },
)

const takes = fc
  .record({ by: anyone, member: anyone, index: fc.nat(9), what: fc.constantFrom('passkey', 'role', 'stop', 'remove') })
  .map(
    ({ by, member, index, what }): Make =>
      (at, { members, proposals }) => {
        if (what === 'remove') return { type: 'remove', at, by, member }
        if (what === 'stop') return { type: 'stop', at, by, proposal: pick(proposals.keys(), index) ?? '' }
        const { passkeys = [], grants = [] } = members.get(member) ?? {}
        if (what === 'role') return { type: 'withdraw-role', at, by, member, grant: pick(grants, index)?.id ?? '' }
        return { type: 'remove-passkey', at, by, member, passkey: pick(passkeys, index)?.id ?? '' }
      },
  )

const identities = fc
  .record({ by: anyone, member: anyone, name: fc.constantFrom('x', 'y', 'z'), isLink: fc.boolean() })
  .map(
    ({ by, member, name, isLink }): Make =>
      (at) =>
        isLink
          ? { type: 'link-identity', at, by, identity: hash(name) }
          : { type: 'unlink-identity', at, by, member, identity: hash(name) },
  )

const anyCommand: fc.Arbitrary<Make> = fc.oneof(
  { weight: 5, arbitrary: proposes },
  { weight: 6, arbitrary: confirms },
  { weight: 5, arbitrary: joins },
  { weight: 1, arbitrary: takes },
  { weight: 1, arbitrary: identities },
  anyone.map(
    (by): Make =>
      (at, _, number) => ({ type: 'add-passkey', at, by, passkey: passkey(`key-${number}`) }),
  ),
  fc.nat(50).map(
    (hours): Make =>
      (at) => ({ type: 'hold-waits', at, from: at - hours * HOUR_MS }),
  ),
  fc.tuple(anyone, anyone).map((founders): Make => {
    const [organisation, home] = ['birch', 'northwind']
    return (at, _, number) => ({ type: 'found-organisation', at, organisation, home, name: `n${number}`, founders })
  }),
  fc.constant<Make>((at) => ({ type: 'open-set-up', at, hash: hash('again') })),
)

interface Step {
  readonly at: number
  readonly before: Staff
  readonly facts: readonly StaffFact[]
  readonly after: Staff
}

/** Two people found it; then commands, each so many hours after the one before. */
function play(commands: readonly [Make, number][]): readonly Step[] {
  let staff = NOBODY
  let at = NOON
  const step = (command: Command): Step => {
    const before = staff
    const { facts } = decide(before, command)
    staff = facts.reduce(evolve, before)
    return { at, before, facts, after: staff }
  }
  const founder = (member: string, key: number): Command => ({
    type: 'found',
    at,
    hash: hash(member),
    member,
    human: member,
    organisation: 'northwind',
    passkeys: [passkey(`founder-${key}`), passkey(`founder-${key + 1}`)],
  })
  const founding = [
    step({ type: 'open-set-up', at, hash: hash('ada') }),
    step(founder('ada', 1)),
    step({ type: 'invite-founder', at, by: 'ada', hash: hash('bo') }),
    step(founder('bo', 3)),
  ]
  return [
    ...founding,
    ...commands.map(([make, hours], number) => {
      at += hours * HOUR_MS
      return step(make(at, staff, number))
    }),
  ]
}

const anyPlay = fc
  .array(fc.tuple(anyCommand, fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(5), fc.nat(100))), {
    maxLength: 120,
    size: 'max',
  })
  .map(play)

/** Told from the facts alone: whoever came in, was promoted or recovered had two others behind them. */
const nobodyAlone = fc.property(anyPlay, (steps) => {
  const proposed = new Map<string, FactData<'staff-proposed'>>()
  const confirmedBy = new Map<string, string>()
  let founders = 0
  for (const { facts, before, at } of steps) {
    for (const { type, data } of facts) {
      if (type === 'founder-joined') assert.ok(++founders <= 2)
      if (type === 'staff-proposed') {
        proposed.set(data.proposal, data)
        confirmedBy.delete(data.proposal)
      }
      if (type === 'staff-confirmed') {
        const { by, subject, kind } = proposed.get(data.proposal)!
        confirmedBy.set(data.proposal, data.by)
        assert.notEqual(by, data.by)
        const isWayBack = kind === 'reinstatement' && administratorsAt(before, at).length === 1
        if (!isWayBack) assert.notEqual(data.by, subject)
        if (kind === 'recovery') assert.notEqual(by, subject)
      }
      if (type === 'staff-joined' || type === 'staff-recovered') {
        assert.ok(confirmedBy.has(data.proposal))
        confirmedBy.delete(data.proposal)
      }
    }
  }
})

/** After the founding, everything that counts for the first time was told 72 hours before. */
const nothingNewCounts = fc.property(anyPlay, (steps) => {
  const known = new Map<string, number>()
  const held: FactData<'waits-held'>[] = []
  for (const { after, at, facts } of steps.slice(4)) {
    held.push(...facts.flatMap((fact) => (fact.type === 'waits-held' ? [fact.data] : [])))
    for (const { id, grants, passkeys, standing } of after.members.values()) {
      for (const one of [...grants, ...passkeys]) {
        const name = `${id} ${one.id}`
        if (['ada', 'bo'].includes(id) && (one.id.includes(id) || one.id.startsWith('founder'))) continue
        if (!known.has(name)) known.set(name, at)
      }
      const counting = [...grantsAt(after.members.get(id), at), ...passkeys.filter((one) => counts(one, at))]
      for (const one of counting) {
        const since = known.get(`${id} ${one.id}`)
        if (since === undefined) continue
        const lost = held.reduce((sum, { from, at: until }) => sum + Math.max(0, until - Math.max(from, since)), 0)
        assert.ok(at - since - lost >= WAIT_MS, `${id} ${one.id}`)
      }
      if (standing !== 'member') assert.deepEqual(grantsAt(after.members.get(id), at + 10 * WAIT_MS), [])
    }
  }
})

const oneHumanOneMember = fc.property(anyPlay, (steps) => {
  for (const { after, before, facts } of steps) {
    const members = [...after.members.values()]
    const keys = members.flatMap(({ passkeys }) => passkeys.map(({ id }) => id))
    assert.equal(new Set(keys).size, keys.length, 'a passkey is one person’s')
    assert.equal(new Set(members.map(({ human }) => human)).size, members.length)
    assert.ok(
      [...before.members.keys()].every((id) => after.members.has(id)),
      'nobody is forgotten',
    )
    for (const { type, data } of facts) {
      if (type === 'staff-joined') assert.equal(new Set(data.passkeys.map(({ id }) => id)).size, 2)
    }
  }
})

/** Told from the facts: it is linked by its owner alone, is one person's, and signs in after 72 hours and not once they are out. */
const identitiesAreTheirs = fc.property(anyPlay, (steps) => {
  const linkedAt = new Map<string, number>()
  for (const { after, facts, at } of steps) {
    for (const { type, data } of facts) {
      if (type === 'identity-linked') linkedAt.set(`${data.member} ${data.identity}`, at)
    }
    const all = [...after.members.values()].flatMap((member) => member.identities.map(({ identity }) => identity))
    assert.equal(new Set(all).size, all.length, 'an identity is one person’s')
    for (const identity of all) {
      const owner = ownerOfIdentity(after, identity, at)
      if (owner === undefined) continue
      assert.equal(owner.standing, 'member')
      assert.ok(at - (linkedAt.get(`${owner.id} ${identity}`) ?? at) >= WAIT_MS)
    }
  }
})

const alwaysAWay = fc.property(anyPlay, (steps) => {
  for (const { after, at } of steps.slice(4)) {
    assert.ok(administratorsAt(after, at).length >= 1)
    const known = [...after.members.values()].filter(({ grants }) =>
      grants.some(({ role }) => role === 'administrator'),
    )
    assert.ok(known.length >= 2, 'with who is suspended, or whose role does not count yet, there are two')
  }
})

const allAreTold = fc.property(anyPlay, (steps) => {
  for (const { before, after, facts, at } of steps) {
    for (const fact of facts.filter(({ type }) => type !== 'set-up-opened')) {
      const told = noticeOwed({ before, after, home: 'northwind' }, fact)?.to ?? []
      assert.ok(administratorsAt(after, at).every(({ id }) => told.includes(id)))
    }
  }
})

describe('staff, whatever happens', () => {
  it('nobody alone creates, recovers or promotes staff', () => holds(nobodyAlone, 300))
  it('a new role or passkey counts after 72 hours, and nothing of who is out', () => holds(nothingNewCounts, 300))
  it('one human is one member, and a passkey one person’s', () => holds(oneHumanOneMember, 300))
  it('an identity of a provider is its owner’s, and counts after 72 hours', () => holds(identitiesAreTheirs, 300))
  it('there are always two who can bring somebody in or back', () => holds(alwaysAWay, 300))
  it('all administrators are told of everything', () => holds(allAreTold, 300))

  it('the plays are worth it: everything that can happen does', () => {
    const happened = fc
      .sample(anyPlay, { numRuns: 400, seed: 7 })
      .flat()
      .flatMap(({ facts }) => facts)
    assert.deepEqual([...new Set(happened.map(({ type }) => type))].sort(), [
      'founder-invited',
      'founder-joined',
      'identity-linked',
      'identity-unlinked',
      'member-removed',
      'member-suspended',
      'organisation-founded',
      'passkey-added',
      'passkey-removed',
      'proposal-stopped',
      'role-withdrawn',
      'set-up-opened',
      'staff-confirmed',
      'staff-joined',
      'staff-proposed',
      'staff-recovered',
      'staff-refused',
      'waits-held',
    ])
    const codes = new Set(happened.flatMap((fact) => (fact.type === 'staff-refused' ? [fact.data.code] : [])))
    assert.ok(codes.has('ERR_STAFF_SECOND_PERSON') && codes.has('ERR_STAFF_SAME_HUMAN'))
  })

  it('given a planted mistake, then it is caught', () => {
    whileWrong(DEFAULTS.staff, { waitMs: 71 * HOUR_MS }, () => {
      mustFail(nothingNewCounts, 2000)
      mustFail(identitiesAreTheirs, 2000)
    })
  })
})
