/**
 * What happens, for the screens that are open: a hint to load something again, and nothing that is worth reading by itself.
 * Told after the commit, and at most once a second for each kind: a thousand deliveries a second are one hint.
 */
import Type from 'typebox'
import { EventStream, type Feed, machine, type Route, route, STAFF_ROLES, staff } from '../http/index.ts'

export const NEWS = ['verdicts', 'incidents', 'sources', 'changes'] as const
export type News = (typeof NEWS)[number]

/** To be called after the commit. `ids`: of what is new or has changed. */
export type Publish = (organisation: string, news: News, ids: readonly string[]) => void

export interface NewsOptions {
  readonly feed: Feed
  /** Calls `run` after so many milliseconds, unless what it gives is called. */
  readonly timer: (run: () => void, ms: number) => () => void
}

const EVERY_MS = 1000
/** Who has to load more than that loads the list. */
const IDS_MAX = 100

/** The first is told at once, what comes within a second after it together at its end. */
export function createNews({ feed, timer }: NewsOptions): { readonly publish: Publish; stop(): void } {
  const gathering = new Map<string, { readonly ids: Set<string>; isNew: boolean; cancel: () => void }>()

  const tell = (organisation: string, event: News, ids: Iterable<string>): void =>
    feed.publish({ organisation, event, data: { ids: [...ids].slice(0, IDS_MAX) } })

  function publish(organisation: string, news: News, ids: readonly string[]): void {
    const key = `${organisation} ${news}`
    const gathered = gathering.get(key)
    if (gathered === undefined) {
      tell(organisation, news, ids)
      gathering.set(key, {
        ids: new Set(),
        isNew: false,
        cancel: timer(() => {
          const late = gathering.get(key)
          gathering.delete(key)
          if (late?.isNew === true) publish(organisation, news, [...late.ids])
        }, EVERY_MS),
      })
      return
    }
    gathered.isNew = true
    for (const id of ids) if (gathered.ids.size < IDS_MAX) gathered.ids.add(id)
  }

  return {
    publish,
    stop() {
      for (const { cancel } of gathering.values()) cancel()
      gathering.clear()
    },
  }
}

/** The stream of one organisation's news. Whoever was away too long gets `reset`: load everything again. */
export function newsRoutes(feed: Pick<Feed, 'read'>): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/events',
      on: 'console',
      access: [staff(STAFF_ROLES), machine('verdicts:read')],
      summary: 'Says, as it happens, what has changed and should be loaded again.',
      params: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
      answers: { 200: EventStream },
      async handle({ params, header }) {
        const after = header('last-event-id')
        const wants = ({ organisation }: { readonly organisation: string }) => organisation === params.organisation
        return { status: 200, body: feed.read({ after, wants }) }
      },
    }),
  ]
}
