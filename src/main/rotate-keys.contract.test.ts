/** Keys that change between two runs of a server, on both engines: what was pinned and kept before goes on to serve. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { it } from 'node:test'
import { onEachEngine, temporaryFolder } from '../../test/engines.ts'
import { firstPerson } from '../../test/staff-office.ts'
import {
  exportLedger,
  holdsFolder,
  openKeyFolder,
  openWorkingLedger,
  rotateKey,
  verifyExport,
} from '../ledger/index.ts'
import { loadStaff, profileOf } from '../staff/index.ts'
import { exportStore, importStore, openStore, type Place } from '../store/index.ts'
import { MINUTE_MS, NOON } from '../watch/sample-organisation.ts'
import { rotateMasterKey, rotateSigningKeys } from './rotate-keys.ts'
import { type SampleHouse, startHouse } from './sample-house.ts'

const LATER = NOON + 5 * MINUTE_MS

onEachEngine('changing keys', (engine) => {
  interface At {
    readonly place: Place
    readonly keyFolder: string
    readonly rotating: Parameters<typeof rotateSigningKeys>[0]
    /** Works with a server that is up meanwhile. */
    serving<Result>(work: (house: SampleHouse) => Promise<Result>): Promise<Result>
  }

  async function newAt(): Promise<At> {
    const place = await engine.newPlace()
    const keyFolder = join(temporaryFolder(), 'keys')
    return {
      place,
      keyFolder,
      rotating: { place, keyFolder, random: (count) => randomBytes(count), now: LATER },
      async serving(work) {
        const house = await startHouse({ place, keys: keyFolder, clock: () => NOON })
        try {
          return await work(house)
        } finally {
          await house.stop()
        }
      },
    }
  }

  /** The whole ledger as bytes, and the key by which it would be pinned now. */
  async function exported({ house }: SampleHouse) {
    await house.home.ledger.seal()
    const pieces: Uint8Array[] = []
    for await (const piece of exportLedger(house.home.ledger.db)) pieces.push(piece)
    return { pieces, key: house.home.keys.checkpoints[0].verifier.text, entry: house.home.keys.entries.verifier.id }
  }

  for (const uses of [['entries'], ['checkpoints', 'entries', 'checkpoints']] as const) {
    it(`given ${uses.join(', ')} changed, then exports from before and after verify with the first key pinned`, async () => {
      const { rotating, serving } = await newAt()
      const before = await serving(async (house) => {
        await house.source('okta')
        return await exported(house)
      })
      for (const use of uses) {
        const [rotated, ...others] = await rotateSigningKeys(rotating, use)
        assert.deepEqual(others, [])
        assert.ok(rotated?.key.startsWith('localhost/'))
      }
      const after = await serving(async (house) => {
        assert.equal(house.held(), undefined)
        await house.source('entra')
        return await exported(house)
      })
      const held = [
        await verifyExport(before.pieces, { key: before.key }),
        await verifyExport(after.pieces, { key: before.key }),
        await verifyExport(after.pieces, { key: after.key }),
      ]
      assert.deepEqual(
        held.map((verdict) => verdict.holds),
        [true, true, true],
        JSON.stringify(held),
      )
      const changed = [before.entry !== after.entry && 'entries', before.key !== after.key && 'checkpoints']
      assert.deepEqual(new Set(changed.filter(Boolean)), new Set(uses))
    })
  }

  for (const use of ['entries', 'checkpoints'] as const) {
    it(`given a crash before the new key for ${use} took its place, then the server works, and the same call ends it`, async () => {
      const { place, keyFolder, rotating, serving } = await newAt()
      const first = await serving(exported)
      const store = await openStore({ place, kind: undefined, clock: () => NOON })
      const folder = openKeyFolder(keyFolder, randomBytes)
      const dying: typeof folder = {
        ...folder,
        of: (...whose) => ({
          ...folder.of(...whose),
          promoteSuccessor() {
            throw new Error('killed')
          },
        }),
      }
      const [organisation = ''] = await store.organisations()
      const at = { db: store.in(organisation), random: (count: number) => randomBytes(count), use, now: LATER }
      await assert.rejects(rotateKey({ ...at, folder: dying }), /killed/)
      await store.close()
      const between = await serving(async (house) => {
        await house.source('okta')
        return await exported(house)
      })
      assert.ok((await verifyExport(between.pieces, { key: first.key })).holds)
      const [rotated] = await rotateSigningKeys(rotating, use)
      const after = await serving(exported)
      assert.equal(rotated?.key.includes(use === 'entries' ? after.entry : after.key), true)
      assert.equal(use === 'entries' ? after.entry : after.key, use === 'entries' ? between.entry : between.key)
      assert.ok((await verifyExport(after.pieces, { key: first.key })).holds)
    })
  }

  it('given a backup from before the change, then its entries go on with the key that counts in it', async () => {
    const { place, keyFolder, rotating, serving } = await newAt()
    const before = await serving(exported)
    const lines: string[] = []
    await exportStore(place, NOON, async (text) => void lines.push(text))
    await rotateSigningKeys(rotating, 'entries')
    const restored = await engine.barePlace()
    await importStore(
      restored,
      NOON,
      (async function* () {
        yield* lines
      })(),
    )
    const store = await openStore({ place: restored, kind: undefined, clock: () => NOON })
    const [organisation = ''] = await store.organisations()
    const folder = openKeyFolder(keyFolder, randomBytes)
    const ledger = await openWorkingLedger({
      db: store.in(organisation),
      keys: holdsFolder(folder),
      random: randomBytes,
    })
    await store.close()
    assert.match(ledger.held() ?? '', /went back in time/)
    assert.equal(ledger.keys.entries.verifier.id, before.entry)
  })

  it('given a new master key, then names are read as before, and nothing is under the old one', async () => {
    const { rotating, serving } = await newAt()
    await serving(async ({ staff }) => void (await firstPerson(staff)))
    const first = await rotateMasterKey(rotating)
    const second = await rotateMasterKey(rotating)
    assert.deepEqual([first.rewrapped, second.rewrapped], [1, 1])
    assert.notEqual(first.id, second.id)
    await serving(async ({ staff }) => {
      const { db } = staff.ledger
      const rows = await db.transaction((tx) => tx.selectFrom('person_keys').select('master').execute())
      assert.deepEqual(rows, [{ master: second.id }])
      assert.equal(staff.masters.length, 3)
      const names = await db.transaction(async (tx) => {
        const known = await loadStaff(tx, staff.ledger)
        return Promise.all([...known.members.keys()].map((member) => profileOf(tx, staff, member)))
      })
      assert.deepEqual(
        names.map((profile) => profile?.name),
        ['Ada'],
      )
    })
  })

  it('given a server that is up, then no key is changed under it', async () => {
    const { rotating, serving, place } = await newAt()
    await serving(async () => {
      const code = 'url' in place ? 'ERR_KEYS_IN_USE' : 'ERR_FOLDER_IN_USE'
      await assert.rejects(rotateSigningKeys({ ...rotating, now: NOON + 15_000 }, 'checkpoints'), { code })
    })
  })
})
