/** Bytes as lines. Only U+000A ends one: JSON may hold every other character that some readers take for a line's end. */
import { LedgerError } from './ledger-error.ts'

const LINE_BYTES_MAX = 256 * 1024

/** Lines without their newline; each is valid until the next is asked for. Throws ERR_LEDGER_NOT_CANONICAL. */
export async function* linesOf(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0)
  for await (const piece of pieces) {
    rest = Buffer.concat([rest, piece])
    let start = 0
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, start)) {
      yield rest.subarray(start, end)
      start = end + 1
    }
    rest = rest.subarray(start)
    if (rest.length > LINE_BYTES_MAX)
      throw new LedgerError('ERR_LEDGER_NOT_CANONICAL', 'A line is longer than 256 KiB.')
  }
  if (rest.length > 0) throw new LedgerError('ERR_LEDGER_NOT_CANONICAL', 'The last line has no end: the file was cut.')
}
