/**
 * What members of staff do about staff, each act decided with a passkey: asked for by `beginAct`, carried out by `act`. The
 * intent that is signed can be made again from the ledger alone (`intentOf`).
 */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Assertion } from './assertion.ts'
import { newCode } from './code.ts'
import type { Command, CommandOf } from './commands.ts'
import type { Intent } from './decision.ts'
import { beginDecision, takeDecision } from './decisions.ts'
import { askForPasskey, keepCounters, takeRegistration } from './joining.ts'
import { takeProven } from './oidc/flow-rows.ts'
import { needsCode } from './propose.ts'
import type { Registration } from './registration.ts'
import { carryOut, humanOf, labelOf, loadStaff, type Profile, type Refused, refusedAs, type StaffRoom } from './room.ts'
import type { Proposal, ProposalKind, Staff } from './staff.ts'

type Said<Type extends Command['type']> = Omit<CommandOf<Type>, 'at' | 'by' | 'half' | 'human' | 'hash' | 'passkey'>

/** Ids of proposals, of grants and of who is invited are new ones (`newId`). */
export type Act =
  | Said<'invite-founder'>
  | (Said<'propose'> & { readonly kind: Exclude<ProposalKind, 'invitation'> })
  | (Said<'propose'> & { readonly kind: 'invitation'; readonly profile: Profile })
  | Said<'confirm'>
  | Said<'stop'>
  | Said<'withdraw-role'>
  | Said<'remove'>
  | (Said<'remove-passkey'> & { readonly passkey: string })
  | Said<'link-identity'>
  | Said<'unlink-identity'>
  | (Said<'add-passkey'> & { readonly registration: Registration })

export interface Moment {
  /** The member in whose session it is. */
  readonly by: string
  /** Milliseconds. */
  readonly now: number
}

/** What the browser is asked for, so that the passkey signs this act. */
export async function beginAct(room: StaffRoom, act: Act, { by, now }: Moment) {
  const staff = await room.ledger.db.transaction((tx) => loadStaff(tx, room.ledger))
  return await beginDecision(room, { by, intent: intentOf(room, staff, act), now })
}

/** What the browser is asked for before one adds a passkey to one's own. */
export async function beginAddingPasskey(room: StaffRoom, { by, now }: Moment) {
  return await room.ledger.db.transaction(async (tx) => {
    const staff = await loadStaff(tx, room.ledger)
    return await askForPasskey(tx, room, staff, { member: by, label: await labelOf(tx, room, by), now })
  })
}

/**
 * Carries an act out. `code`: the half of a code that `by` now tells the person it is for, or the whole of it for the second
 * person; it is shown once, to them alone.
 */
export async function act(
  room: StaffRoom,
  wanted: Act,
  assertion: Assertion,
  { by, now }: Moment,
): Promise<Refused | { readonly code: string | undefined }> {
  const { ledger } = room
  return await ledger.db.transaction(async (tx) => {
    const staff = await loadStaff(tx, ledger)
    const taken = await takeDecision(tx, room, { by, intent: intentOf(room, staff, wanted), assertion, now })
    if ('refused' in taken) return taken
    const doing = { actor: `staff/${by}`, decisions: [taken.decision] }

    if (wanted.type === 'add-passkey') {
      const registered = await takeRegistration(tx, room, wanted.registration, now)
      if ('refused' in registered) return registered
      if (registered.member !== by) return refusedAs('ERR_STAFF_CHALLENGE')
      const command = { type: 'add-passkey', at: now, by, passkey: registered.passkey } as const
      const carried = await carryOut(tx, room, command, doing)
      if ('refused' in carried) return carried
      await keepCounters(tx, [registered])
      return { code: undefined }
    }

    if (wanted.type === 'link-identity' && !(await takeProven(tx, wanted.identity, { by, now }))) {
      return refusedAs('ERR_STAFF_IDENTITY_UNPROVEN')
    }
    const code = bringsCode(staff, wanted) ? newCode(ledger.random) : undefined
    const command = commandOf(room, wanted, { by, at: now, code: code?.hash })
    const isInvitation = wanted.type === 'propose' && wanted.kind === 'invitation'
    const person = isInvitation ? { person: { id: wanted.subject, profile: wanted.profile } } : {}
    const carried = await carryOut(tx, room, command, { ...doing, ...person })
    return 'refused' in carried ? carried : { code: code?.text }
  })
}

function bringsCode({ proposals }: Staff, wanted: Act): boolean {
  switch (wanted.type) {
    case 'invite-founder':
      return true
    case 'propose':
      return needsCode(wanted.kind)
    case 'confirm':
      return needsCode(proposals.get(wanted.proposal)?.kind ?? 'role')
    default:
      return false
  }
}

function commandOf(
  room: StaffRoom,
  wanted: Exclude<Act, { readonly type: 'add-passkey' }>,
  { by, at, code }: { readonly by: string; readonly at: number; readonly code: string | undefined },
): Command {
  const half = code === undefined ? {} : { half: code }
  switch (wanted.type) {
    case 'invite-founder':
      return { type: 'invite-founder', at, by, hash: code ?? '' }
    case 'propose': {
      const { type, proposal, kind, subject, grants } = wanted
      const human = wanted.kind === 'invitation' ? { human: humanOf(room, wanted.profile) } : {}
      return { type, at, by, proposal, kind, subject, grants, ...human, ...half }
    }
    case 'confirm':
      return { ...wanted, at, by, ...half }
    default:
      return { ...wanted, at, by }
  }
}

/** What is signed: everything that the entry will say, except what is made afterwards; of a confirmation also what it confirms. */
function intentOf(room: StaffRoom, { proposals }: Staff, wanted: Act): Intent {
  const intent = actIntent(room.ledger.db.organisation, wanted.type)
  switch (wanted.type) {
    case 'propose': {
      const { proposal, kind, subject, grants } = wanted
      const human = wanted.kind === 'invitation' ? { human: humanOf(room, wanted.profile) } : {}
      return { ...intent, about: { proposal, kind, subject, grants, ...human } }
    }
    case 'confirm': {
      const evidence = proposalDigest(proposals.get(wanted.proposal))
      return { ...intent, about: { proposal: wanted.proposal }, evidence }
    }
    case 'add-passkey':
      return { ...intent, about: { passkey: wanted.registration.id } }
    default: {
      const { type: _, ...about } = wanted
      return { ...intent, about }
    }
  }
}

/** What is the same in everything that is signed about staff. */
export function actIntent(organisation: string, type: string): Pick<Intent, 'organisation' | 'action'> {
  return { organisation, action: `staff/${type}` }
}

/** Of what the second person has in front of them. */
export function proposalDigest(proposal: Proposal | undefined): string {
  const seen =
    proposal === undefined
      ? {}
      : {
          kind: proposal.kind,
          by: proposal.by,
          subject: proposal.subject,
          grants: proposal.grants.map(({ id, role, scope }) => ({ id, role, scope })),
          ...(proposal.human === undefined ? {} : { human: proposal.human }),
        }
  return createHash('sha256').update(canonicalize(seen)!).digest('base64url')
}
