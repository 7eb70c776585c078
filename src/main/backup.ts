/**
 * Backups: everything in the database as one compressed file (`store export`), complete or not there at all. Keys are never
 * in one; they are kept apart, by whoever keeps the keys.
 */

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { formatInstant } from '../base/time.ts'
import { type Store, StoreError } from '../store/index.ts'

const NAME = /^postern-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.ndjson\.gz$/

export interface Backup {
  readonly path: string
  /** Of its state, milliseconds. */
  readonly time: number
}

type Export = (write: (piece: string) => Promise<void>) => Promise<number>

/**
 * Writes an export to a new file, which bears its name once it is whole and on the disk; gives the number of rows. Throws
 * ERR_BACKUP_UNWRITTEN where the file fails, and what `exported` throws.
 */
export async function writeBackup(path: string, exported: Export): Promise<number> {
  // Of two servers that back up into one folder at once, neither takes away what the other is writing.
  const part = `${path}.${randomUUID()}.part`
  try {
    const rows = await writeWhole(await create(part).catch(unwritten), exported)
    await finish(part, path).catch(unwritten)
    return rows
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Never through a link that somebody else left there, and never into a file of theirs. */
async function create(part: string): Promise<FileHandle> {
  return await open(part, 'wx', 0o600)
}

async function writeWhole(file: FileHandle, exported: Export): Promise<number> {
  const gzip = createGzip()
  const written = pipeline(gzip, file.createWriteStream())
  try {
    const rows = await exported(async (piece) => {
      // Where the file fails nothing drains any more.
      if (!gzip.write(piece)) await Promise.race([once(gzip, 'drain'), written]).catch(unwritten)
    })
    gzip.end()
    await written.catch(unwritten)
    return rows
  } catch (error) {
    gzip.destroy()
    await written.catch(() => undefined)
    throw error
  }
}

async function finish(part: string, path: string): Promise<void> {
  await sync(part)
  await rename(part, path)
  await sync(dirname(path))
}

function unwritten(cause: unknown): never {
  const message =
    'The backup could not be written; nothing is left of it. Check that its disk has room and that this user may write there.'
  throw new StoreError('ERR_BACKUP_UNWRITTEN', message, cause)
}

/** The backups in a folder, newest first. */
export async function backupsIn(folder: string): Promise<readonly Backup[]> {
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).filter((name) => NAME.test(name))
  return names
    .sort()
    .reverse()
    .map((name) => ({ path: join(folder, name), time: timeOf(name) }))
}

export interface BackupOptions {
  readonly store: Pick<Store, 'export'>
  readonly folder: string
  readonly now: number
  /** So long after the last one the next is due. */
  readonly everyMs: number
  /** So many are kept; older ones go once a newer one is whole. */
  readonly keep: number
}

/** Makes a backup if one is due; gives it, with how many rows it has. */
export async function backUpIfDue({
  store,
  folder,
  now,
  everyMs,
  keep,
}: BackupOptions): Promise<(Backup & { readonly rows: number }) | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const [newest] = await backupsIn(folder)
  if (newest !== undefined && now - newest.time < everyMs) return undefined
  const path = join(folder, nameOf(now))
  const rows = await writeBackup(path, (write) => store.export(now, write))
  for (const old of (await backupsIn(folder)).slice(keep)) await rm(old.path)
  return { path, time: timeOf(basename(path)), rows }
}

function nameOf(now: number): string {
  return `postern-${formatInstant(now).slice(0, 19).replaceAll(':', '-')}Z.ndjson.gz`
}

function timeOf(name: string): number {
  const [date = '', time = ''] = (NAME.exec(name)?.[1] ?? '').split('T')
  return Date.parse(`${date}T${time.replaceAll('-', ':')}`)
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
