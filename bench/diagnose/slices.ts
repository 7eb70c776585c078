/** Cuts a log into equal files, at line ends. */
import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const LINE_END = 10
const LINE_BYTES_MAX = 1 << 20

/** Copies the lines of a file that ends with a line end into `count` files of about the same size. Returns their paths in order. */
export function cut(path: string, count: number, folder: string): string[] {
  const { size } = statSync(path)
  const source = openSync(path, 'r')
  const buffer = Buffer.allocUnsafe(Math.ceil(size / count) + LINE_BYTES_MAX)
  let from = 0
  const slices = Array.from({ length: count }, (_, index) => {
    const room = Math.min(Math.ceil((size * (index + 1)) / count) - from + LINE_BYTES_MAX, size - from)
    readFully(source, buffer.subarray(0, room), from)
    const wanted = Math.ceil((size * (index + 1)) / count) - from
    const length = index === count - 1 ? room : buffer.indexOf(LINE_END, wanted) + 1
    const slice = join(folder, `${String(index).padStart(3, '0')}.ndjson`)
    const target = openSync(slice, 'w')
    for (let at = 0; at < length; ) at += writeSync(target, buffer, at, length - at)
    closeSync(target)
    from += length
    return slice
  })
  closeSync(source)
  return slices
}

function readFully(file: number, into: Uint8Array, position: number): void {
  for (let at = 0; at < into.length; ) {
    const count = readSync(file, into, at, into.length - at, position + at)
    if (count === 0) throw new RangeError('The file became shorter while it was read.')
    at += count
  }
}
