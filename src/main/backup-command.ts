/** `postern backup` and `postern restore`: by hand, while no server has the embedded database. */
import { neutralise } from '../base/neutralise.ts'
import { LedgerError } from '../ledger/index.ts'
import { exportStore, StoreError } from '../store/index.ts'
import { writeBackup } from './backup.ts'
import { restore } from './restore.ts'
import { type Environment, SettingsError, settingsOf } from './settings.ts'

const REFUSED = 4

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

async function reporting(work: () => Promise<string>): Promise<number> {
  try {
    process.stderr.write(`${neutralise(await work())}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof LedgerError || error instanceof SettingsError)) throw error
    process.stderr.write(`postern: ${error.code}: ${neutralise(error.message)}\n`)
    return REFUSED
  }
}
