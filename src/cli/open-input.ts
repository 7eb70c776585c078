/** What the operator named on the command line, as sources to read one after another: files, folders, standard input. */
import { closeSync, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { COMMAND } from './command-name.ts'
import { gunzip, isGzip, MAGIC_BYTES } from './gunzip.ts'
import { InputError, systemCode } from './input-error.ts'

export { InputError, type InputErrorCode } from './input-error.ts'

export interface Source {
  /** As the operator named it; a file in a folder has the folder's name before it; `-` is standard input. */
  readonly name: string
  /** Bytes on disk (gzip: compressed); undefined for standard input. */
  readonly size: number | undefined
  /**
   * The content in pieces, decompressed if it is gzip whatever its name. A piece is valid until the next is asked for.
   * `seen` is told how many bytes of `size` were read. Throws InputError, while reading too: what came before counts.
   */
  read(seen?: (bytes: number) => void): Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

export interface Input {
  readonly sources: readonly Source[]
  /** What cannot be read at all. One bad name never stops the others. */
  readonly errors: readonly InputError[]
}

const SLICE_BYTES = 1024 * 1024
/** A file that was compressed again on its way (by a web server, say) is unpacked again; a quine is not, for ever. */
const GZIP_LAYERS_MAX = 3

/**
 * Resolves names into sources, in the order given; folders with all below them, sorted by name, hidden files and folders
 * left out. A file that is named itself is read even if it is hidden. Standard input is read once, however often named.
 */
export function openInput(
  names: readonly string[],
  stdin: () => AsyncIterable<Uint8Array> = () => process.stdin,
): Input {
  const sources: Source[] = []
  const errors: InputError[] = []
  for (const name of names) {
    if (name !== '-') openNamed(name, sources, errors)
    else if (!sources.some((source) => source.name === '-')) sources.push(stdinSource(stdin))
  }
  return { sources, errors }
}

function openNamed(name: string, sources: Source[], errors: InputError[]): void {
  const stats = attempt(() => statSync(name), name, errors)
  if (stats?.isDirectory()) {
    const found = sources.length + errors.length
    openFolder(name, new Set(), sources, errors)
    if (sources.length + errors.length > found) return
    errors.push(new InputError('ERR_FOLDER_EMPTY', name, 'This folder holds no files (hidden ones are left out).'))
  } else if (stats?.isFile()) openFile(name, stats, sources, errors)
  else if (stats !== undefined) errors.push(notRegular(name))
}

function notRegular(name: string): InputError {
  const advice = `To read from a pipe or a device, send it to standard input: … | ${COMMAND} diagnose -`
  return new InputError('ERR_FILE_NOT_REGULAR', name, `This is neither a file nor a folder. ${advice}`)
}

/** `visited` holds the real paths of folders, because links may lead back up. */
function openFolder(folder: string, visited: Set<string>, sources: Source[], errors: InputError[]): void {
  const entries = attempt(
    () => {
      const realPath = realpathSync(folder)
      if (visited.has(realPath)) return []
      visited.add(realPath)
      return readdirSync(folder).sort()
    },
    folder,
    errors,
  )
  for (const entry of entries ?? []) {
    if (entry.startsWith('.')) continue
    const path = join(folder, entry)
    const stats = attempt(() => statSync(path), path, errors)
    if (stats?.isDirectory()) openFolder(path, visited, sources, errors)
    else if (stats?.isFile()) openFile(path, stats, sources, errors)
    else if (stats !== undefined) errors.push(notRegular(path))
  }
}

function openFile(name: string, stats: Stats, sources: Source[], errors: InputError[]): void {
  // Opened and closed again, so that what may not be read is told before hours of reading the rest.
  const file = attempt(() => openSync(name, 'r'), name, errors)
  if (file === undefined) return
  closeSync(file)
  sources.push({ name, size: stats.size, read: (seen) => readFile(name, seen) })
}

function stdinSource(stdin: () => AsyncIterable<Uint8Array>): Source {
  return { name: '-', size: undefined, read: (seen) => unpacked(counted(stdin(), seen), '-', GZIP_LAYERS_MAX) }
}

/** A plain file is read synchronously, which is the fastest way; only gzip has to wait for its decompressor. */
function readFile(name: string, seen?: (bytes: number) => void): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const slices = fileSlices(name, seen)
  const first = slices.next()
  if (first.done) return []
  const all = startingWith(first.value, slices)
  return isGzip(first.value) ? unpacked(all, name, GZIP_LAYERS_MAX) : all
}

function* fileSlices(name: string, seen?: (bytes: number) => void): Generator<Uint8Array> {
  const file = reading(name, () => openSync(name, 'r'))
  try {
    const buffer = new Uint8Array(SLICE_BYTES)
    for (;;) {
      const count = reading(name, () => readSync(file, buffer))
      if (count === 0) return
      seen?.(count)
      yield buffer.subarray(0, count)
    }
  } finally {
    closeSync(file)
  }
}

function* startingWith(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first
  yield* rest
}

async function* counted(pieces: AsyncIterable<Uint8Array>, seen?: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of pieces) {
      seen?.(piece.length)
      yield piece
    }
  } catch (error) {
    throw systemCode(error) === 'unknown' ? error : inputError(error, '-')
  }
}

/** Content as it is, or what is inside if it is gzip. The first bytes decide, and may come one by one. */
async function* unpacked(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  name: string,
  layersMax: number,
): AsyncGenerator<Uint8Array> {
  const iterator = asynchronous(pieces)
  let start: Uint8Array = new Uint8Array(0)
  while (start.length < MAGIC_BYTES) {
    const next = await iterator.next()
    if (next.done) break
    // A copy, because asking for more ends the validity of what came before.
    const isEnough = start.length === 0 && next.value.length >= MAGIC_BYTES
    start = isEnough ? next.value : Buffer.concat([start, next.value])
  }
  const all = resumed(start, iterator)
  if (layersMax > 0 && isGzip(start)) yield* unpacked(gunzip(all, name), name, layersMax - 1)
  else yield* all
}

async function* asynchronous(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces
}

async function* resumed(start: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (start.length > 0) yield start
  yield* rest
}

/** What a file system call gives, or undefined after noting why it failed. */
function attempt<T>(call: () => T, name: string, errors: InputError[]): T | undefined {
  try {
    return call()
  } catch (error) {
    errors.push(inputError(error, name))
    return undefined
  }
}

/** What a file system call gives. Throws InputError. */
function reading<T>(name: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw inputError(error, name)
  }
}

function inputError(error: unknown, name: string): InputError {
  const code = systemCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new InputError('ERR_FILE_NOT_FOUND', name, 'There is no such file or folder. Check the name.', error)
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const message = 'You may not read this. Ask its owner for permission, or copy it to where you may.'
    return new InputError('ERR_FILE_UNREADABLE', name, message, error)
  }
  const message = `This cannot be read (${code}). Check the disk, or copy the file to another one.`
  return new InputError('ERR_FILE_UNREADABLE', name, message, error)
}
