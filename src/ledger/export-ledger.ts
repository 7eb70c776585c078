/** A ledger's export from its tables, up to the last checkpoint: what is not sealed yet proves nothing. */
import type { OrganisationStore } from '../store/index.ts'
import { exportLines } from './export.ts'
import { LedgerError } from './ledger-error.ts'
import { parseCheckpoint } from './note/checkpoint.ts'
import { parseNote } from './note/note.ts'
import { checkpointNotes, entriesFrom } from './rows.ts'

const ENTRIES_AT_ONCE = 500

/** The lines, with their newlines. Throws ERR_LEDGER_NOT_OPEN where there is no checkpoint. */
export async function* exportLedger(db: OrganisationStore): AsyncGenerator<Uint8Array> {
  const checkpoints = await db.transaction(checkpointNotes)
  const last = checkpoints.at(-1)
  if (last === undefined) throw new LedgerError('ERR_LEDGER_NOT_OPEN', 'This ledger has no checkpoint yet.')
  const { origin, size } = parseCheckpoint(parseNote(last).text)

  async function* entries(): AsyncGenerator<Uint8Array> {
    for (let next = 0; next < size; ) {
      const from = next
      const rows = await db.transaction((tx) => entriesFrom(tx, from, ENTRIES_AT_ONCE))
      if (rows.length === 0) return
      // What is missing is left out, and not refused: it is the verifier that has to name it.
      for (const { seq, bytes } of rows) if (seq < size) yield bytes
      next = rows[rows.length - 1]!.seq + 1
    }
  }
  yield* exportLines({ origin, size, entries: entries(), checkpoints })
}
