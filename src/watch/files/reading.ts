/** Reading files: which one it is, its bytes unpacked, and what its content is known by. */
import { createHash, hash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** A file as it is on the disk now. */
export interface Found {
  readonly file: string
  readonly size: number
  /** Milliseconds, whole. */
  readonly modified: number
}

export function foundOf({ dev, ino, size, mtimeMs }: Stats): Found {
  return { file: `${dev}:${ino}`, size, modified: Math.floor(mtimeMs) }
}

/** Undefined if there is none. */
export async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** At most `count` bytes from a place on, of a file that is not packed. */
export async function readAt(handle: FileHandle, position: number, count: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(count)
  let length = 0
  while (length < count) {
    const { bytesRead } = await handle.read(buffer, length, count - length, position + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, length)
}

/** The bytes from a place on, unpacked if the file is gzip, whatever its name. */
export async function* bytesOf(handle: FileHandle, from = 0): AsyncGenerator<Buffer> {
  const isPacked = (await readAt(handle, 0, 2)).equals(Buffer.from([0x1f, 0x8b]))
  if (!isPacked) {
    yield* slices(handle, from)
    return
  }
  let skipped = 0
  for await (const piece of Readable.from(slices(handle, 0)).pipe(createGunzip()) as AsyncIterable<Buffer>) {
    const skip = Math.min(piece.length, from - skipped)
    skipped += skip
    if (skip < piece.length) yield piece.subarray(skip)
  }
}

const SLICE_BYTES = 1 << 18

async function* slices(handle: FileHandle, from: number): AsyncGenerator<Buffer> {
  for (let position = from; ; ) {
    const slice = await readAt(handle, position, SLICE_BYTES)
    if (slice.length === 0) return
    position += slice.length
    yield slice
  }
}

/** At most `count` bytes of the beginning, unpacked. */
export async function beginningOf(handle: FileHandle, count: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of bytesOf(handle)) {
    pieces.push(piece)
    length += piece.length
    if (length >= count) break
  }
  return Buffer.concat(pieces).subarray(0, count)
}

export function markOf(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer')
}

/** Of all bytes as they lie on the disk. */
export async function digestOf(handle: FileHandle): Promise<Uint8Array> {
  const digest = createHash('sha256')
  for await (const slice of slices(handle, 0)) digest.update(slice)
  return digest.digest()
}
