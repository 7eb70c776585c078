/** An organisation's sources, with what is known of each. */
import { type OrganisationTransaction, quarantineCounts } from '../store/index.ts'
import type { Source, SourceKind } from './sources.ts'

export interface ListedSource extends Source {
  readonly kind: SourceKind
  /** Records of it that could not be read, and wait. */
  readonly quarantined: number
}

/** What a source delivered. Times in milliseconds. */
export interface SourceActivity {
  readonly lastDelivery: number | null
  /** The time of its newest event. */
  readonly lastEvent: number | null
  /** In the last 24 hours. */
  readonly rows24h: number
}

/** All sources, open ones first, each part by name. */
export async function listSources(tx: OrganisationTransaction): Promise<readonly ListedSource[]> {
  const waiting = await quarantineCounts(tx)
  const sources = await tx
    .selectFrom('sources')
    .select(['id', 'name', 'tenant', 'kind', 'created', 'closed'])
    .orderBy((is) => is('closed', 'is not', null))
    .orderBy('name')
    .orderBy('id')
    .execute()
  return sources.map((source) => ({ ...source, quarantined: waiting.get(source.id) ?? 0 }))
}
