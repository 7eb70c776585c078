/** Small files that must survive a power cut, whole: what is remembered outside the database. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Undefined only where there is no such file: whatever else hinders the reading is thrown, and never taken for "nothing yet". */
export function readFileIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Returns when the new text is on the disk under this name, readable for its owner alone; until then the old one is there. */
export function replaceFile(path: string, text: string): void {
  const next = `${path}.next`
  withFile(next, 'w', (file) => {
    writeFileSync(file, text)
    fsyncSync(file)
  })
  renameSync(next, path)
  withFile(dirname(path), 'r', fsyncSync)
}

function withFile(path: string, flags: string, use: (file: number) => void): void {
  const file = openSync(path, flags, 0o600)
  try {
    use(file)
  } finally {
    closeSync(file)
  }
}
