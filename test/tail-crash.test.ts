/** kill -9 at random moments while a log is written, rotated and followed: each whole line is kept, and once. */
import assert from 'node:assert/strict'
import { appendFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { readKept } from '../src/signin/index.ts'
import { openStore, quarantined } from '../src/store/index.ts'
import { NOON, newOrganisation, sampleOrganisation } from '../src/watch/sample-organisation.ts'
import { onEachEngine } from './engines.ts'
import { anyMoment, chances, KILLS, SEED, writeUntilKilled } from './kills.ts'
import { addFile, folderOf, tailOf } from './tail-writer.ts'

/** The lines of all files that can be read; a kill may have left one that cannot. */
function written(folder: string): ReadonlySet<string> {
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  return new Set(
    text
      .join('\n')
      .split('\n')
      .flatMap((line) => {
        try {
          return [(JSON.parse(line) as { readonly uuid: string }).uuid]
        } catch {
          return []
        }
      }),
  )
}

onEachEngine('kill -9 while a file is followed', (engine) => {
  it(`keeps each line, and once, ${KILLS} times (seed ${SEED})`, async () => {
    const chance = chances(SEED)
    const place = await engine.newPlace()
    const first = await openStore({ place, kind: 'demo', clock: () => NOON })
    const made = await newOrganisation(first)
    const { organisation } = made.db
    await addFile(made)
    await first.close()
    const folder = folderOf(organisation)
    try {
      let next = 1
      for (let kill = 1; kill <= KILLS; kill++) {
        next = (await writeUntilKilled('tail-writer.ts', place, organisation, next, anyMoment(chance))) + 2
        // A kill may come between renaming and writing on; what was renamed is read once the log goes on under its name.
        appendFileSync(join(folder, 'auth.log'), '')
        const store = await openStore({ place, kind: 'demo', clock: () => NOON })
        const again = sampleOrganisation(store, organisation)
        const problems: unknown[] = []
        await tailOf(again, (error) => void problems.push(error)).pass()
        const kept = await again.db.transaction(async (tx) => ({
          rows: (await tx.selectFrom('sign_ins').select('row').execute()).map(({ row }) => readKept(row).id),
          // A line that a kill cut in two.
          broken: await quarantined(tx, 0, 1000),
        }))
        await store.close()
        assert.deepEqual(problems, [])
        assert.equal(new Set(kept.rows).size, kept.rows.length, `kill ${kill}: a line was kept twice`)
        assert.deepEqual(
          [...written(folder)].filter((id) => !kept.rows.includes(id)),
          [],
          `kill ${kill}: lines are missing`,
        )
        assert.ok(kept.broken.length <= 2 * kill, `kill ${kill}: ${kept.broken.length} lines cannot be read`)
      }
      console.log(`kill -9 while a file is followed, ${engine.name}: ${KILLS} kills, ${next} lines`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
