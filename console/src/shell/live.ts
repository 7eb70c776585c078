/**
 * News without loading the page again. One tab of a browser listens to the server, and tells the others: browsers open
 * only six connections to a host, and a stream holds one for good.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { at } from '../api/call.ts'

/** Which questions each event makes old: the second part of their keys. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  verdicts: ['overview', 'lockouts', 'people', 'incidents', 'switchboard', 'could-reset', 'automations'],
  incidents: ['overview', 'incidents', 'ledger', 'responses'],
  sources: ['overview', 'sources', 'quarantine', 'channels'],
  changes: [
    'changes',
    'people',
    'sources',
    'channels',
    'routing',
    'playbooks',
    'tokens',
    'ledger',
    'imports',
    'directory',
    'automations',
    'could-reset',
  ],
}

export type Liveness = 'connecting' | 'live' | 'lost'

type News = { readonly event: string } | { readonly liveness: Liveness }

/** Follows an organisation's feed for as long as the page is open. */
export function useLive(organisation: string): Liveness {
  const queries = useQueryClient()
  const [liveness, setLiveness] = useState<Liveness>('connecting')
  useEffect(() => {
    const channel = new BroadcastChannel(`postern.live.${organisation}`)
    const over = new AbortController()
    function take(news: News): void {
      if ('liveness' in news) {
        setLiveness(news.liveness)
        // What happened while nobody listened is not told again.
        if (news.liveness === 'live') refresh(queries, organisation, Object.values(TOUCHES).flat())
      } else refresh(queries, organisation, TOUCHES[news.event] ?? [])
    }
    channel.onmessage = ({ data }: MessageEvent<News>) => take(data)
    navigator.locks
      .request(`postern.live.${organisation}`, { signal: over.signal }, () =>
        listen(organisation, over.signal, (news) => {
          take(news)
          channel.postMessage(news)
        }),
      )
      .catch(() => undefined)
    return () => {
      over.abort()
      channel.close()
    }
  }, [organisation, queries])
  return liveness
}

/** Holds the stream until `signal` aborts; EventSource itself comes back after a loss. */
function listen(organisation: string, signal: AbortSignal, tell: (news: News) => void): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(at`/organisations/${organisation}/events`)
    source.onopen = () => tell({ liveness: 'live' })
    source.onerror = () => tell({ liveness: source.readyState === EventSource.CLOSED ? 'lost' : 'connecting' })
    for (const event of Object.keys(TOUCHES)) source.addEventListener(event, () => tell({ event }))
    // The server cannot say what was missed in between.
    source.addEventListener('reset', () => tell({ liveness: 'live' }))
    signal.addEventListener('abort', () => {
      source.close()
      resolve()
    })
  })
}

function refresh(queries: QueryClient, organisation: string, parts: readonly string[]): void {
  for (const part of new Set(parts)) void queries.invalidateQueries({ queryKey: [organisation, part] })
}
