/** `postern backup` and `postern restore`: by hand, while no server has the embedded database. */
import { exportStore } from '../store/index.ts'
import { writeBackup } from './backup.ts'
import { reporting } from './reporting.ts'
import { restore } from './restore.ts'
import { type Environment, settingsOf } from './settings.ts'

/** Writes everything but the keys to a new compressed file; gives the exit code. */
export function backupCommand(path: string, environment: Environment): Promise<number> {
  return reporting(async () => {
    const { place } = settingsOf(environment)
    const now = Date.now()
    const rows = await writeBackup(path, (write) => exportStore(place, now, write))
    return `${rows} rows in ${path}. The keys are not in it: keep a copy of their folder apart from it.`
  })
}

/** Reads a backup into the empty place that the environment names; gives the exit code. */
export function restoreCommand(path: string, environment: Environment): Promise<number> {
  return reporting(async () => {
    const { place, keys } = settingsOf(environment)
    const { kind, rows, missing } = await restore(place, path, keys, Date.now())
    return `${rows} rows of ${kind} data are back. ${missing ?? 'Nothing is missing in the ledger.'}`
  })
}
