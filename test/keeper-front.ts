/** A front as a process of its own, which has signed, sealed and asked a provider; says so, and waits to be looked into. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { formatInstant } from '../src/base/time.ts'
import { connectToChild, openFront } from '../src/keeper/index.ts'
import { appendEntries, signInsSealed } from '../src/ledger/index.ts'
import { openHouse } from '../src/main/house.ts'

const [folder = '', keyFolder = ''] = process.argv.slice(2)
const front = await openFront({
  connect: connectToChild({
    program: [join(import.meta.dirname, 'keeper-process.ts')],
    environment: { PATH: process.env.PATH, POSTERN_KEYS: keyFolder },
  }),
})
const random = (count: number) => randomBytes(count)
const house = await openHouse({
  place: { folder },
  keys: front,
  kind: 'real',
  name: 'Northwind',
  host: 'localhost',
  clock: Date.now,
  random,
})
const { ledger, organisation } = house.home
const draft = {
  ...signInsSealed.write({ day: '2026-02-23', rows: 1, root: randomBytes(32).toString('base64') }),
  stream: 'sign-ins/2026-02-23',
  actor: 'system/intake',
  time: formatInstant(Date.now()),
}
await ledger.db.transaction((tx) => appendEntries(tx, [draft], ledger.sealer))
await ledger.seal()
const port = front.providerOf(organisation, 'entra')
await port?.read({ kind: 'source', address: '192.0.2.1' }, AbortSignal.timeout(5000))
await port?.people?.listPeople(undefined, AbortSignal.timeout(5000))
writeHeapSnapshot(join(folder, 'heap'))
process.stdout.write(`${ledger.keys.tokenKey.toString()}\n`)
// Referenced, so that it is still there when it is looked for.
process.stdin.once('data', () => process.exit(front.masters.length > 0 ? 0 : 1))
