/** The two databases of the benchmark, with durable commits, and a bare COPY into a table like sign_ins on each. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { openStore, type Store } from '../../src/store/index.ts'
import { DURABLE_START, DurableFiles } from '../../src/store/pglite/durable-files.ts'
import { postgresPrograms, startPostgres } from '../../test/postgres-server.ts'

export interface BenchDatabase {
  readonly name: string
  readonly store: Store
  /** One transaction of one COPY into a table of the same columns, indexes and partitions, without any wall. */
  copy(text: string): Promise<void>
  close(): Promise<void>
}

const COPY = 'copy copied (organisation, day, event, digest, time, account, batch, row) from'

/** An identical table. The parent's checks and indexes are the same; its policies are not wanted here. */
const COPIED = `
  create table copied (like sign_ins including all) partition by range (day);
  create table copied_20260223 partition of copied for values from ('2026-02-23') to ('2026-02-24');`

const clock = () => 0

/** The store has its folder to itself, so the COPY has a PGlite of its own, over the same guards. */
export async function embedded(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const store = await openStore({ place: { folder: join(folder, 'store') }, kind: 'demo', clock })
  const peer = await openStore({ place: { folder: join(folder, 'peer') }, kind: 'demo', clock })
  await peer.close()
  const files = new DurableFiles(join(folder, 'peer', 'postgres'))
  const pglite = await PGlite.create({ fs: files, startParams: [...DURABLE_START] })
  await pglite.exec(COPIED)
  return {
    name: 'embedded',
    store,
    async copy(text) {
      await pglite.query(`${COPY} '/dev/blob'`, [], { blob: new Blob([text]) })
    },
    async close() {
      await store.close()
      await pglite.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export async function postgres(): Promise<BenchDatabase> {
  const bin = postgresPrograms()
  if (bin === undefined) throw new Error('PostgreSQL is not installed.')
  const server = await startPostgres(bin, ['fsync=on'])
  await server.admin('create role postern_owner login; create role postern_app login')
  await server.admin('create database bench owner postern_owner')
  const ownerUrl = server.url('bench', 'postern_owner')
  const store = await openStore({ place: { url: server.url('bench', 'postern_app'), ownerUrl }, kind: 'demo', clock })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(COPIED)
  return {
    name: 'PostgreSQL',
    store,
    copy: (text) => pipeline([text], client.query(from(`${COPY} stdin`))),
    async close() {
      await client.end()
      await store.close()
      await server.stop()
    },
  }
}
