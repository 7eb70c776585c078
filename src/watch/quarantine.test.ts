/** Over real sockets: what could not be read is looked at, and read again. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { embedded } from '../../test/engines.ts'
import { openStore, quarantine, type Store } from '../store/index.ts'
import { createDeliveryReader, type DeliveryReader } from './index.ts'
import { lines, NOON, refusal } from './sample-organisation.ts'
import { type Served, serving as servingFrom } from './sample-serving.ts'

interface Listed {
  readonly id: number
  readonly source: string
  readonly code: string
  readonly preview: string
}

describe('quarantine over HTTP', () => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())
  const serving = (work: (served: Served) => Promise<void>): Promise<void> => servingFrom(store, reader, work)

  /** What a Postern of before, which knew fewer forms, put there. */
  const hold = ({ db }: Served, ...contents: readonly (string | Uint8Array)[]): Promise<unknown> =>
    db.transaction((tx) =>
      quarantine(
        tx,
        contents.map((content) => ({ source: 'okta', code: 'ERR_OLD', content: Buffer.from(content) })),
        NOON,
      ),
    )
  const list = async ({ as }: Served, query = ''): Promise<readonly Listed[]> =>
    (await (await as('auditor', `quarantine${query}`)).json()) as readonly Listed[]
  const entriesOf = async ({ db }: Served): Promise<readonly { readonly data: object; readonly actor: string }[]> => {
    const entries = await db.transaction((tx) => tx.selectFrom('ledger_entries').select('bytes').execute())
    return entries
      .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()))
      .filter(({ type }) => type === 'quarantine-released')
  }

  it('given the same unreadable record in two deliveries, then it waits once, and is shown as text that does nothing', async () => {
    await serving(async (served) => {
      const bad = '{"x":"\u001b[2J\u202e<script>"}'
      await served.deliver(`${bad}\n${lines(refusal(0))}`)
      await served.deliver(`${bad}\n${lines(refusal(0), refusal(1))}`)
      const [record, ...others] = await list(served)
      assert.deepEqual(others, [])
      assert.equal(record?.source, 'okta')
      assert.match(record?.preview ?? '', /␛\[2J<U\+202E><script>/)
      const one = (await (await served.as('analyst', `quarantine/${record?.id}`)).json()) as Record<string, unknown>
      assert.equal(one.content, record?.preview)
      assert.deepEqual([one.cut, one.bytes], [false, Buffer.byteLength(bad)])
    })
  })

  it('given a record larger than is shown, then its beginning is, and that there is more', async () => {
    await serving(async (served) => {
      await hold(served, Buffer.alloc(70_000, 0x61))
      const [record] = await list(served)
      const one = (await (await served.as('analyst', `quarantine/${record?.id}`)).json()) as {
        readonly content: string
        readonly cut: boolean
      }
      assert.deepEqual([one.content.length, one.cut, record?.preview.length], [65_536, true, 200])
    })
  })

  it('given a record that can be read today, when it is released, then its rows are kept once and it is out', async () => {
    await serving(async (served) => {
      await hold(served, lines(refusal(0), refusal(1)))
      await served.deliver(lines(refusal(1)))
      const [record] = await list(served)
      const answer = await served.as('analyst', `quarantine/${record?.id}/release`, {})
      assert.deepEqual(await answer.json(), { released: 1, accepted: 1, duplicates: 1, quarantined: 0 })
      assert.deepEqual(await list(served), [])
      assert.equal((await served.as('analyst', `quarantine/${record?.id}/release`, {})).status, 404)
      const rows = await served.db.transaction((tx) => tx.selectFrom('sign_ins').select('row').execute())
      assert.equal(rows.length, 2)
      assert.deepEqual(
        (await entriesOf(served)).map(({ data, actor }) => [data, actor]),
        [[{ released: 1, accepted: 1, duplicates: 1, quarantined: 0 }, 'staff/ana']],
      )
    })
  })

  it('given a record of which a part can be read, then that part is kept, and the record stays with today’s code', async () => {
    await serving(async (served) => {
      await hold(served, `${lines(refusal(0))}{"some":"thing"}\n`)
      const [record] = await list(served)
      for (const accepted of [1, 0]) {
        const answer = await served.as('analyst', `quarantine/${record?.id}/release`, {})
        assert.deepEqual(await answer.json(), { released: 0, accepted, duplicates: 1 - accepted, quarantined: 1 })
      }
      assert.deepEqual(
        (await list(served)).map(({ code }) => code),
        ['ERR_ROW_UNKNOWN_FORMAT'],
      )
    })
  })

  it('given a record whose row is too old to be kept, when it is released, then it stays, and is not put there twice', async () => {
    await serving(async (served) => {
      await served.deliver(lines(refusal(-100 * 24 * 60)))
      const [record] = await list(served)
      const answer = await served.as('analyst', `quarantine/${record?.id}/release`, {})
      assert.deepEqual(await answer.json(), { released: 0, accepted: 0, duplicates: 0, quarantined: 1 })
      assert.deepEqual(await list(served), [record])
    })
  })

  it('given many records, when those of a source with a code are released, then each is tried once, page by page', async () => {
    await serving(async (served) => {
      const readable = Array.from({ length: 120 }, (_, minute) => lines(refusal(minute / 10, `late-${minute}`)))
      await hold(served, '{"some":"thing"}', ...readable)
      await served.db.transaction((tx) =>
        quarantine(tx, [{ source: 'gone', code: 'ERR_OLD', content: Buffer.from(lines(refusal(9))) }], NOON),
      )
      const filter = { source: 'okta', code: 'ERR_OLD' }
      const first = (await (await served.as('administrator', 'quarantine/release', filter)).json()) as Record<
        string,
        number
      >
      assert.deepEqual([first.released, first.accepted, first.quarantined], [99, 99, 1])
      const rest = await served.as('administrator', 'quarantine/release', { ...filter, after: first.next })
      assert.deepEqual(await rest.json(), { released: 21, accepted: 21, duplicates: 0, quarantined: 0, next: null })
      assert.deepEqual(
        (await list(served)).map(({ source, code }) => [source, code]),
        [
          ['okta', 'ERR_ROW_UNKNOWN_FORMAT'],
          ['gone', 'ERR_OLD'],
        ],
      )
      assert.equal((await list(served, '?source=gone')).length, 1)
      assert.equal((await list(served, '?code=ERR_OLD&limit=1')).length, 1)
      // A source that there is not has no tenant to read for.
      const gone = await served.as('administrator', 'quarantine/release', { source: 'gone' })
      assert.deepEqual(await gone.json(), { released: 0, accepted: 0, duplicates: 0, quarantined: 1, next: null })
    })
  })

  it('given an auditor or an agent, then the one may look and not release, the other neither', async () => {
    await serving(async (served) => {
      await hold(served, '{"some":"thing"}')
      const [record] = await list(served)
      assert.equal((await served.as('auditor', 'quarantine/release', { source: 'okta' })).status, 403)
      assert.equal((await served.as('agent', 'quarantine')).status, 403)
      assert.equal((await served.as('agent', `quarantine/${record?.id}`)).status, 403)
      assert.equal((await served.as('analyst', `quarantine/${Number(record?.id) + 1000}`)).status, 404)
    })
  })

  it('given sources, then they are listed with what they delivered and what waits', async () => {
    await serving(async (served) => {
      await hold(served, 'x', 'y')
      assert.deepEqual(await (await served.as('auditor', 'sources')).json(), [
        {
          id: 'okta',
          name: 'Okta',
          tenant: 'northwind',
          kind: 'push',
          created: '2026-02-23T12:00:00.000Z',
          closed: null,
          lastDelivery: '2026-02-23T12:00:00.000Z',
          lastEvent: null,
          rows24h: 3,
          quarantined: 2,
        },
      ])
      assert.equal((await served.as('agent', 'sources')).status, 403)
    })
  })
})
