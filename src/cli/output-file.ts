/** Files that the operator wants written: looked at before anything is read, so that a long run is not lost to a typo. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { neutralise } from '../base/neutralise.ts'

/** The command line cannot be carried out as it is; the message says what to change. Ends with exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/**
 * Refuses an output path that is one of the inputs, or lies in a folder that is read, or cannot be written, or is named
 * twice. `-` (standard output) always passes.
 */
export function checkOutputs(outputs: readonly (string | undefined)[], inputs: readonly string[]): void {
  const taken = new Map<string, string>()
  for (const output of outputs) {
    if (output === undefined || output === '-') continue
    const path = realPathOf(output)
    const shown = neutralise(output)
    if (taken.has(path)) throw new UsageError(`${shown} is named for two outputs. Give each a file of its own.`)
    taken.set(path, output)
    for (const input of inputs) {
      const read = input === '-' ? undefined : existing(input)
      if (read !== undefined && (path === read || path.startsWith(`${read}${sep}`))) {
        throw new UsageError(`${shown} is, or lies in, an input. Write elsewhere, so that the log stays as it is.`)
      }
    }
  }
}

/** Where the file is or will be; its folder must exist and be writable. */
function realPathOf(output: string): string {
  const shown = neutralise(output)
  const folder = existing(dirname(output))
  if (folder === undefined) throw new UsageError(`${shown} cannot be written: its folder does not exist.`)
  const path = existing(output) ?? join(folder, basename(output))
  if (existing(output) !== undefined && statSync(output).isDirectory()) {
    throw new UsageError(`${shown} cannot be written: it is a folder.`)
  }
  try {
    accessSync(existing(output) === undefined ? folder : output, constants.W_OK)
  } catch {
    throw new UsageError(`${shown} cannot be written: no permission.`)
  }
  return path
}

function existing(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
