/**
 * A program that logs, whose log is rotated, and a server that follows it, until both are killed: `node tail-writer.ts PLACE
 * ORGANISATION FIRST`. Says `ready`, and each line's number once it was written and a pass was made.
 */
import { appendFileSync, copyFileSync, existsSync, mkdirSync, renameSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Place } from '../src/store/index.ts'
import { createTail } from '../src/watch/files/tail.ts'
import { createDeliveryReader, createIntakeOf } from '../src/watch/index.ts'
import { lines, NOON, refusal, type SampleOrganisation, sampleOrganisation } from '../src/watch/sample-organisation.ts'
import { insertSource } from '../src/watch/sources.ts'

export const SOURCE = { id: 'file', name: 'File', tenant: 'northwind' }

/** Where the organisation's log lies. */
export function folderOf(organisation: string): string {
  return join(tmpdir(), `postern-tail-${organisation}`)
}

export async function addFile({ db, sealer }: SampleOrganisation): Promise<void> {
  mkdirSync(folderOf(db.organisation))
  const doing = { actor: 'system/test', now: NOON }
  await db.transaction((tx) => insertSource(tx, { kind: 'tail', source: SOURCE }, sealer, doing))
}

export function tailOf({ db, sealer }: SampleOrganisation, onProblem: (error: unknown) => void) {
  const reader = createDeliveryReader()
  const intake = createIntakeOf({ db, sealer })
  const path = join(folderOf(db.organisation), 'auth.log')
  return createTail({
    db,
    source: { ...SOURCE, organisation: db.organisation, kind: 'tail', path },
    take: async (part) => void (await intake.take(SOURCE.id, reader.read(part, { ...SOURCE, came: 'pushed' }), NOON)),
    onProblem,
  })
}

/** Renamed at every seventh line; copied and cut short at every eleventh. */
function rotate(path: string, number: number): void {
  const rotated = `${path}.${number}`
  if (!existsSync(path)) return
  if (number % 7 === 0) renameSync(path, rotated)
  else if (number % 11 === 0) {
    copyFileSync(path, rotated)
    truncateSync(path)
  }
}

async function write(place: Place, organisation: string, first: number): Promise<void> {
  const store = await openStore({ place, kind: 'demo', clock: () => NOON })
  const tail = tailOf(sampleOrganisation(store, organisation), (error) => {
    throw error
  })
  const path = join(folderOf(organisation), 'auth.log')
  process.stdout.write('ready\n')
  for (let number = first; ; number++) {
    rotate(path, number)
    const line = lines(refusal(number / 100, `line ${number}`))
    appendFileSync(path, line.slice(0, 50))
    if (number % 3 === 0) await tail.pass()
    appendFileSync(path, line.slice(50))
    if (number % 5 !== 0) await tail.pass()
    process.stdout.write(`${number}\n`)
  }
}

const [place, organisation, first] = process.argv.slice(2)
if (import.meta.main && place !== undefined && organisation !== undefined) {
  await write(JSON.parse(place) as Place, organisation, Number(first))
}
