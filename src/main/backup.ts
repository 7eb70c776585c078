/**
 * Backups: everything in the database as one compressed file (`store export`), complete or not there at all. Keys are never
 * in one; they are kept apart, by whoever keeps the keys.
 */

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { formatInstant } from '../base/time.ts'
import type { Store } from '../store/index.ts'

const NAME = /^postern-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.ndjson\.gz$/

export interface Backup {
  readonly path: string
  /** Of its state, milliseconds. */
  readonly time: number
}

type Export = (write: (piece: string) => Promise<void>) => Promise<number>

/** Writes an export to a new file, which bears its name once it is whole and on the disk; gives the number of rows. */
export async function writeBackup(path: string, exported: Export): Promise<number> {
  const part = `${path}.part`
  // Never through a link that somebody else left there, and never into a file of theirs.
  await rm(part, { force: true })
  const file = (await open(part, 'wx', 0o600)).createWriteStream()
  const gzip = createGzip()
  gzip.pipe(file)
  try {
    const rows = await exported(async (piece) => {
      if (!gzip.write(piece)) await once(gzip, 'drain')
    })
    gzip.end()
    await finished(file)
    await sync(part)
    await rename(part, path)
    await sync(dirname(path))
    return rows
  } catch (error) {
    gzip.destroy()
    await new Promise<void>((resolve) => file.once('close', () => resolve()).destroy())
    await rm(part, { force: true })
    throw error
  }
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
