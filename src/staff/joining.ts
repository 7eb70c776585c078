/** The ceremony of coming in, or back: two passkeys at once, so that nobody is ever here with one. */
import type { generateRegistrationOptions } from '@simplewebauthn/server'
import type { OrganisationTransaction } from '../store/index.ts'
import { giveChallenge, takeChallenge } from './challenges.ts'
import { hashOfTyped, newCode } from './code.ts'
import { isFounded, proposalAt } from './deadlines.ts'
import { type Registered, type Registration, registrationOptions, verifyRegistration } from './registration.ts'
import {
  carryOut,
  humanOf,
  labelOf,
  loadStaff,
  newId,
  type Profile,
  type Refused,
  refusedAs,
  type StaffRoom,
} from './room.ts'
import type { Staff } from './staff.ts'

const CHALLENGE_BYTES = 32

/** What somebody shows to come in: the set-up code with who they are, or both halves of an invitation's or recovery's. */
export type Ticket =
  | { readonly kind: 'founder'; readonly code: string; readonly profile: Profile }
  | { readonly kind: 'colleague'; readonly proposal: string; readonly codes: readonly [string, string] }

/** Makes the code that the terminal shows, and nothing else ever does. */
export async function openSetUp(
  room: StaffRoom,
  at: number,
): Promise<Refused | { readonly code: string /** How many came in before: none, or one. */; readonly here: number }> {
  const { text, hash } = newCode(room.ledger.random)
  return await room.ledger.db.transaction(async (tx) => {
    const { members } = await loadStaff(tx, room.ledger)
    const opened = await carryOut(tx, room, { type: 'open-set-up', at, hash }, { actor: 'system/terminal' })
    return 'refused' in opened ? opened : { code: text, here: members.size }
  })
}

type Options = Awaited<ReturnType<typeof generateRegistrationOptions>>

/** What the browser is asked for, twice. The second time it leaves out what it made the first time. */
export async function beginJoining(
  room: StaffRoom,
  ticket: Ticket,
  now: number,
): Promise<Refused | { readonly options: readonly [Options, Options] }> {
  const { db, random } = room.ledger
  return await db.transaction(async (tx) => {
    const staff = await loadStaff(tx, room.ledger)
    const code = whyNot(staff, ticket, now)
    // Half a code is one of the two who were to tell theirs, or somebody who got it from them: that is said aloud.
    if (code === 'ERR_STAFF_CODE_WRONG' && ticket.kind === 'colleague') return await tryHalves(tx, room, ticket, now)
    if (code !== undefined) return refusedAs(code)
    const member = ticket.kind === 'founder' ? newId(random) : proposalAt(staff, ticket.proposal, now)!.subject
    const email = ticket.kind === 'founder' ? ticket.profile.email : await labelOf(tx, room, member)
    const ask = () => askForPasskey(tx, room, staff, { member, label: email, now })
    return { options: [await ask(), await ask()] }
  })
}

/** The challenge of one more passkey for a member, given and remembered. */
export async function askForPasskey(
  tx: OrganisationTransaction,
  { ledger, relyingParty }: StaffRoom,
  { members }: Staff,
  { member, label, now }: { readonly member: string; readonly label: string; readonly now: number },
): Promise<Options> {
  const challenge = ledger.random(CHALLENGE_BYTES)
  await giveChallenge(tx, challenge, { purpose: 'register', subject: member, now })
  const known = [...members.values()].flatMap(({ passkeys }) => passkeys)
  return await registrationOptions(relyingParty, { member, label, challenge, known })
}

async function tryHalves(
  tx: OrganisationTransaction,
  room: StaffRoom,
  { proposal, codes }: Extract<Ticket, { readonly kind: 'colleague' }>,
  at: number,
): Promise<Refused> {
  const command = { type: 'join', at, proposal, halves: codes.map(hashOfTyped), passkeys: [] } as const
  const carried = await carryOut(tx, room, command, { actor: 'system/staff' })
  return 'refused' in carried ? carried : refusedAs('ERR_STAFF_CODE_WRONG')
}

/** Before anybody is asked for a passkey; the Decider looks again, and more closely. */
function whyNot(staff: Staff, ticket: Ticket, now: number) {
  if (ticket.kind === 'founder') {
    if (isFounded(staff)) return 'ERR_STAFF_SET_UP_OVER'
    const isRight = staff.setUp?.hash === hashOfTyped(ticket.code) && now <= staff.setUp.until
    return isRight ? undefined : 'ERR_STAFF_SET_UP_CODE'
  }
  const proposal = proposalAt(staff, ticket.proposal, now)
  if (proposal?.confirmedBy === undefined || proposal.isUsed) return 'ERR_STAFF_PROPOSAL_UNKNOWN'
  const typed = ticket.codes.map(hashOfTyped)
  return proposal.halves.every((half) => typed.includes(half)) ? undefined : 'ERR_STAFF_CODE_WRONG'
}

/** Comes in with two new passkeys. */
export async function join(
  room: StaffRoom,
  ticket: Ticket,
  registrations: readonly [Registration, Registration],
  at: number,
): Promise<Refused | { readonly member: string }> {
  const { db } = room.ledger
  return await db.transaction(async (tx) => {
    const registered: Registered[] = []
    const subjects = new Set<string>()
    for (const registration of registrations) {
      const one = await takeRegistration(tx, room, registration, at)
      if ('refused' in one) return one
      registered.push(one)
      subjects.add(one.member)
    }
    const [member = ''] = subjects
    const { proposals } = await loadStaff(tx, room.ledger)
    const isForTicket = ticket.kind === 'founder' || proposals.get(ticket.proposal)?.subject === member
    if (subjects.size !== 1 || !isForTicket) return refusedAs('ERR_STAFF_CHALLENGE')
    const passkeys = registered.map(({ passkey }) => passkey)
    const actor = `staff/${member}`
    const carried =
      ticket.kind === 'founder'
        ? await carryOut(
            tx,
            room,
            {
              type: 'found',
              at,
              hash: hashOfTyped(ticket.code),
              member,
              human: humanOf(room, ticket.profile),
              organisation: db.organisation,
              passkeys,
            },
            { actor, person: { id: member, profile: ticket.profile } },
          )
        : await carryOut(
            tx,
            room,
            { type: 'join', at, proposal: ticket.proposal, halves: ticket.codes.map(hashOfTyped), passkeys },
            { actor },
          )
    if ('refused' in carried) return carried
    await keepCounters(tx, registered)
    return { member }
  })
}

/** Checks one new passkey and spends its challenge. */
export async function takeRegistration(
  tx: OrganisationTransaction,
  { relyingParty }: StaffRoom,
  registration: Registration,
  now: number,
): Promise<Refused | (Registered & { readonly member: string })> {
  const taken = await takeChallenge(tx, registration.response.clientDataJSON, { purpose: 'register', now })
  if (taken?.subject === undefined) return refusedAs('ERR_STAFF_CHALLENGE')
  const registered = await verifyRegistration(registration, taken.challenge, relyingParty)
  if (registered === undefined) return refusedAs('ERR_STAFF_PASSKEY_INVALID')
  return { ...registered, member: taken.subject }
}

export async function keepCounters(tx: OrganisationTransaction, registered: readonly Registered[]): Promise<void> {
  const rows = registered.map(({ passkey, counter, backedUp }) => ({ id: passkey.id, counter, backed_up: backedUp }))
  await tx.insertInto('staff_passkeys').values(rows).execute()
}
