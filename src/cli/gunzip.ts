/** Decompressing gzip piece by piece (RFC 1952), so that what was read before a fault is kept. */
import { createGunzip } from 'node:zlib'
import { InputError } from './input-error.ts'

/** Compressed at most 1,032 times (deflate's limit), one piece cannot become more than 17 MB. */
const PIECE_BYTES = 16 * 1024
const CHUNK_BYTES = 64 * 1024
/** Of so much compressed input everything before a fault is recovered, of more all but the last 64 KiB. */
const RECOVERABLE_BYTES = 1024 * 1024

/** How many bytes `isGzip` looks at. */
export const MAGIC_BYTES = 3

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** Do these bytes begin a gzip member? Its magic number and the only method there is (RFC 1952, 2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

/**
 * The content of all members, in pieces. After everything that could be read, throws InputError ERR_GZIP_CORRUPT if the
 * file ends too early, is damaged, or goes on with something that is no gzip.
 */
export async function* gunzip(compressed: Pieces, name: string): AsyncGenerator<Uint8Array> {
  const kept: Uint8Array[] = []
  let given = 0
  try {
    for await (const bytes of inflate(keep(compressed, kept))) {
      given += bytes.length
      yield bytes
    }
  } catch (fault) {
    if (!(fault instanceof GzipFault)) throw fault
    if (!fault.isTruncation) yield* lastBytes(kept, given)
    const what = fault.isTruncation ? 'This gzip file ends too early.' : 'This gzip file is damaged.'
    const advice = 'What could be read before that counts; copy or download the file again for the rest.'
    throw new InputError('ERR_GZIP_CORRUPT', name, `${what} ${advice}`, fault)
  }
}

class GzipFault extends Error {
  readonly isTruncation: boolean
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.isTruncation = cause.message === 'unexpected end of file'
  }
}

/** Cuts input into pieces and copies them into `kept`, which is emptied when there are too many. */
async function* keep(compressed: Pieces, kept: Uint8Array[]): AsyncGenerator<Uint8Array> {
  let bytesSeen = 0
  for await (const bytes of compressed) {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const piece = bytes.subarray(from, from + PIECE_BYTES)
      bytesSeen += piece.length
      if (bytesSeen > RECOVERABLE_BYTES) kept.length = 0
      else kept.push(Uint8Array.from(piece))
      yield piece
    }
  }
}

/**
 * What the piece with the fault holds before it: zlib drops the output of the call that fails, so the piece is given once
 * more, byte by byte. `given` bytes of the content are known already.
 */
async function* lastBytes(kept: readonly Uint8Array[], given: number): AsyncGenerator<Uint8Array> {
  const last = kept.at(-1)
  if (last === undefined) return
  const slowly = [...kept.slice(0, -1), ...Array.from(last, (byte) => Uint8Array.of(byte))]
  let known = given
  try {
    for await (const bytes of inflate(slowly)) {
      if (bytes.length > known) yield bytes.subarray(known)
      known = Math.max(0, known - bytes.length)
    }
  } catch (fault) {
    if (!(fault instanceof GzipFault)) throw fault
  }
}

/** Inflates pieces one at a time. Throws GzipFault after everything that zlib gave. */
async function* inflate(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: CHUNK_BYTES })
  let ready: Uint8Array[] = []
  let isOver = false
  let fault: Error | undefined
  stream.on('data', (bytes: Uint8Array) => ready.push(bytes))
  stream.on('error', (error) => {
    fault = error
  })
  const over = new Promise<void>((resolve) => {
    stream.once('close', resolve).once('end', () => {
      isOver = true
      resolve()
    })
  })
  try {
    for await (const piece of pieces) {
      if (isOver) {
        // Zeros fill up the last block of tapes and disks; anything else was meant to be read.
        if (piece.some((byte) => byte !== 0)) fault = new Error('no gzip after the last member')
      } else {
        const written = new Promise<void>((resolve) => stream.write(piece, () => resolve()))
        // A write after the end of the last member is never answered.
        await Promise.race([written, over])
        yield* ready
        ready = []
      }
      if (fault !== undefined) break
    }
    if (fault === undefined && !isOver) {
      stream.end()
      await over
    }
    yield* ready
  } finally {
    stream.destroy()
  }
  if (fault !== undefined) throw new GzipFault(fault)
}
