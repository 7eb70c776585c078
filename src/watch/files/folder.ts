/**
 * Reads every file that comes into a folder, and below. A file is read once it has not changed between two passes; a file that
 * changes afterwards is read again, and a copy of one that was read is not. Rows that are read twice count once.
 */
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createCutter } from '../cutting.ts'
import { type Follower, type FollowerOptions, PART_BYTES } from './follower.ts'
import { bytesOf, digestOf, type Found, foundOf, opened } from './reading.ts'
import { dropFileRecords, type FileRecord, fileRecords, isOpen, writeFileRecord } from './records.ts'

interface Listed extends Found {
  readonly path: string
}

export function createFolder({ db, source, take, onProblem }: FollowerOptions): Follower {
  const { id, path: folder } = source
  let known: Map<string, FileRecord> | undefined
  /** How each file was at the last pass, if it was not read then. */
  let unread = new Map<string, string>()
  /** Files that could not be read, as they were. */
  const broken = new Map<string, string>()

  async function read(listed: Listed): Promise<void> {
    const handle = await opened(listed.path)
    if (handle === undefined) return
    try {
      const mark = await digestOf(handle)
      const isCopy = [...(known?.values() ?? [])].some((one) => Buffer.compare(one.mark, mark) === 0)
      const position = isCopy ? 0 : await takeAll(bytesOf(handle))
      // What was written to meanwhile is read again.
      if (stateOf(foundOf(await handle.stat())) !== stateOf(listed)) return
      const record = { ...listed, position, mark, markBytes: listed.size }
      await db.transaction((tx) => writeFileRecord(tx, id, record))
      known?.set(listed.file, record)
    } finally {
      await handle.close()
    }
  }

  /** Gives the number of bytes, unpacked. */
  async function takeAll(pieces: AsyncIterable<Uint8Array>): Promise<number> {
    const cutter = createCutter(PART_BYTES)
    let length = 0
    for await (const piece of pieces) {
      length += piece.length
      for (const part of cutter.push(piece)) await take(part)
    }
    for (const part of cutter.end()) await take(part)
    return length
  }

  async function readOrTell(listed: Listed): Promise<void> {
    try {
      await read(listed)
    } catch (error) {
      if (!isOfFile(error)) throw error
      broken.set(listed.file, stateOf(listed))
      onProblem(error)
    }
  }

  async function forgetMissing(listed: readonly Listed[]): Promise<void> {
    const there = new Set(listed.map(({ file }) => file))
    const missing = [...(known?.keys() ?? [])].filter((file) => !there.has(file))
    if (missing.length === 0) return
    await db.transaction((tx) => dropFileRecords(tx, id, missing))
    for (const file of missing) known?.delete(file)
  }

  return {
    async pass() {
      if (known === undefined) {
        const records = await db.transaction((tx) => fileRecords(tx, id))
        if (records === undefined) return
        known = new Map(records.map((record) => [record.file, record]))
      } else if (!(await db.transaction((tx) => isOpen(tx, id)))) return
      const listed = await list(folder)
      const changing = new Map<string, string>()
      for (const one of listed) {
        const state = stateOf(one)
        const record = known.get(one.file)
        if (record !== undefined && stateOf(record) === state) continue
        if (broken.get(one.file) === state) continue
        if (unread.get(one.file) === state) await readOrTell(one)
        else changing.set(one.file, state)
      }
      unread = changing
      await forgetMissing(listed)
    },
  }
}

function stateOf({ size, modified }: Pick<Found, 'size' | 'modified'>): string {
  return `${size} ${modified}`
}

/** Is it one file that cannot be read, rather than all of them, or the database? */
function isOfFile(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') || ['EACCES', 'EPERM', 'EIO', 'EISDIR'].includes(code)
}

/** All files in order of time, so that what happened first is read first. Hidden ones and links are left out. */
async function list(folder: string): Promise<readonly Listed[]> {
  const found: Listed[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (
      !entry.isFile() ||
      path
        .slice(folder.length)
        .split('/')
        .some((part) => part.startsWith('.'))
    )
      continue
    try {
      found.push({ ...foundOf(await lstat(path)), path })
    } catch {
      // It went since it was listed.
    }
  }
  return found.toSorted((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1))
}
