/** HTTP: the sources of an organisation. They are changed by the changes that source-changes.ts offers. */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { machine, type Route, route, staff } from '../http/index.ts'
import type { Store } from '../store/index.ts'
import { listSources, type SourceActivity } from './source-list.ts'

export interface SourceRoutesOptions {
  readonly store: Store
  /** What each source delivered, by its id; one that never did need not be there. */
  activityOf(organisation: string): Promise<ReadonlyMap<string, SourceActivity>>
}

const Strict = { additionalProperties: false }
const Instant = Type.Union([Type.String(), Type.Null()])

const ListedSource = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    tenant: Type.String(),
    kind: Type.Union([Type.Literal('push'), Type.Literal('tail'), Type.Literal('folder')]),
    created: Type.String(),
    closed: Instant,
    lastDelivery: Instant,
    lastEvent: Instant,
    rows24h: Type.Integer(),
    quarantined: Type.Integer(),
  },
  Strict,
)

const SILENT: SourceActivity = { lastDelivery: null, lastEvent: null, rows24h: 0 }

export function sourceRoutes({ store, activityOf }: SourceRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/sources',
      on: 'console',
      access: [staff(['analyst', 'administrator', 'auditor']), machine('sources:read')],
      summary: 'Where sign-ins come from, and when they last did. Open sources first.',
      params: Type.Object({ organisation: Type.String() }, Strict),
      answers: { 200: Type.Array(ListedSource) },
      async handle({ params: { organisation } }) {
        const sources = await store.in(organisation).transaction(listSources)
        const activity = await activityOf(organisation)
        const body = sources.map((source) => {
          const { lastDelivery, lastEvent, rows24h } = activity.get(source.id) ?? SILENT
          return {
            ...source,
            created: formatInstant(source.created),
            closed: instant(source.closed),
            lastDelivery: instant(lastDelivery),
            lastEvent: instant(lastEvent),
            rows24h,
          }
        })
        return { status: 200, body }
      },
    }),
  ]
}

function instant(time: number | null): string | null {
  return time === null ? null : formatInstant(time)
}
