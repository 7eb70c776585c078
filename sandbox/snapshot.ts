/** The sandbox's memory in one file of the demo's folder, replaced whole, so that a crash leaves the old one or the new. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { KeptLog } from './log.ts'
import type { World } from './world.ts'

export interface Snapshot {
  readonly format: 'sandbox.snapshot/2'
  readonly world: World
  readonly log: KeptLog
}

/** Undefined if there is none yet. Throws for a file that is no snapshot, rather than begin anew over it. */
export function readSnapshot(file: string): Snapshot | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const value = JSON.parse(text) as Partial<Snapshot>
  if (value.format !== 'sandbox.snapshot/2') {
    throw new Error(`${file} is no snapshot of the sandbox. Move it away, or name another folder.`)
  }
  return value as Snapshot
}

export function writeSnapshot(file: string, snapshot: Snapshot): void {
  mkdirSync(dirname(file), { recursive: true })
  const fresh = `${file}.new`
  writeFileSync(fresh, JSON.stringify(snapshot), { mode: 0o600, flush: true })
  renameSync(fresh, file)
}
