/** The entries that a ledger says about itself: how it begins, and how it goes on after its database went back in time. */
import {
  type Decision,
  type Draft,
  EMPTY_ROOT,
  epochOpened,
  equalHashes,
  ledgerOpened,
  type OrganisationKeys,
  type Place,
  type Sealed,
  type Short,
  signEntry,
} from '../ledger/index.ts'
import { epochIntent, grantsAt, verifyDecision } from '../staff/index.ts'
import type { Judging } from './judging.ts'
import { KeeperError } from './keeper-error.ts'

interface FirstWord {
  readonly draft: Draft
  readonly place: Place
  readonly keys: OrganisationKeys
  readonly judging: Judging
  readonly short: Short | undefined
}

/** With the keys that are kept here, and no others. */
export function signOpening({ draft, place, keys }: FirstWord): Sealed {
  if (draft.type !== ledgerOpened.name || place.origin !== keys.origin || !equalHashes(place.previous, EMPTY_ROOT)) {
    throw refused()
  }
  const { entryKey, checkpointKey } = ledgerOpened.read(draft)
  if (entryKey !== keys.entries.verifier.text || checkpointKey !== keys.checkpoints[0].verifier.text) throw refused()
  return signEntry(draft, place, keys.entries)
}

/** Only where entries are missing, and two administrators say so, each with a passkey over how many. */
export async function signEpoch({ draft, place, keys, judging, short }: FirstWord): Promise<Sealed> {
  if (draft.type !== epochOpened.name || short === undefined || place.seq !== short.size) throw refused()
  const { checkpointKey } = epochOpened.read(draft)
  if (checkpointKey !== keys.prepareEpoch(place.origin).verifier.text) throw refused()
  const lost = { origin: keys.origin, next: place.origin, size: short.size, missing: short.expected - short.size }
  const humans = new Set<string>()
  for (const decision of draft.decisions ?? []) {
    const human = await administratorOf(decision, lost, judging)
    if (human !== undefined) humans.add(human)
  }
  if (humans.size < 2) throw new KeeperError('ERR_KEEPER_DECISION', 'Two administrators have to say so.')
  return signEntry(draft, place, keys.entries)
}

type Lost = Parameters<typeof epochIntent>[1]

async function administratorOf(decision: Decision, lost: Lost, judging: Judging): Promise<string | undefined> {
  const { staff, now, organisation, relyingPartyOf } = judging
  const relyingParty = relyingPartyOf(decision)
  const intent = epochIntent(organisation, lost)
  const member = staff.members.get(decision.staff)
  const isAdministrator = grantsAt(member, now).some(
    ({ role, scope }) => role === 'administrator' && scope.organisations.includes(organisation),
  )
  if (relyingParty === undefined || !isAdministrator) return undefined
  return (await verifyDecision(staff, decision, intent, { at: now, relyingParty })) && member?.human
}

function refused(): KeeperError {
  return new KeeperError('ERR_KEEPER_TYPE', 'Nobody has such an entry signed here.')
}
