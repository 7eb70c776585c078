/**
 * Who said that something is given back, and whether they did (DESIGN §3, rules 8 and 20): what gives access is derived again
 * from the ledger at the moment of acting, the passkey's signature included.
 */
import type { Decision, Entry } from '../ledger/index.ts'
import type { Intent } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { loadResponse, responseStream } from './command.ts'
import { intentOf } from './decisions.ts'
import { evolve, NO_RESPONSE, type Response } from './response.ts'
import { RESPONSE_ENTRIES, type ResponseFact } from './response-facts.ts'
import type { ResponseRoom } from './room.ts'

export interface ApprovedUndo {
  readonly intent: Intent
  readonly decisions: readonly Decision[]
  /** When, in milliseconds. */
  readonly at: number
}

/** The last approval of an undo, with what was to be signed for it: the response as it stood just before. */
export async function approvedUndo(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  id: string,
): Promise<ApprovedUndo | undefined> {
  // Throws where an entry is not ours; so what is read below is genuine.
  await loadResponse(tx, room, id)
  const rows = await tx
    .selectFrom('ledger_entries')
    .select('bytes')
    .where('stream', '=', responseStream(id))
    .orderBy('seq')
    .execute()
  const entries = rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Entry)
  const place = entries.findLastIndex(({ type }) => type === 'undo-approved')
  const approval = entries[place]
  const before = entries
    .slice(0, Math.max(place, 0))
    .reduce<Response>((state, one) => evolve(state, factOf(one)), NO_RESPONSE)
  if (approval === undefined || before.is === 'nothing') return undefined
  const { data } = factOf(approval)
  const intent = intentOf(room.ledger.db.organisation, id, 'undo', before)
  return { intent, decisions: approval.decisions ?? [], at: data.at }
}

function factOf(entry: Entry): ResponseFact {
  const type = RESPONSE_ENTRIES[entry.type as ResponseFact['type']]
  return { type: entry.type, data: type.read(entry) } as ResponseFact
}
