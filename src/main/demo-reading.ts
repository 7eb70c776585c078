/**
 * The demo's Entra ID is read, as a connector with a credential of our own will read the real one; its Okta pushes. So both
 * are seen: what was read ends lockouts, and what was only pushed is reported and not yet confirmed (docs/adr/0008).
 */
import { createDeliveryReader } from '../watch/index.ts'
import type { DemoFeedOptions } from './demo-feed.ts'
import type { Running } from './start.ts'

/** Takes in what is for that source as read; sends everything else over HTTP. */
export function readsFromEntra(
  { house, intakeOf }: Running,
  source: string,
  clock: () => number,
): DemoFeedOptions['fetch'] {
  const reader = createDeliveryReader()
  return async (url, init) => {
    if (!url.endsWith(`/ingest/${source}`)) return await fetch(url, init)
    const delivery = reader.read(Buffer.from(String(init.body)), { tenant: 'northwind.example.com', came: 'read' })
    await intakeOf(house.home.organisation).take(source, delivery, clock())
    return { status: 202 }
  }
}
