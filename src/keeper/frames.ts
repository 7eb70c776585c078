/** Messages on a stream: four bytes that say how long, then so much JSON. The same between processes and within one. */
import type { Duplex } from 'node:stream'

const HEADER_BYTES = 4
/** Two thousand of the largest entries fit. */
const FRAME_BYTES_MAX = 128 * 2 ** 20

export interface Frames {
  send(message: unknown): void
}

/**
 * Reads messages until the stream ends. `onEnd` is called once, also for what is no message of this kind: then the stream is
 * destroyed, for nothing behind it can be told apart any more.
 */
export function framesOn(stream: Duplex, onMessage: (message: unknown) => void, onEnd: () => void): Frames {
  let pieces: Buffer[] = []
  let length = 0

  function take(piece: Buffer): void {
    pieces.push(piece)
    length += piece.length
    for (let size = sizeOf(pieces, length); size !== undefined && length >= HEADER_BYTES + size; ) {
      const all = Buffer.concat(pieces)
      const end = HEADER_BYTES + size
      onMessage(JSON.parse(all.toString('utf8', HEADER_BYTES, end)))
      pieces = end === all.length ? [] : [all.subarray(end)]
      length -= end
      size = sizeOf(pieces, length)
    }
  }

  stream.on('data', (piece: Buffer) => {
    try {
      take(piece)
    } catch {
      stream.destroy()
    }
  })
  stream.on('error', () => undefined)
  stream.once('close', onEnd)
  return {
    send(message) {
      const body = Buffer.from(JSON.stringify(message))
      const header = Buffer.alloc(HEADER_BYTES)
      header.writeUInt32BE(body.length)
      stream.write(Buffer.concat([header, body]))
    },
  }
}

/** Undefined while the header is not whole. Throws RangeError for what is longer than any message. */
function sizeOf(pieces: Buffer[], length: number): number | undefined {
  if (length < HEADER_BYTES) return undefined
  const [first] = pieces
  const header = first !== undefined && first.length >= HEADER_BYTES ? first : Buffer.concat(pieces)
  const size = header.readUInt32BE()
  if (size > FRAME_BYTES_MAX) throw new RangeError('A frame is longer than any message.')
  return size
}
