/**
 * kill -9 at random moments while findings are answered: every finding that was told is answered in full, no change is made
 * twice, every intention has its end, and the ledger holds each time.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { firstHead, follow } from '../src/ledger/index.ts'
import { oweResponsesAgain } from '../src/response/index.ts'
import { goOn } from '../src/response/worker.ts'
import { openStore } from '../src/store/index.ts'
import { onEachEngine, temporaryFolder } from './engines.ts'
import { anyMoment, chances, KILLS, SEED, writeUntilKilled } from './kills.ts'
import { ledgerOf, NOON, newLedger } from './organisation.ts'
import { install, madeIn, roomIn, timeOf } from './response-writer.ts'

/** Each is a dozen transactions. */
const FINDINGS_MAX = 8
const STEPS = ['end-sessions', 'add-to-high-risk-group', 'suspend']

onEachEngine('kill -9 while answering', (engine) => {
  it(`forgets no finding and does nothing twice, ${KILLS} times (seed ${SEED})`, async () => {
    console.log(`kill -9 while answering, ${engine.name}: seed ${SEED}`)
    const chance = chances(SEED)
    const place = await engine.newPlace()
    const file = join(temporaryFolder(), 'provider.ndjson')
    process.env.POSTERN_TEST_PROVIDER = file
    const first = await openStore({ place, kind: 'demo', clock: () => NOON })
    const { organisation } = (await newLedger(first)).db
    await install(await roomIn(first, organisation, file, () => NOON))
    await first.close()

    let next = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const moment = anyMoment(chance)
      const few = { ...moment, batches: Math.min(moment.batches, FINDINGS_MAX) }
      const last = await writeUntilKilled('response-writer.ts', place, organisation, next, few)
      const store = await openStore({ place, kind: 'demo', clock: () => NOON })
      const owed = new Map<string, string>()
      const room = {
        ...(await roomIn(store, organisation, file, () => timeOf(last + 1))),
        jobs: {
          goOn: async (_: unknown, id: string, key: string) => void owed.set(key, id),
          expireAt: async () => undefined,
        },
      }
      await oweResponsesAgain(room)
      for (const [key, id] of owed) {
        owed.delete(key)
        await goOn(room, id, AbortSignal.timeout(60_000))
      }
      const { responses, entries } = await room.ledger.db.transaction(async (tx) => ({
        responses: await tx.selectFrom('responses').select(['finding', 'state']).execute(),
        entries: await tx.selectFrom('ledger_entries').select('bytes').orderBy('seq').execute(),
      }))
      const { origin } = ledgerOf(store, organisation)
      await store.close()

      const answered = new Map(responses.map(({ finding, state }) => [finding, state]))
      for (let number = 0; number <= last; number++)
        assert.equal(answered.get(`finding-${number}`), 'done', `kill ${kill}`)
      next = answered.has(`finding-${last + 1}`) ? last + 2 : last + 1
      assert.equal(answered.size, next, `kill ${kill}: a finding was answered twice, or one that nobody told`)

      const made = madeIn(file).map((change) => `${change.verb} ${'account' in change ? change.account : ''}`)
      const expected = Array.from({ length: next }, (_, number) =>
        STEPS.map((verb) => `${verb} victim${number}`),
      ).flat()
      assert.deepEqual(made.toSorted(), expected.toSorted(), `kill ${kill}`)

      let head = firstHead(origin)
      const ends = new Map<string, string>()
      for (const { bytes } of entries) {
        const followed = follow(head, bytes)
        assert.ok('head' in followed, JSON.stringify(followed))
        head = followed.head
        const { stream, type } = JSON.parse(Buffer.from(bytes).toString()) as {
          readonly stream: string
          readonly type: string
        }
        if (stream.startsWith('remedy/')) ends.set(stream, type)
      }
      assert.equal(ends.size, next * STEPS.length)
      assert.ok(
        [...ends.values()].every((type) => type === 'remedy-ended'),
        `kill ${kill}: an intention has no end`,
      )
    }
    console.log(
      `kill -9 while answering, ${engine.name}: ${KILLS} kills, ${next} findings, nothing forgotten, nothing twice`,
    )
    assert.ok(next > 3, 'nothing was told: this test looked at nothing')
  })
})
