/**
 * kill -9 of the keeper at random moments, while a front writes: nothing that was acknowledged is lost, there is no gap, and of two
 * entries for one place only one is ever in the ledger. In between everything is refused, and can still be read.
 */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { formatInstant } from '../src/base/time.ts'
import { connectToChild, KeeperError, openFront } from '../src/keeper/index.ts'
import {
  appendEntries,
  exportLedger,
  leafHash,
  openWorkingLedger,
  type Sealer,
  signInsSealed,
  verifyExport,
} from '../src/ledger/index.ts'
import { foundOrganisation } from '../src/organisation/index.ts'
import { openStore } from '../src/store/index.ts'
import { onEachEngine, temporaryFolder } from './engines.ts'
import { chances, KILLS, SEED } from './kills.ts'

const BACK_MS_MAX = 60_000

onEachEngine('kill -9 of the keeper', (engine) => {
  it(`loses nothing, and signs nothing twice, ${KILLS} times (seed ${SEED})`, { timeout: 600_000 }, async () => {
    const chance = chances(SEED)
    const keys = join(temporaryFolder(), 'keys')
    mkdirSync(keys, { mode: 0o700 })
    writeFileSync(join(keys, 'connector.secret'), 'none')
    let keeper: ChildProcess | undefined
    const front = await openFront({
      connect: connectToChild({
        program: [join(import.meta.dirname, 'keeper-process.ts')],
        environment: { PATH: process.env.PATH, POSTERN_KEYS: keys },
        onStart: (child) => {
          keeper = child
        },
      }),
    })
    const store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: Date.now })
    const db = store.in(randomUUID())
    const { organisation } = db
    const made = () => front.make(db, `localhost/${organisation}`)
    await foundOrganisation(store, { organisation, name: 'Northwind', isHome: true, keys: made, now: Date.now() })
    const ledger = await openWorkingLedger({ db, keys: front, random: randomBytes })

    /** What came back signed for each place, in order. */
    const signed = new Map<number, string[]>()
    const sealer: Sealer = {
      keyId: ledger.sealer.keyId,
      async seal(...asked) {
        const sealed = await ledger.sealer.seal(...asked)
        for (const { entry, leaf } of sealed) {
          signed.set(entry.seq, [...(signed.get(entry.seq) ?? []), Buffer.from(leaf).toString('hex')])
        }
        return sealed
      },
    }
    async function write(number: number): Promise<void> {
      const root = randomBytes(32).toString('base64')
      const draft = {
        ...signInsSealed.write({ day: '2026-02-23', rows: number, root }),
        stream: 'sign-ins/2026-02-23',
        actor: 'system/intake',
        time: formatInstant(Date.now()),
      }
      await db.transaction(async (tx) => {
        await appendEntries(tx, [draft], sealer)
        // Now and then the rest of a transaction fails, and another is signed for its place.
        if (chance() < 0.05) throw new Error('rolled back')
      })
    }

    let kept = 0
    let refused = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const killAt = setTimeout(chance() * 300).then(() => keeper?.kill('SIGKILL'))
      let isKilled = false
      void killAt.then(() => {
        isKilled = true
      })
      const until = Date.now() + BACK_MS_MAX
      for (let afterwards = 0; afterwards < 3; ) {
        assert.ok(Date.now() < until, 'the keeper did not come back')
        try {
          await write(kept)
          kept++
          if (isKilled) afterwards++
          if (chance() < 0.1) await ledger.seal()
        } catch (error) {
          if (error instanceof Error && error.message === 'rolled back') continue
          assert.ok(error instanceof KeeperError && error.code === 'ERR_KEEPER_AWAY', String(error))
          refused++
          // Reading goes on.
          await db.transaction((tx) => tx.selectFrom('ledger_heads').select('seq').executeTakeFirstOrThrow())
          await setTimeout(10)
        }
      }
    }

    await ledger.seal()
    assert.equal(ledger.held(), undefined)
    const verdict = await verifyExport(exportLedger(db), { key: ledger.keys.checkpoints[0].verifier.text })
    assert.ok(verdict.holds)
    const rows = await db.transaction((tx) =>
      tx.selectFrom('ledger_entries').select(['seq', 'bytes']).orderBy('seq').execute(),
    )
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      rows.map((_, place) => place),
      'there is a gap',
    )
    const numbers = rows.map(
      ({ bytes }) => (JSON.parse(Buffer.from(bytes).toString()) as { data: { rows?: number } }).data.rows,
    )
    for (let number = 0; number < kept; number++)
      assert.equal(numbers.filter((one) => one === number).length, 1, `entry ${number}`)
    for (const { seq, bytes } of rows) {
      const given = signed.get(seq) ?? []
      const leaf = Buffer.from(leafHash(bytes)).toString('hex')
      assert.ok(
        given.length === 0 || given.at(-1) === leaf,
        `place ${seq}: what was signed last is not what stands there`,
      )
    }
    assert.ok(refused > 0, 'nobody was refused: the keeper was never away')
    console.log(`kill -9 of the keeper, ${engine.name}: ${KILLS} kills, ${kept} entries kept, ${refused} refused`)
    await front.close()
    await store.close()
  })
})
