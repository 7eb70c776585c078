/**
 * `postern ledger prove EXPORT`: `--entry N` proves one entry to whoever has pinned the ledger's key; `--since N` asks a
 * witness that remembers N entries to cosign the last checkpoint.
 */
import { writeFileSync } from 'node:fs'
import { LedgerError, linesOf, proveEntry, proveSince, readForProofs } from '../ledger/index.ts'
import { Exit } from './exit.ts'
import { withInput } from './ledger-input.ts'
import { checkOutputs, UsageError } from './output-file.ts'

export interface LedgerProveOptions {
  readonly entry?: number
  readonly since?: number
  readonly out: string
}

export function ledgerProveCommand(file: string, { entry, since, out }: LedgerProveOptions): Promise<number> {
  if ((entry === undefined) === (since === undefined)) {
    throw new UsageError('Say what is to be proved: --entry N or --since N, one of them.')
  }
  checkOutputs([out], [file])
  return withInput(file, async (pieces) => {
    try {
      const provable = await readForProofs(linesOf(pieces), entry)
      const proof = entry === undefined ? proveSince(provable, since ?? 0) : proveEntry(provable, entry)
      if (out === '-') process.stdout.write(proof)
      else writeFileSync(out, proof, { mode: 0o600 })
      return Exit.fine
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error
      process.stderr.write(`postern: ${error.message} (${error.code})\n`)
      return error.code === 'ERR_LEDGER_RANGE' ? Exit.nothingRead : Exit.broken
    }
  })
}
