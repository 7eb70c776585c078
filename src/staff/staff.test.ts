import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Command } from './commands.ts'
import { counts, grantsAt, reachOf } from './deadlines.ts'
import { decide } from './decide.ts'
import type { StaffFact } from './entries.ts'
import { noticeOwed } from './notices.ts'
import type { Grant, Role, Scope } from './scope.ts'
import { evolve, NOBODY, type Staff } from './staff.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const HOUR_MS = 3_600_000
const WAIT_MS = 72 * HOUR_MS
const HERE: Scope = { organisations: ['northwind'], groups: 'all', tierMax: 'emergency' }

const hash = (text: string): string => text.padEnd(43, '-')
const human = (name: string): string => name.padEnd(22, '-')
const passkey = (id: string) => ({
  id,
  publicKey: 'cose',
  aaguid: '00000000-0000-0000-0000-000000000000',
  transports: ['usb'],
  backupEligible: false,
})
const two = (name: string) => [passkey(`${name}-1`), passkey(`${name}-2`)]
const grant = (role: Role, scope: Partial<Scope> = {}, id = `g-${role}`): Grant => ({
  id,
  role,
  scope: { ...HERE, ...scope },
})

/** What came of commands, each of which must be accepted. */
function given(...commands: readonly Command[]): Staff {
  return commands.reduce<Staff>((staff, command) => {
    const { facts, refused } = decide(staff, command)
    assert.equal(refused, undefined, `${command.type}: ${refused?.message}`)
    return facts.reduce(evolve, staff)
  }, NOBODY)
}

function after(staff: Staff, ...commands: readonly Command[]): Staff {
  return commands.reduce((now, command) => decide(now, command).facts.reduce(evolve, now), staff)
}

/** Code of the refusal, and what it says aloud. */
function refusal(staff: Staff, command: Command): [string | undefined, readonly StaffFact['type'][]] {
  const { facts, refused } = decide(staff, command)
  if (refused !== undefined) assert.match(refused.message, /\.$/)
  return [refused?.code, facts.map(({ type }) => type)]
}
const ALOUD = ['staff-refused'] as const

const found = (member: string, at = NOON): Command => ({
  type: 'found',
  at,
  hash: hash(`code-${member}`),
  member,
  human: human(member),
  organisation: 'northwind',
  passkeys: two(member),
})
const SET_UP: readonly Command[] = [
  { type: 'open-set-up', at: NOON, hash: hash('code-ada') },
  found('ada'),
  { type: 'invite-founder', at: NOON, by: 'ada', hash: hash('code-bo') },
  found('bo'),
]
const invite = (by: string, subject: string, grants: readonly Grant[] = [grant('agent')], at = NOON) =>
  ({
    type: 'propose',
    at,
    by,
    proposal: `invite-${subject}`,
    kind: 'invitation',
    subject,
    human: human(subject),
    grants,
    half: hash(`${by}-half`),
  }) as const satisfies Command
const confirm = (by: string, proposal: string, at = NOON): Command => ({
  type: 'confirm',
  at,
  by,
  proposal,
  ...(/invite|recover/.test(proposal) ? { half: hash(`${by}-half`) } : {}),
})
const join = (proposal: string, tellers: readonly string[], name: string, at = NOON): Command => ({
  type: 'join',
  at,
  proposal,
  halves: tellers.map((teller) => hash(`${teller}-half`)),
  passkeys: two(name),
})
/** Cleo works here too, since three days. */
const withCleo = (role: Role = 'agent'): Staff =>
  given(
    ...SET_UP,
    invite('ada', 'cleo', [grant(role)]),
    confirm('bo', 'invite-cleo'),
    join('invite-cleo', ['ada', 'bo'], 'cleo'),
  )
const LATER = NOON + WAIT_MS
const roles = (staff: Staff, member: string, at: number): Role[] =>
  grantsAt(staff.members.get(member), at).map(({ role }) => role)

describe('set-up', () => {
  it('given nobody, when the code from the terminal is used, then the first person is in, and may nothing alone', () => {
    const staff = given(...SET_UP.slice(0, 2))
    assert.deepEqual(roles(staff, 'ada', NOON + 1000 * HOUR_MS), [])
  })

  it('given the first person, when the second comes, then both count at once', () => {
    const staff = given(...SET_UP)
    assert.deepEqual(roles(staff, 'ada', NOON), ['administrator', 'approver', 'analyst', 'agent'])
    assert.deepEqual(roles(staff, 'bo', NOON), roles(staff, 'ada', NOON))
  })

  it('given a code, then it works once, for 30 minutes, and no other does', () => {
    const staff = given(SET_UP[0]!)
    const at = NOON + HOUR_MS / 2
    assert.equal(refusal(staff, found('ada', at))[0], undefined)
    assert.deepEqual(refusal(staff, found('ada', at + 1)), ['ERR_STAFF_SET_UP_CODE', []])
    assert.deepEqual(refusal(staff, found('bo')), ['ERR_STAFF_SET_UP_CODE', []])
    assert.deepEqual(refusal(after(staff, found('ada')), { ...found('bo'), hash: hash('code-ada') } as Command), [
      'ERR_STAFF_SET_UP_CODE',
      [],
    ])
  })

  it('given two people, then set-up is over for ever', () => {
    const staff = given(...SET_UP)
    assert.deepEqual(refusal(staff, SET_UP[0]!), ['ERR_STAFF_SET_UP_OVER', []])
    assert.deepEqual(refusal(staff, { type: 'invite-founder', at: NOON, by: 'ada', hash: hash('x') }), [
      'ERR_STAFF_NOT_FOUNDER',
      [],
    ])
    assert.deepEqual(refusal(staff, found('eve')), ['ERR_STAFF_SET_UP_OVER', []])
  })

  it('given the first person, when they come again as the second, then refused: one human is one member', () => {
    const staff = given(...SET_UP.slice(0, 3))
    const again = { ...found('bo'), human: human('ada') } as Command
    assert.deepEqual(refusal(staff, again), ['ERR_STAFF_SAME_HUMAN', ALOUD])
    const sameKey = { ...found('bo'), passkeys: [passkey('ada-1'), passkey('other')] } as Command
    assert.deepEqual(refusal(staff, sameKey), ['ERR_STAFF_PASSKEY_KNOWN', ALOUD])
    const oneKey = { ...found('bo'), passkeys: [passkey('one')] } as Command
    assert.deepEqual(refusal(staff, oneKey), ['ERR_STAFF_TWO_PASSKEYS', []])
    assert.deepEqual(refusal(staff, { ...found('bo'), passkeys: [passkey('one'), passkey('one')] } as Command), [
      'ERR_STAFF_PASSKEY_KNOWN',
      ALOUD,
    ])
  })
})

describe('one administrator, a second self and an approver (R47)', () => {
  const staff = given(...SET_UP)

  it('given an invitation, when whoever proposed it confirms it, then refused, and all administrators are told', () => {
    const proposed = after(staff, invite('ada', 'eve', [grant('approver')]))
    const { facts, refused } = decide(proposed, confirm('ada', 'invite-eve'))
    assert.equal(refused?.code, 'ERR_STAFF_SECOND_PERSON')
    const [fact] = facts
    assert.ok(fact?.type === 'staff-refused')
    const around = { before: proposed, after: proposed, home: 'northwind' }
    assert.deepEqual(noticeOwed(around, fact)?.to, ['ada', 'bo'])
    assert.equal(facts.reduce(evolve, proposed).proposals.get('invite-eve')?.confirmedBy, undefined)
  })

  it('given an invitation of themselves under another name, then the same human is known', () => {
    const secondSelf = { ...invite('ada', 'ada2'), human: human('ada') }
    assert.deepEqual(refusal(staff, secondSelf), ['ERR_STAFF_SAME_HUMAN', ALOUD])
    const confirmed = after(staff, invite('ada', 'ada2'), confirm('bo', 'invite-ada2'))
    const withOwnKey = {
      ...join('invite-ada2', ['ada', 'bo'], 'x'),
      passkeys: [passkey('ada-1'), passkey('x')],
    } as Command
    assert.deepEqual(refusal(confirmed, withOwnKey), ['ERR_STAFF_PASSKEY_KNOWN', ALOUD])
  })

  it('given a confirmed invitation, then neither of the two gets in with their half of the code', () => {
    const confirmed = after(staff, invite('ada', 'eve'), confirm('bo', 'invite-eve'))
    for (const teller of ['ada', 'bo']) {
      assert.deepEqual(refusal(confirmed, join('invite-eve', [teller, teller], 'x')), ['ERR_STAFF_CODE_WRONG', ALOUD])
    }
    assert.deepEqual(refusal(confirmed, join('invite-eve', ['x', 'y'], 'x')), ['ERR_STAFF_CODE_WRONG', []])
  })

  it('given a new approver, then they decide nothing for 72 hours', () => {
    const joined = withCleo('approver')
    const proposed = after(joined, invite('ada', 'eve'))
    assert.deepEqual(roles(joined, 'cleo', LATER - 1), [])
    assert.deepEqual(refusal(proposed, confirm('cleo', 'invite-eve', LATER - 1)), ['ERR_STAFF_ROLE', []])
    assert.deepEqual(refusal(proposed, confirm('cleo', 'invite-eve', LATER)), [undefined, ['staff-confirmed']])
  })

  it('given somebody whose role reaches less, then they give no more than they have', () => {
    const narrow = { groups: ['sales'], tierMax: 'standard' } as const
    const later = after(
      staff,
      invite('ada', 'cleo', [grant('administrator', narrow)]),
      confirm('bo', 'invite-cleo'),
      join('invite-cleo', ['ada', 'bo'], 'cleo'),
    )
    for (const scope of [{}, { ...narrow, organisations: ['contoso'] }, { ...narrow, tierMax: 'sensitive' as const }]) {
      assert.deepEqual(refusal(later, invite('cleo', 'eve', [grant('agent', scope)], LATER)), [
        'ERR_STAFF_SCOPE',
        ALOUD,
      ])
    }
    assert.deepEqual(refusal(later, invite('cleo', 'eve', [grant('agent', narrow)], LATER)), [
      undefined,
      ['staff-proposed'],
    ])
    assert.deepEqual(refusal(later, { type: 'remove', at: LATER, by: 'cleo', member: 'ada' }), ['ERR_STAFF_SCOPE', []])
  })
})

describe('roles', () => {
  const role = (by: string, subject: string): Command => ({
    type: 'propose',
    at: LATER,
    by,
    proposal: `role-${subject}`,
    kind: 'role',
    subject,
    grants: [grant('auditor')],
  })

  it('given a role that two agreed on, then it counts after 72 hours, and can be taken back by one', () => {
    const staff = after(withCleo(), role('ada', 'cleo'), confirm('bo', 'role-cleo', LATER))
    assert.deepEqual(roles(staff, 'cleo', LATER + WAIT_MS - 1), ['agent'])
    assert.deepEqual(roles(staff, 'cleo', LATER + WAIT_MS), ['agent', 'auditor'])
    const withdrawn = after(staff, { type: 'withdraw-role', at: LATER, by: 'bo', member: 'cleo', grant: 'g-auditor' })
    assert.deepEqual(roles(withdrawn, 'cleo', LATER + WAIT_MS), ['agent'])
  })

  it('given a proposal, then whom it promotes does not confirm it; with only two people it takes both', () => {
    assert.deepEqual(refusal(after(withCleo(), role('ada', 'bo')), confirm('bo', 'role-bo', LATER)), [
      'ERR_STAFF_ABOUT_YOU',
      ALOUD,
    ])
    const own = after(given(...SET_UP), role('ada', 'ada'))
    assert.deepEqual(refusal(own, confirm('bo', 'role-ada', LATER)), [undefined, ['staff-confirmed']])
  })

  it('given a proposal, when nobody confirms it for a week, or its proposer goes, then it is void', () => {
    const staff = after(withCleo('administrator'), role('cleo', 'ada'))
    assert.deepEqual(refusal(staff, confirm('bo', 'role-ada', LATER + 168 * HOUR_MS + 1)), [
      'ERR_STAFF_PROPOSAL_UNKNOWN',
      [],
    ])
    const gone = after(staff, { type: 'remove', at: LATER, by: 'ada', member: 'cleo' })
    assert.deepEqual(refusal(gone, confirm('bo', 'role-ada', LATER)), ['ERR_STAFF_PROPOSAL_UNKNOWN', []])
  })
})

describe('leaving', () => {
  it('given a member, when one administrator removes them, then nothing of theirs counts at that moment', () => {
    const staff = after(withCleo(), { type: 'remove', at: LATER, by: 'ada', member: 'cleo' })
    assert.deepEqual(roles(staff, 'cleo', LATER), [])
    assert.ok(staff.members.get('cleo')!.passkeys.every((one) => !counts(one, LATER)))
    assert.equal(staff.members.get('cleo')!.standing, 'removed')
  })

  it('given who left, when they come back, then as the same member, by two again', () => {
    const gone = after(withCleo(), { type: 'remove', at: LATER, by: 'ada', member: 'cleo' })
    assert.deepEqual(refusal(gone, { ...invite('ada', 'cleo2', undefined, LATER), human: human('cleo') }), [
      'ERR_STAFF_SAME_HUMAN',
      ALOUD,
    ])
    const back = after(
      gone,
      invite('ada', 'cleo', undefined, LATER),
      confirm('bo', 'invite-cleo', LATER),
      join('invite-cleo', ['ada', 'bo'], 'new', LATER),
    )
    assert.deepEqual(roles(back, 'cleo', LATER + WAIT_MS), ['agent'])
    assert.equal(back.members.get('cleo')!.passkeys.length, 4)
  })

  it('given the last two administrators, when one removes the other, then they are out, and the two of them a way back', () => {
    const staff = after(given(...SET_UP), { type: 'remove', at: NOON, by: 'ada', member: 'bo' })
    assert.equal(staff.members.get('bo')?.standing, 'suspended')
    assert.deepEqual(roles(staff, 'bo', NOON), [])
    assert.deepEqual(refusal(staff, confirm('ada', 'invite-eve')), ['ERR_STAFF_PROPOSAL_UNKNOWN', []])
    const back = after(
      staff,
      { type: 'propose', at: NOON, by: 'ada', proposal: 'back', kind: 'reinstatement', subject: 'bo', grants: [] },
      confirm('bo', 'back'),
    )
    assert.deepEqual(roles(back, 'bo', NOON + WAIT_MS - 1), [])
    assert.equal(roles(back, 'bo', NOON + WAIT_MS).length, 4)
    assert.deepEqual(refusal(given(...SET_UP), { type: 'remove', at: NOON, by: 'ada', member: 'ada' }), [
      'ERR_STAFF_LAST_TWO',
      [],
    ])
  })
})

describe('what time changes', () => {
  it('given a proposal, when its proposer loses the role before it is confirmed, then it is void', () => {
    const staff = after(withCleo('administrator'), invite('cleo', 'eve', undefined, LATER))
    const fallen = after(staff, {
      type: 'withdraw-role',
      at: LATER,
      by: 'ada',
      member: 'cleo',
      grant: 'g-administrator',
    })
    assert.deepEqual(refusal(staff, confirm('bo', 'invite-eve', LATER)), [undefined, ['staff-confirmed']])
    assert.deepEqual(refusal(fallen, confirm('bo', 'invite-eve', LATER)), ['ERR_STAFF_PROPOSAL_UNKNOWN', []])
  })

  it('given who was suspended, when there are two administrators again, then they confirm nothing for themselves', () => {
    const back: Command = {
      type: 'propose',
      at: LATER + WAIT_MS,
      by: 'ada',
      proposal: 'back',
      kind: 'reinstatement',
      subject: 'bo',
      grants: [],
    }
    const staff = after(
      withCleo('approver'),
      invite('ada', 'dev'),
      confirm('bo', 'invite-dev'),
      join('invite-dev', ['ada', 'bo'], 'dev'),
      { type: 'remove', at: LATER, by: 'ada', member: 'bo' },
      { ...back, at: LATER, proposal: 'role-dev', kind: 'role', subject: 'dev', grants: [grant('administrator')] },
      confirm('cleo', 'role-dev', LATER),
      back,
    )
    assert.deepEqual(refusal(staff, confirm('bo', 'back', LATER + WAIT_MS)), ['ERR_STAFF_ABOUT_YOU', ALOUD])
    assert.deepEqual(refusal(staff, confirm('dev', 'back', LATER + WAIT_MS)), [undefined, ['staff-confirmed']])
  })
})

describe('losing passkeys', () => {
  const lost: Command = { type: 'remove-passkey', at: LATER, by: 'cleo', member: 'cleo', passkey: 'cleo-1' }

  it('given a lost one, then it is gone at once; the last one is not, and a new one counts after 72 hours', () => {
    const staff = after(withCleo('administrator'), lost)
    assert.deepEqual(refusal(staff, { ...lost, passkey: 'cleo-2' }), ['ERR_STAFF_LAST_PASSKEY', []])
    assert.deepEqual(refusal(staff, invite('cleo', 'eve', undefined, LATER)), ['ERR_STAFF_ONE_PASSKEY', []])
    const added = after(staff, { type: 'add-passkey', at: LATER, by: 'cleo', passkey: passkey('cleo-3') })
    const known: Command = { type: 'add-passkey', at: LATER, by: 'cleo', passkey: passkey('ada-1') }
    assert.deepEqual(refusal(staff, known), ['ERR_STAFF_PASSKEY_KNOWN', ALOUD])
    const third = added.members.get('cleo')!.passkeys[2]!
    assert.deepEqual([counts(third, LATER + WAIT_MS - 1), counts(third, LATER + WAIT_MS)], [false, true])
    assert.deepEqual(refusal(added, invite('cleo', 'eve', undefined, LATER)), [undefined, ['staff-proposed']])
  })

  it('given a new passkey of somebody’s, then an administrator stops it by taking it; one that counts they cannot take', () => {
    const staff = after(withCleo(), { type: 'add-passkey', at: LATER, by: 'cleo', passkey: passkey('cleo-3') })
    const take: Command = { type: 'remove-passkey', at: LATER, by: 'ada', member: 'cleo', passkey: 'cleo-3' }
    assert.deepEqual(refusal(staff, take), [undefined, ['passkey-removed']])
    assert.deepEqual(refusal(staff, { ...take, passkey: 'cleo-1' }), ['ERR_STAFF_PASSKEY_COUNTS', []])
  })

  const recovery: Command = {
    type: 'propose',
    at: LATER,
    by: 'ada',
    proposal: 'recover-cleo',
    kind: 'recovery',
    subject: 'cleo',
    grants: [],
    half: hash('ada-half'),
  }
  const recovered = (staff: Staff): Staff =>
    after(staff, recovery, confirm('bo', 'recover-cleo', LATER), join('recover-cleo', ['ada', 'bo'], 'new', LATER))
  const counting = (staff: Staff, at: number): string[] =>
    staff.members
      .get('cleo')!
      .passkeys.filter((one) => counts(one, at))
      .map(({ id }) => id)

  it('given both lost, when two others recover them, then the new ones count after 72 hours, and the old ones until then', () => {
    const staff = recovered(withCleo())
    assert.deepEqual(counting(staff, LATER + WAIT_MS - 1), ['cleo-1', 'cleo-2'])
    assert.deepEqual(counting(staff, LATER + WAIT_MS), ['new-1', 'new-2'])
    assert.deepEqual(refusal(staff, join('recover-cleo', ['ada', 'bo'], 'again', LATER)), [
      'ERR_STAFF_PROPOSAL_UNKNOWN',
      [],
    ])
    assert.deepEqual(refusal(staff, { type: 'add-passkey', at: LATER, by: 'cleo', passkey: passkey('x') }), [
      'ERR_STAFF_RECOVERING',
      [],
    ])
  })

  it('given that Postern was down for two of three days, then neither wait has elapsed (R52)', () => {
    const invited = after(
      recovered(withCleo()),
      invite('ada', 'dev', undefined, LATER),
      confirm('bo', 'invite-dev', LATER),
    )
    const waiting = after(invited, join('invite-dev', ['ada', 'bo'], 'dev', LATER))
    const down: Command = { type: 'hold-waits', at: LATER + 60 * HOUR_MS, from: LATER + 12 * HOUR_MS }
    const up = after(waiting, down, down, { ...down, from: LATER + 20 * HOUR_MS })
    const end = LATER + WAIT_MS + 48 * HOUR_MS
    assert.deepEqual(counting(up, LATER + WAIT_MS), ['cleo-1', 'cleo-2'])
    assert.deepEqual(counting(up, end - 1), ['cleo-1', 'cleo-2'])
    assert.deepEqual(counting(up, end), ['new-1', 'new-2'])
    assert.deepEqual([roles(up, 'dev', end - 1), roles(up, 'dev', end)], [[], ['agent']])
    assert.deepEqual(roles(up, 'cleo', LATER), ['agent'], 'what counted before goes on')
    const stopped = after(up, { type: 'stop', at: LATER + WAIT_MS, by: 'cleo', proposal: 'recover-cleo' })
    assert.deepEqual(counting(stopped, end), ['cleo-1', 'cleo-2'])
  })

  it('given a recovery that its owner never asked for, when they stop it, then all is as before', () => {
    const staff = after(recovered(withCleo()), { type: 'stop', at: LATER + 1, by: 'cleo', proposal: 'recover-cleo' })
    assert.deepEqual(counting(staff, LATER + WAIT_MS), ['cleo-1', 'cleo-2'])
  })

  it('given a recovery, when one of the two who made it is removed meanwhile, then it falls with them', () => {
    const three = after(recovered(withCleo('administrator')), { type: 'remove', at: LATER, by: 'cleo', member: 'ada' })
    assert.equal(three.members.get('ada')?.standing, 'removed')
    assert.deepEqual(counting(three, LATER + WAIT_MS), ['cleo-1', 'cleo-2'])
  })

  it('given two people, then one does not recover the other, nor anybody themselves', () => {
    const staff = withCleo()
    const own = { ...recovery, by: 'ada', subject: 'ada' } as Command
    assert.deepEqual(refusal(staff, own), ['ERR_STAFF_ABOUT_YOU', ALOUD])
    const bo = after(given(...SET_UP), { ...recovery, subject: 'bo' } as Command)
    assert.deepEqual(refusal(bo, confirm('bo', 'recover-cleo', LATER)), ['ERR_STAFF_ABOUT_YOU', ALOUD])
  })
})

describe('another organisation (rules 23 to 25)', () => {
  const birch = (founders: readonly string[], at = NOON, name = 'Birch'): Command => ({
    type: 'found-organisation',
    at,
    organisation: 'birch',
    home: 'northwind',
    name,
    founders,
  })
  const reaches = (staff: Staff, member: string) =>
    reachOf(staff.members.get(member), ['administrator'], NOON).flatMap(({ organisations }) => organisations)

  it('given two administrators who reach everything at home, when they found one, then both have it at once, and nobody else', () => {
    const staff = given(...SET_UP, birch(['ada', 'bo']))
    assert.deepEqual(reaches(staff, 'ada'), ['northwind', 'birch'])
    assert.deepEqual(
      [...staff.organisations],
      [['birch', { home: 'northwind', name: 'Birch', founded: NOON, founders: ['ada', 'bo'] }]],
    )
  })

  it('given one person twice, or one who reaches less, then nothing is founded; and no name twice', () => {
    const staff = given(...SET_UP)
    assert.equal(refusal(staff, birch(['ada', 'ada']))[0], 'ERR_STAFF_SECOND_PERSON')
    assert.equal(refusal(staff, birch(['ada', 'nobody']))[0], 'ERR_STAFF_SCOPE')
    const founded = after(staff, birch(['ada', 'bo']))
    const again = { ...birch(['ada', 'bo'], NOON, ' BIRCH '), organisation: 'birch-2' } as Command
    assert.equal(refusal(founded, again)[0], 'ERR_STAFF_ORGANISATION_KNOWN')
  })

  it('given an organisation that was founded from home, then those at home give roles there, which count after 72 hours', () => {
    const there = grant('administrator', { organisations: ['birch'] }, 'birch-admin')
    assert.equal(refusal(given(...SET_UP), invite('ada', 'eve', [there]))[0], 'ERR_STAFF_SCOPE')
    const staff = given(...SET_UP, birch(['ada', 'bo']), invite('ada', 'eve', [there]))
    assert.equal(refusal(staff, confirm('bo', 'invite-eve'))[0], undefined)
  })

  it('given something about home alone, then administrators of another organisation do not hear of it', () => {
    const there = grant('administrator', { organisations: ['birch'] }, 'birch-admin')
    const staff = given(...SET_UP, birch(['ada', 'bo']))
    const eve = { ...staff.members.get('bo')!, id: 'eve', grants: [{ ...there, countsFrom: NOON }] }
    const before: Staff = { ...staff, members: new Map(staff.members).set('eve', eve) }
    const toldOf = (command: Command): readonly string[] | undefined => {
      const { facts } = decide(before, command)
      return noticeOwed({ before, after: facts.reduce(evolve, before), home: 'northwind' }, facts[0]!)?.to
    }
    assert.deepEqual(toldOf(invite('ada', 'cy', [grant('agent')])), ['ada', 'bo'])
    assert.deepEqual(toldOf(invite('ada', 'cy', [grant('agent', { organisations: ['birch'] })])), ['ada', 'bo', 'eve'])
    assert.deepEqual(toldOf({ type: 'remove', at: NOON, by: 'ada', member: 'eve' }), ['ada', 'bo', 'eve'])
  })
})
