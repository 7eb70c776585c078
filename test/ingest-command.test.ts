/** `postern ingest` as people run it, against a server over real sockets. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openStore, type Store } from '../src/store/index.ts'
import { createDeliveryReader, type DeliveryReader } from '../src/watch/index.ts'
import { lines, NOON, refusal } from '../src/watch/sample-organisation.ts'
import { type Served, serving as servingFrom } from '../src/watch/sample-serving.ts'
import { embedded, temporaryFolder } from './engines.ts'

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function run(args: readonly string[], environment: Record<string, string>): Promise<Ran> {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts')
  const child = spawn(process.execPath, [main, 'ingest', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (piece: Buffer) => {
    said.out += piece.toString()
  })
  child.stderr.on('data', (piece: Buffer) => {
    said.err += piece.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, ...said }
}

describe('postern ingest', () => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())
  const serving = (work: (served: Served) => Promise<void>): Promise<void> => servingFrom(store, reader, work)

  const to = ({ at }: Served): readonly string[] => ['--to', `http://localhost:${at.console.port}`, '--source', 'okta']
  const rowsIn = async ({ db }: Served): Promise<number> =>
    (await db.transaction((tx) => tx.selectFrom('sign_ins').select('time').execute())).length

  it('given a folder with files of every form, then all is sent in parts, and once more changes nothing', async () => {
    await serving(async (served) => {
      const folder = join(temporaryFolder(), 'logs')
      mkdirSync(folder)
      const many = Array.from({ length: 4000 }, (_, each) => refusal(each / 1000, `row ${each}`))
      writeFileSync(join(folder, 'a.json'), JSON.stringify(many))
      writeFileSync(join(folder, 'b.ndjson.gz'), gzipSync(lines(...many.slice(3000), refusal(1, 'one more'))))
      const token = { POSTERN_SOURCE_TOKEN: served.token }
      const first = await run([folder, ...to(served)], token)
      assert.deepEqual(first, { code: 0, out: '2 files sent: 4001 rows kept, 1000 known already.\n', err: '' })
      const again = await run([folder, '--json', ...to(served)], token)
      assert.deepEqual(JSON.parse(again.out), {
        ...{ files: 2, accepted: 0, duplicates: 5001, others: 0, outside: 0, refused: 0, quarantined: 0 },
      })
      assert.equal(await rowsIn(served), 4001)
    })
  })

  it('given what cannot be read, then the rest is sent, and the exit code says so', async () => {
    await serving(async (served) => {
      const folder = temporaryFolder()
      const file = join(folder, 'mixed')
      writeFileSync(file, `${lines(refusal(0))}{"some":"thing"}\n`)
      const { code, out, err } = await run([file, join(folder, 'missing'), ...to(served)], {
        POSTERN_SOURCE_TOKEN: served.token,
      })
      assert.equal(code, 3)
      assert.equal(out, '1 file sent: 1 row kept, 0 known already, 1 could not be read and wait in quarantine.\n')
      assert.match(err, /missing: There is no such file/)
    })
  })

  it('given a token that opens nothing, or none, or an address without TLS, then nothing is sent, and no token is shown', async () => {
    await serving(async (served) => {
      const file = join(temporaryFolder(), 'log')
      writeFileSync(file, lines(refusal(0)))
      const wrong = `${served.token.slice(0, -2)}AA`
      const refused = await run([file, ...to(served)], { POSTERN_SOURCE_TOKEN: wrong })
      assert.deepEqual([refused.code, refused.err.includes('ERR_UNAUTHENTICATED')], [6, true])
      const none = await run([file, ...to(served)], { POSTERN_SOURCE_TOKEN: '' })
      assert.deepEqual([none.code, none.out], [2, ''])
      const plain = await run([file, '--to', 'http://postern.example', '--source', 'okta'], {
        POSTERN_SOURCE_TOKEN: served.token,
      })
      assert.deepEqual([plain.code, plain.out], [2, ''])
      assert.match(plain.err, /https:/)
      for (const { out, err } of [refused, none, plain]) assert.ok(!`${out}${err}`.includes('postern_source_'))
      assert.equal(await rowsIn(served), 0)
    })
  })
})
