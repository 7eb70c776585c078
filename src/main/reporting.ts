/** How verbs that tend a stopped server end: with a sentence, or with what was refused. */
import { neutralise } from '../base/neutralise.ts'
import { LedgerError } from '../ledger/index.ts'
import { StoreError } from '../store/index.ts'
import { SettingsError } from './settings.ts'

const REFUSED = 4

/** Says what `work` gives, to people; gives the exit code. */
export async function reporting(work: () => Promise<string>): Promise<number> {
  try {
    tell(await work())
    return 0
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof LedgerError || error instanceof SettingsError)) throw error
    tell(`postern: ${error.code}: ${error.message}`)
    return REFUSED
  }
}

function tell(text: string): void {
  process.stderr.write(
    text
      .split('\n')
      .map((line) => `${neutralise(line)}\n`)
      .join(''),
  )
}
