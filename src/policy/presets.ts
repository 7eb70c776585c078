/** The policies that come with Postern. */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('./presets/', import.meta.url)

export interface Preset {
  /** The file's name without its ending: `nist-63b-4`. */
  readonly id: string
  readonly yaml: string
}

export function presets(): readonly Preset[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ id: file.slice(0, -'.yaml'.length), yaml: readFileSync(new URL(file, FOLDER), 'utf8') }))
}
