/**
 * Rule 19 over random histories, with a real ledger, remedies that run, rows that come late and in any order, and processes that
 * begin anew: what was intended is not told, and all else is.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { DEFAULTS } from '../src/base/defaults.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { embedded } from './engines.ts'
import { NOON } from './organisation.ts'
import { holdsAsync, mustFailAsync } from './property.ts'
import { newSentinelPlace, type Row } from './sentinel-place.ts'

const MINUTE_MS = 60_000
/** Longer than a remedy explains. */
const STEP_MS = 10 * MINUTE_MS

interface Move {
  readonly do: 'remedy' | 'unlogged' | 'twice' | 'stolen' | 'stolen-later' | 'by-hand' | 'restart'
  /** After so many further moves its rows come, the last first. */
  readonly late: number
}
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    do: fc.constantFrom('remedy', 'unlogged', 'twice', 'stolen', 'stolen-later', 'by-hand', 'restart'),
    late: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
)

describe('what is told of changes at a provider', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  const toldIsWhatNobodyIntended = fc.asyncProperty(moves, async (all) => {
    const place = await newSentinelPlace(store)
    const expected: string[] = []
    const remedied: string[] = []
    const held: { readonly at: number; readonly rows: readonly Row[] }[] = []
    const row = (id: string, account: string, by: string, afterMs: number): Row => {
      return { id, account, by, action: 'password.reset_required', time: place.now + afterMs }
    }

    for (const [number, { do: what, late }] of all.entries()) {
      const [account, id] = [`person-${number}`, `row-${number}`]
      const rows: Row[] = []
      const tell = (told: Row) => {
        rows.push(told)
        expected.push(told.id)
      }
      if (what === 'restart') await place.restart()
      if (what === 'remedy' || what === 'unlogged' || what === 'twice') {
        await place.remedy(`r-${number}`, { verb: 'require-password-reset', account })
        if (what !== 'unlogged') rows.push(row(id, account, 'API', 1000))
        remedied.push(account)
      }
      if (what === 'twice') tell(row(`${id}-again`, account, 'API', 2000))
      if (what === 'stolen') tell(row(id, account, 'API', 0))
      if (what === 'by-hand') tell(row(id, account, 'gus', 0))
      const before = remedied.at(-1)
      if (what === 'stolen-later' && before !== undefined) tell(row(id, before, 'API', STEP_MS))
      held.push({ at: number + late, rows: rows.toReversed() })
      place.now += 2 * STEP_MS
      for (const { rows } of held.filter(({ at }) => at === number)) for (const one of rows) await place.deliver([one])
    }
    for (const { rows } of held.filter(({ at }) => at >= all.length)) await place.deliver(rows)
    const told = async () => (await place.told()).flatMap(({ events }) => events).sort()
    assert.deepEqual(await told(), expected.sort())
    await place.restart()
    assert.deepEqual(await told(), expected)
  })

  it('given any history, then what was intended is not told, and all else is', async () => {
    await holdsAsync(toldIsWhatNobodyIntended, 12)
  })

  it('given that a remedy explained for ever, then the property fails', async () => {
    const { afterEndMs } = DEFAULTS.sentinels
    Object.assign(DEFAULTS.sentinels, { afterEndMs: 365 * 1440 * MINUTE_MS })
    try {
      await mustFailAsync(toldIsWhatNobodyIntended, 40)
    } finally {
      Object.assign(DEFAULTS.sentinels, { afterEndMs })
    }
  })
})
