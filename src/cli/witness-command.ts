/**
 * `postern witness`: a small program for somebody else, elsewhere. It remembers the last checkpoint of a ledger, cosigns
 * the next one that contains it, by proof, and nothing else. It needs no network: requests and answers are short texts
 * (the bodies of C2SP tlog-witness), carried by ssh, mail or a server in front.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { neutralise } from '../base/neutralise.ts'
import {
  isKeyName,
  judgeCheckpoint,
  LedgerError,
  parseSignerKey,
  parseVerifierKey,
  parseWitnessRequest,
  secretText,
  signerFrom,
  type WitnessAnswer,
} from '../ledger/index.ts'
import { Exit } from './exit.ts'
import { systemCode } from './input-error.ts'
import { textOf, withInput } from './ledger-input.ts'
import { UsageError } from './output-file.ts'
import { withMemory } from './witness-memory.ts'

const SEED_BYTES = 32

/** Makes a witness's key: the secret goes into a new file, what others pin to standard output. */
export function witnessNewKeyCommand(name: string, options: { readonly key: string }): number {
  if (!isKeyName(name))
    throw new UsageError('A witness’s name has no spaces and no plus, for example witness.example/w1.')
  const key = signerFrom(name, 'cosignature', randomBytes(SEED_BYTES))
  try {
    writeFileSync(options.key, `${secretText(key)}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new UsageError(
      `${neutralise(options.key)} cannot be written (${systemCode(error)}). A key is never overwritten.`,
    )
  }
  process.stdout.write(`${key.verifier.text}\n`)
  return Exit.fine
}

export interface CosignOptions {
  /** Keys of the ledger that is watched. */
  readonly log: readonly string[]
  /** File with the witness's own key. */
  readonly key: string
  /** File in which the last checkpoint is remembered. */
  readonly memory: string
}

/** Answers one request with a signature line, or with the reason why not. */
export function witnessCosignCommand(file: string, options: CosignOptions): Promise<number> {
  const log = options.log.map((text) => usable(() => parseVerifierKey(text), '--log'))
  const key = usable(() => parseSignerKey(readFileSync(options.key, 'utf8').trim()), '--key')
  return withInput(file, async (pieces) => {
    const text = await textOf(pieces)
    try {
      const answer = withMemory(options.memory, ({ remembered, keep }) => {
        const nowSeconds = Math.floor(Date.now() / 1000)
        const judged = judgeCheckpoint({ log, key, remembered, nowSeconds }, parseWitnessRequest(text))
        // First remembered, then said: a signature that was given away must never be forgotten.
        if (judged.verdict === 'cosigned') keep(judged.note)
        return judged
      })
      return tell(answer)
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error
      process.stderr.write(`Refused: ${error.message} (${error.code})\n`)
      return Exit.broken
    }
  })
}

function tell(answer: WitnessAnswer): number {
  switch (answer.verdict) {
    case 'cosigned':
      process.stdout.write(answer.signature)
      return Exit.fine
    case 'stale':
      process.stderr.write(
        `This witness remembers ${answer.remembered} entries. Ask with a proof from there: postern ledger prove EXPORT --since ${answer.remembered}\n`,
      )
      return Exit.nothingRead
    case 'unproven':
      process.stderr.write(
        `REFUSED: no proof leads from the ${answer.remembered} entries that this witness remembers to these ${answer.size}. ` +
          'If the ledger cannot bring one, it went back in time or was rewritten.\n',
      )
      return Exit.broken
    case 'forked':
      process.stderr.write(
        `REFUSED: the ledger has signed two different trees of ${answer.size} entries. Keep both notes: they prove it to anybody.\n\n` +
          `${answer.notes.map((note) => note.split('\n').map(neutralise).join('\n')).join('\n')}`,
      )
      return Exit.broken
  }
}

/** A key from outside. Its error must never show the secret: LedgerErrors do not, and others name only the system's code. */
function usable<Key>(read: () => Key, option: string): Key {
  try {
    return read()
  } catch (error) {
    const why = error instanceof LedgerError ? error.message : `The file cannot be read (${systemCode(error)}).`
    throw new UsageError(`${option}: ${why}`)
  }
}
