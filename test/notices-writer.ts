/**
 * A server's way of owing notices, and of sending them meanwhile, until it is killed: `node notices-writer.ts PLACE
 * ORGANISATION FIRST`, with the address of the Slack and PagerDuty that are played in POSTERN_TEST_VENDOR. Says `ready`, and
 * each notice's number once it is owed.
 */
import { setTimeout } from 'node:timers/promises'
import { type Change, type Describe, owe, startNotices } from '../src/notify/index.ts'
import { LOCAL, NOTICES } from '../src/notify/sample-notices.ts'
import { type SampleRoom, sampleRoom } from '../src/notify/sample-room.ts'
import { openStore, type Place, type Store } from '../src/store/index.ts'

/** Its clock is behind, so that whoever comes after it need not wait until its tries are taken for dead. */
const BEHIND_MS = 600_000

/** Emergency accounts, because of others only so many are told one by one. */
export function changeOf(number: number): Change {
  return { subject: `incident:${number}`, kind: 'emergency', weight: 'milestone', severity: 'critical' }
}

export async function roomOver(store: Store, vendorUrl: string, now: () => number): Promise<SampleRoom> {
  const describe: Describe = async (_tx, { subject }) => ({ ...NOTICES.emergency, account: `account ${subject.id};` })
  const network = { ...LOCAL, vendors: { slack: vendorUrl, pagerduty: vendorUrl } }
  return await sampleRoom(store, now, { describe: { emergency: describe }, network })
}

async function write(place: Place, organisation: string, first: number, vendorUrl: string): Promise<void> {
  const store = await openStore({ place, kind: 'demo', clock: Date.now })
  const { room } = await roomOver(store, vendorUrl, () => Date.now() - BEHIND_MS)
  await startNotices(room)
  process.stdout.write('ready\n')
  for (let number = first; ; number++) {
    await store.in(organisation).transaction((tx) => owe(room, tx, [changeOf(number)]))
    process.stdout.write(`${number}\n`)
    await setTimeout(20)
  }
}

const [place, organisation, first] = process.argv.slice(2)
if (import.meta.main && place !== undefined && organisation !== undefined) {
  await write(JSON.parse(place) as Place, organisation, Number(first), process.env.POSTERN_TEST_VENDOR ?? '')
}
