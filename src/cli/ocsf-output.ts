/** Normalised events as lines of OCSF, while a log is read: into a file, or to standard output. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { type SignIn, toOcsf } from '../signin/index.ts'

export interface OcsfOutput {
  write(signIn: SignIn): void
  close(): void
}

const BUFFER_CHARS = 256 * 1024
const STANDARD_OUTPUT = 1
const BUSY_MS = 5

/** `-` is standard output. Throws what the file system throws. */
export function openOcsf(path: string): OcsfOutput {
  const file = path === '-' ? STANDARD_OUTPUT : openSync(path, 'w', 0o600)
  let buffer = ''
  function flush(): void {
    writeWhole(file, Buffer.from(buffer))
    buffer = ''
  }
  return {
    write(signIn) {
      if (signIn.activity === 'other') return
      buffer += `${JSON.stringify(toOcsf(signIn))}\n`
      if (buffer.length >= BUFFER_CHARS) flush()
    },
    close() {
      flush()
      if (file !== STANDARD_OUTPUT) closeSync(file)
    },
  }
}

/** Waits for a reader that is slower: a pipe does not, and says EAGAIN once it is full. */
function writeWhole(file: number, bytes: Uint8Array): void {
  const never = new Int32Array(new SharedArrayBuffer(4))
  for (let rest = bytes; rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(file, rest))
    } catch (error) {
      if (!isBusy(error)) throw error
      Atomics.wait(never, 0, 0, BUSY_MS)
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}
