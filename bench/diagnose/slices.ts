/** Cuts a log into files of some megabytes, at line ends. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const LINE_END = 10

/** Copies the lines of a file that ends with a line end into files of about `bytes` each. Returns their paths in order. */
export function cut(path: string, bytes: number, folder: string): string[] {
  const paths: string[] = []
  const buffer = Buffer.allocUnsafe(bytes)
  const source = openSync(path, 'r')
  for (let kept = 0; ; ) {
    const filled = kept + readFully(source, buffer, kept)
    if (filled === 0) break
    const end = buffer.lastIndexOf(LINE_END, filled - 1) + 1
    if (end === 0) throw new RangeError('A line is longer than a slice.')
    const slice = join(folder, `${String(paths.length).padStart(3, '0')}.ndjson`)
    const target = openSync(slice, 'w')
    for (let at = 0; at < end; ) at += writeSync(target, buffer, at, end - at)
    closeSync(target)
    paths.push(slice)
    buffer.copyWithin(0, end, filled)
    kept = filled - end
  }
  closeSync(source)
  return paths
}

function readFully(file: number, into: Buffer, from: number): number {
  let at = from
  for (let count = -1; count !== 0 && at < into.length; at += count)
    count = readSync(file, into, at, into.length - at, null)
  return at - from
}
