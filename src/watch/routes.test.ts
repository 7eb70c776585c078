/** Over real sockets: what a source delivers is kept, judged and told. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { embedded } from '../../test/engines.ts'
import { bearer } from '../http/sample-server.ts'
import { openStore, type Store } from '../store/index.ts'
import { createDeliveryReader, type DeliveryReader, type OrganisationIntake, WatchError } from './index.ts'
import { lines, NOON, refusal } from './sample-organisation.ts'
import { type Served, serving as servingFrom } from './sample-serving.ts'

const NDJSON = { 'content-type': 'application/x-ndjson' }

describe('over HTTP', () => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())

  const serving = (work: (served: Served) => Promise<void>, otherIntake?: OrganisationIntake): Promise<void> =>
    servingFrom(store, reader, work, otherIntake)

  it('given a full quarantine and nothing that can be read, then it is refused and the sender may try again later', async () => {
    const unread = [{ index: 0, code: 'ERR_JSON' }]
    const full = { accepted: 0, duplicates: 0, outside: 0, quarantined: unread, refused: 1 }
    await serving(
      async ({ deliver }) => {
        const answer = await deliver('{"a":1')
        assert.equal(answer.status, 503)
        assert.equal(answer.headers.get('retry-after'), '3600')
        assert.equal(((await answer.json()) as { code: string }).code, 'ERR_QUARANTINE_FULL')
      },
      { take: async () => full },
    )
  })

  it('given five refused prompts, when they are delivered, then they are told, with the person and the next step', async () => {
    await serving(async ({ deliver, settled, read }) => {
      const answer = await deliver(lines(...[0, 1, 2, 3, 4].map((minute) => refusal(minute))))
      assert.equal(answer.status, 202)
      assert.deepEqual(await answer.json(), {
        accepted: 5,
        duplicates: 0,
        others: 0,
        outside: 0,
        quarantined: [],
        refused: 0,
      })
      await settled()
      const findings = (await (await read('findings')).json()) as readonly {
        readonly verdict: Record<string, unknown>
      }[]
      const fatigue = findings.find(({ verdict }) => verdict.detection === 'mfa-fatigue')
      assert.equal(fatigue?.verdict.person, 'ana@example.com')
      assert.match(String(fatigue?.verdict.next), /Do not reset MFA/)
    })
  })

  it('given gzip, an array, and records that nobody can read, then the good ones are kept and the others named', async () => {
    await serving(async ({ deliver, db }) => {
      const body = gzipSync(JSON.stringify([refusal(0), { some: 'thing' }, refusal(1)]))
      const answer = await deliver(body, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      const { accepted, quarantined } = (await answer.json()) as { accepted: number; quarantined: unknown }
      assert.deepEqual([answer.status, accepted], [202, 2])
      assert.deepEqual(quarantined, [{ index: 1, code: 'ERR_ROW_UNKNOWN_FORMAT' }])
      const waiting = await db.transaction((tx) => tx.selectFrom('quarantine').select('code').execute())
      assert.deepEqual(waiting, [{ code: 'ERR_ROW_UNKNOWN_FORMAT' }])
    })
  })

  it('given a few bytes that unpack to millions of records, then they are refused before they hold anybody up', async () => {
    await serving(async ({ deliver, db }) => {
      const headers = { ...NDJSON, 'content-encoding': 'gzip' }
      const bombs = {
        lines: '{}\n'.repeat(5 << 20),
        array: `[${'{},'.repeat(5 << 20)}{}]`,
        table: `time,user,ip\n${'a,b,c\n'.repeat(2 << 20)}`,
      }
      for (const [name, text] of Object.entries(bombs)) {
        const packed = gzipSync(text)
        assert.ok(packed.length < 64 << 10, name)
        const answer = await deliver(packed, headers)
        assert.deepEqual([name, answer.status, await codeIn(answer)], [name, 413, 'ERR_INGEST_TOO_MANY'])
      }
      const answer = await deliver(lines(refusal(0)))
      assert.equal(answer.status, 202, 'the next delivery is read as ever')
      assert.equal((await db.transaction((tx) => tx.selectFrom('quarantine').select('id').execute())).length, 0)
    })
  })

  it('given a wrong token, none, another source’s address, an empty or an oversized body, then it is refused, and nothing kept', async () => {
    await serving(async ({ call, deliver, token, db }) => {
      const post = (path: string, credential: string) =>
        call(path, { method: 'POST', body: lines(refusal(0)), headers: { ...NDJSON, ...bearer(credential) } })
      assert.equal((await post('/ingest/okta', 'postern_source_AAAA')).status, 401)
      assert.equal((await post('/ingest/okta', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).status, 401)
      assert.equal((await call('/ingest/okta', { method: 'POST', body: '{}', headers: NDJSON })).status, 401)
      assert.equal((await post('/ingest/other', token)).status, 404)
      const empty = await deliver('\n')
      assert.deepEqual([empty.status, ((await empty.json()) as { code: string }).code], [400, 'ERR_INGEST_NOTHING'])
      assert.equal((await deliver(Buffer.alloc((4 << 20) + 1, ' '))).status, 413)
      const bomb = gzipSync(Buffer.alloc((16 << 20) + 1, ' '))
      assert.equal((await deliver(bomb, { ...NDJSON, 'content-encoding': 'gzip' })).status, 413)
      assert.deepEqual(await db.transaction((tx) => tx.selectFrom('sign_ins').select('time').execute()), [])
    })
  })

  it('given too much that waits to be written, then the sender is told when to come again', async () => {
    const busy: OrganisationIntake = {
      take: () => Promise.reject(new WatchError('ERR_INGEST_BUSY', 'Too much waits to be written.')),
    }
    await serving(async ({ deliver }) => {
      const answer = await deliver(lines(refusal(0)))
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5'])
      assert.equal(((await answer.json()) as { code: string }).code, 'ERR_INGEST_BUSY')
    }, busy)
  })

  it('given Okta’s verification of an event hook, then its challenge comes back', async () => {
    await serving(async ({ call, token }) => {
      const headers = { ...bearer(token), 'x-okta-verification-challenge': 'abc123' }
      assert.deepEqual(await (await call('/ingest/okta', { headers })).json(), { verification: 'abc123' })
      assert.equal((await call('/ingest/okta', { headers: bearer(token) })).status, 400)
    })
  })

  it('given Okta’s event hook, then the events in it are kept', async () => {
    await serving(async ({ deliver }) => {
      const hook = { eventType: 'com.okta.event_hook', data: { events: [refusal(0), refusal(1)] } }
      const answer = await deliver(JSON.stringify(hook), { 'content-type': 'application/json' })
      assert.equal(((await answer.json()) as { accepted: number }).accepted, 2)
    })
  })

  it('given the examples of docs/connect-a-source.md, then they are answered as it says', async () => {
    await serving(async ({ deliver, call, token }) => {
      const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'connect-a-source.md'), 'utf8')
      const [okta = '', keycloak = ''] = [...page.matchAll(/-d "(\{.*\})"/g)].map(([, body = '']) =>
        body
          .replaceAll('\\"', '"')
          .replace('$(date -u +%FT%TZ)', '2026-02-23T12:00:00Z')
          .replace('$(date +%s)000', String(NOON)),
      )
      const answer = await deliver(okta, { 'content-type': 'application/json' })
      assert.equal(answer.status, 202)
      assert.ok(page.includes(await answer.text()))
      const headers = {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`postern:${token}`).toString('base64')}`,
      }
      const taken = await call('/ingest/okta', { method: 'POST', body: keycloak, headers })
      assert.equal(((await taken.json()) as { accepted: number }).accepted, 1)
    })
  })

  it('given another organisation’s reader, then there is no such organisation', async () => {
    await serving(async ({ call, read }) => {
      assert.equal((await read('lockouts')).status, 200)
      const foreign = '00000000-0000-4000-8000-000000000000'
      assert.equal((await call(`/organisations/${foreign}/findings`, { headers: bearer('reader') })).status, 404)
    })
  })

  it('given a token, then no line of the log has it', async () => {
    await serving(async ({ deliver, token, lines: logged }) => {
      await deliver(lines(refusal(0)))
      assert.ok(logged.length > 0 && !JSON.stringify(logged).includes(token.slice(20)))
    })
  })
})

async function codeIn(answer: Response): Promise<string> {
  return ((await answer.json()) as { readonly code: string }).code
}
