/** What a member of staff says they did, by a passkey's assertion that fits this check and no other (DESIGN §3 rule 20). */
import { type Intent, isIntentOf, type Word } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Begun } from './begun.ts'
import { nameOfStaff, namesOfPerson } from './givers.ts'
import type { Asking, VerificationRoom } from './room.ts'

/** What `deciding.begin` and `deciding.take` of staff/ are asked with. */
export function attestation(room: VerificationRoom, asking: Asking, { id, check, subject }: Begun): Intent {
  const { case: of, person, claimant } = asking
  return {
    organisation: room.directory.ledger.db.organisation,
    action: 'verification/attest',
    about: { case: of, person, claimant, check: id, kind: check, subject },
  }
}

interface Attesting {
  readonly asking: Asking
  readonly begun: Begun
  readonly word: Word
  readonly role?: 'agent' | 'approver'
  readonly now: number
}

/**
 * The name of whoever attests; undefined where it is not their word for this check, they do not have the role here, or they would attest
 * for themselves.
 */
export async function attestedBy(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  { asking, begun, word, role = 'agent', now }: Attesting,
): Promise<string | undefined> {
  const { organisation } = room.directory.ledger.db
  const may = word.grants.some((grant) => grant.role === role && grant.scope.organisations.includes(organisation))
  if (!may || !isIntentOf(word.decision, attestation(room, asking, begun))) return undefined
  const name = nameOfStaff(room, word.human)
  const own = await namesOfPerson(tx, room, asking.person, now)
  return own.includes(name) ? undefined : name
}
