/**
 * What signing by message costs: `node bench/keeper.ts [commits]` commits entries one by one, and in batches, to the embedded
 * database, signed in the process itself, by a keeper in it, and by one that is a child. Only the ratios of one run count.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatInstant } from '../src/base/time.ts'
import { connectBeside, connectToChild, openFront, openKeeper } from '../src/keeper/index.ts'
import {
  appendEntries,
  holdsFolder,
  type KeyHolder,
  openKeyFolder,
  openWorkingLedger,
  signInsSealed,
  type WorkingLedger,
} from '../src/ledger/index.ts'
import { foundOrganisation } from '../src/organisation/index.ts'
import { openStore } from '../src/store/index.ts'

const commits = Number(process.argv[2] ?? 1000)
const BATCH = 200
const folder = mkdtempSync(join(tmpdir(), 'postern-keeper-'))
const keys = (name: string) => join(folder, name)

const options = { providersOf: () => [], console: undefined, clock: Date.now, random: randomBytes }
const beside = await openFront({
  connect: async () => connectBeside(openKeeper({ ...options, folder: keys('beside') })),
})
const child = await openFront({
  connect: connectToChild({
    program: [join(import.meta.dirname, '../src/main.ts'), 'keeper'],
    environment: { PATH: process.env.PATH, POSTERN_KEYS: keys('child') },
  }),
})
const holders: Readonly<Record<string, KeyHolder>> = {
  'in the process itself': holdsFolder(openKeyFolder(keys('local'), randomBytes)),
  'by a keeper beside': beside,
  'by a keeper as a child': child,
}

const store = await openStore({ place: { folder: join(folder, 'data') }, kind: 'real', clock: Date.now })
const draft = () => ({
  ...signInsSealed.write({ day: '2026-02-23', rows: 1, root: randomBytes(32).toString('base64') }),
  stream: 'sign-ins/2026-02-23',
  actor: 'system/intake',
  time: formatInstant(Date.now()),
})

async function founded(holder: KeyHolder): Promise<WorkingLedger> {
  const db = store.in(randomUUID())
  const { organisation } = db
  const made = () => holder.make(db, `localhost/${organisation}`)
  await foundOrganisation(store, { organisation, name: 'Northwind', isHome: false, keys: made, now: Date.now() })
  return await openWorkingLedger({ db, keys: holder, random: randomBytes })
}

async function measured({ db, sealer }: WorkingLedger, times: number, size: number): Promise<number> {
  const begin = performance.now()
  for (let commit = 0; commit < times; commit++) {
    await db.transaction((tx) => appendEntries(tx, Array.from({ length: size }, draft), sealer))
  }
  return (times * 1000) / (performance.now() - begin)
}

const round = (rate: number) => Math.round(rate).toLocaleString('en').padStart(9)
// Interleaved, so that what else the machine does falls on all alike.
const measures: { readonly name: string; readonly ledger: WorkingLedger; one: number; many: number }[] = []
for (const [name, holder] of Object.entries(holders)) {
  measures.push({ name, ledger: await founded(holder), one: 0, many: 0 })
}
const ROUNDS = 4
for (let turn = 0; turn < ROUNDS; turn++) {
  for (const measure of measures) {
    measure.one += (await measured(measure.ledger, commits / ROUNDS, 1)) / ROUNDS
    measure.many += ((await measured(measure.ledger, commits / ROUNDS / 10, BATCH)) * BATCH) / ROUNDS
  }
}
for (const { name, one, many } of measures) {
  console.log(`signed ${name.padEnd(24)} ${round(one)} commits/s ${round(many)} entries/s in batches of ${BATCH}`)
}
await store.close()
await child.close()
await beside.close()
rmSync(folder, { recursive: true })
