/** What the ledger is told about channels and routes: who changed what, and no setting that could be a secret or a name. */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { appendEntries, type Decision, type Draft, type EntryType, entryType, type Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { RoutingSchema } from './routing.ts'

const Strict = { additionalProperties: false }
const Label = Type.String({ minLength: 1, maxLength: 100 })
const ReadWith = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' })

export const channelAdded = entryType(
  'channel-added',
  Type.Object({ kind: Type.String({ maxLength: 20 }), label: Label, readWith: ReadWith }, Strict),
)
export const channelRemoved = entryType('channel-removed', Type.Object({}, Strict))
export const channelSaved = entryType(
  'channel-settings',
  Type.Object({ label: Label, readWith: ReadWith, resent: Type.Integer({ minimum: 0 }) }, Strict),
)
export const routingChanged = entryType('routing-changed', RoutingSchema)

/** Who did it, and when. */
export interface Doing {
  readonly sealer: Sealer
  readonly actor: string
  readonly decisions: readonly Decision[]
  readonly now: number
}

/** Writes one entry of a type. The last thing that a transaction does. */
export async function say<Data>(
  tx: OrganisationTransaction,
  type: Pick<EntryType<Data>, 'write'>,
  data: Data,
  stream: string,
  { sealer, actor, decisions, now }: Doing,
): Promise<void> {
  const draft: Draft = { ...type.write(data), stream, actor, time: formatInstant(now) }
  await appendEntries(tx, [decisions.length === 0 ? draft : { ...draft, decisions: [...decisions] }], sealer)
}
