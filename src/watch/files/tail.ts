/**
 * Follows one file as it grows, through rotation by renaming, by copying and truncating, and packed siblings.
 *
 * What was taken is remembered by inode and by a hash of the file's first bytes. If the file at the path is another one, or was
 * begun anew, then the one before is looked for beside it, by inode or by that hash, and read to its end; so are those that
 * came between, when Postern was not running. Rows that are read twice count once.
 */
import type { FileHandle } from 'node:fs/promises'
import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { createCutter } from '../cutting.ts'
import { WatchError } from '../errors.ts'
import { type Follower, type FollowerOptions, PART_BYTES } from './follower.ts'
import { BEGINNING_BYTES, type Introduction, introductionOf, linesEnd } from './lines.ts'
import { beginningOf, bytesOf, type Found, foundOf, markOf, opened, readAt } from './reading.ts'
import { dropFileRecords, type FileRecord, fileRecords, isOpen, writeFileRecord } from './records.ts'

const MARK_BYTES = 1024
/** Rotated files that are looked at. */
const SIBLINGS_MAX = 100

interface Sibling extends Found {
  readonly path: string
}

export function createTail({ db, source, take, onProblem }: FollowerOptions): Follower {
  const { id, path } = source
  let isLoaded = false
  let current: FileRecord | undefined

  async function write(record: FileRecord): Promise<void> {
    const before = current
    await db.transaction(async (tx) => {
      if (before !== undefined && before.file !== record.file) await dropFileRecords(tx, id, [before.file])
      await writeFileRecord(tx, id, record)
    })
    current = record
  }

  /** Takes whole lines from where it was on. */
  async function readOn(handle: FileHandle, from: FileRecord): Promise<void> {
    let introduction: Introduction | undefined
    for (let record = from; ; ) {
      const bytes = await readAt(handle, record.position, PART_BYTES)
      if (bytes.length === 0) return
      introduction ??= introductionOf(await readAt(handle, 0, BEGINNING_BYTES))
      const whole = linesEnd(bytes, introduction)
      // What has no end after so many bytes is no line.
      const length = whole === 0 && bytes.length === PART_BYTES ? bytes.length : whole
      if (length === 0) return
      const lines = bytes.subarray(0, length)
      await take(record.position === 0 ? lines : Buffer.concat([introduction.before, lines]))
      record = await advanced(handle, record, record.position + length)
      await write(record)
    }
  }

  async function advanced(handle: FileHandle, record: FileRecord, position: number): Promise<FileRecord> {
    const { size, modified } = foundOf(await handle.stat())
    const marked = await readAt(handle, 0, Math.min(MARK_BYTES, position))
    return { ...record, path, size, modified, position, mark: markOf(marked), markBytes: marked.length }
  }

  /** Takes all that is left of a file that grows no more, its last line too, and whatever it is packed in. */
  async function readRest(rotated: Sibling, from: number): Promise<void> {
    const handle = await opened(rotated.path)
    if (handle === undefined) return
    try {
      const cutter = createCutter(PART_BYTES)
      if (from > 0) {
        const { before } = introductionOf(await beginningOf(handle, BEGINNING_BYTES))
        for (const part of cutter.push(before)) await take(part)
      }
      for await (const piece of bytesOf(handle, from)) for (const part of cutter.push(piece)) await take(part)
      for (const part of cutter.end()) await take(part)
    } finally {
      await handle.close()
    }
  }

  /** The file that was followed has another place, or is gone; so perhaps have others that came after it. */
  async function finish(before: FileRecord, here: Found): Promise<void> {
    const siblings = (await siblingsOf(path)).filter(({ file }) => file !== here.file)
    const rotated = await sameFile(siblings, before)
    if (rotated !== undefined) await readRest(rotated, before.position)
    else if (before.position > 0) onProblem(lost(source.name))
    const since = rotated?.modified ?? before.modified
    // Rotated twice within one tick of the clock; what is read again counts once.
    const between = siblings.filter((one) => one !== rotated && one.modified >= since)
    for (const one of between.toSorted((a, b) => a.modified - b.modified)) await readRest(one, 0)
  }

  return {
    async pass() {
      if (!isLoaded) {
        const records = await db.transaction((tx) => fileRecords(tx, id))
        if (records === undefined) return
        current = records[0]
        isLoaded = true
      } else if (!(await db.transaction((tx) => isOpen(tx, id)))) return
      const handle = await opened(path)
      if (handle === undefined) return
      try {
        const here = foundOf(await handle.stat())
        if (current === undefined || !(await isSame(handle, here, current))) {
          if (current !== undefined) await finish(current, here)
          await write({ ...here, path, size: 0, position: 0, mark: markOf(Buffer.alloc(0)), markBytes: 0 })
        }
        await readOn(handle, current as FileRecord)
      } finally {
        await handle.close()
      }
    },
  }
}

async function isSame(handle: FileHandle, here: Found, { file, position, ...known }: FileRecord): Promise<boolean> {
  if (here.file !== file || here.size < position) return false
  return isMarked(await readAt(handle, 0, known.markBytes), known)
}

function isMarked(beginning: Uint8Array, { mark, markBytes }: Pick<FileRecord, 'mark' | 'markBytes'>): boolean {
  return beginning.length === markBytes && Buffer.compare(markOf(beginning), mark) === 0
}

/** The one among them that begins as the known file did: by its inode first, and else a copy, packed or not. */
async function sameFile(siblings: readonly Sibling[], known: FileRecord): Promise<Sibling | undefined> {
  const byInode = siblings.find(({ file }) => file === known.file)
  // A file of which nothing was taken begins as every other does.
  const candidates = known.markBytes === 0 ? [] : siblings.filter((one) => one !== byInode)
  for (const one of byInode === undefined ? candidates : [byInode, ...candidates]) {
    const handle = await opened(one.path)
    try {
      if (handle !== undefined && isMarked(await beginningOf(handle, known.markBytes), known)) return one
    } catch {
      // A packed file that is just being written cannot be unpacked yet; it is no other file's copy either.
    } finally {
      await handle?.close()
    }
  }
  return undefined
}

/** Rotated files beside one, newest first: `auth.log.1`, `auth.log-20260223.gz`, `server.2026-02-23.log`. */
async function siblingsOf(path: string): Promise<readonly Sibling[]> {
  const [folder, name, extension] = [dirname(path), basename(path), extname(path)]
  const stem = name.slice(0, name.length - extension.length)
  const isRotated = (other: string): boolean => {
    if (other.startsWith(name)) return ROTATED.test(other.slice(name.length))
    const unpacked = other.endsWith('.gz') ? other.slice(0, -'.gz'.length) : other
    return (
      extension !== '' &&
      other.startsWith(stem) &&
      unpacked.endsWith(extension) &&
      ROTATED.test(other.slice(stem.length))
    )
  }
  const found: Sibling[] = []
  for (const other of (await readdir(folder)).filter((other) => other !== name && isRotated(other))) {
    const handle = await opened(join(folder, other))
    if (handle === undefined) continue
    const stats = await handle.stat().finally(() => handle.close())
    if (stats.isFile()) found.push({ ...foundOf(stats), path: join(folder, other) })
  }
  return found.toSorted((a, b) => b.modified - a.modified).slice(0, SIBLINGS_MAX)
}

const ROTATED = /^[.\-_](\d|old)/

function lost(name: string): WatchError {
  return new WatchError(
    'ERR_TAIL_LOST',
    `The file of ${name} was begun anew, and what it was before is not beside it any more. If it had lines after the last reading, they are missing: send them by hand (postern ingest).`,
  )
}
