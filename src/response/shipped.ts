/** The playbooks that come with Postern. An organisation starts with them; each reports for two weeks before it acts. */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('./playbooks/', import.meta.url)

export interface ShippedPlaybook {
  /** The file's name without its ending. */
  readonly id: string
  readonly yaml: string
}

export function shippedPlaybooks(): readonly ShippedPlaybook[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ id: file.slice(0, -'.yaml'.length), yaml: readFileSync(new URL(file, FOLDER), 'utf8') }))
}
