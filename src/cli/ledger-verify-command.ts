/** `postern ledger verify FILE --key KEY`: does an export, or the proof of one entry, hold? Works offline. */
import { readFileSync } from 'node:fs'
import { neutralise } from '../base/neutralise.ts'
import {
  LedgerError,
  openProof,
  PROOF_HEADER,
  parseVerifierKey,
  type Verdict,
  verdictText,
  verifyExport,
} from '../ledger/index.ts'
import { Exit } from './exit.ts'
import { jsonText } from './json-text.ts'
import { textOf, withInput } from './ledger-input.ts'
import { UsageError } from './output-file.ts'

export interface LedgerVerifyOptions {
  /** The ledger's checkpoint key, as it was pinned. */
  readonly key: string
  readonly witness: readonly string[]
  /** File with a checkpoint from earlier. */
  readonly remember?: string
  readonly json?: boolean
}

const FORMAT = 'postern.verdict/1'

export function ledgerVerifyCommand(file: string, options: LedgerVerifyOptions): Promise<number> {
  return withInput(file, async (pieces) => {
    const { start, all } = await begin(pieces)
    return start.startsWith(PROOF_HEADER) ? verifyProof(await textOf(all), options) : verifyWhole(all, options)
  })
}

async function verifyWhole(pieces: AsyncIterable<Uint8Array>, options: LedgerVerifyOptions): Promise<number> {
  const verdict = await verifyExport(pieces, {
    key: options.key,
    witnesses: options.witness,
    ...(options.remember === undefined ? {} : { remembered: readNote(options.remember) }),
  })
  process.stdout.write(options.json ? jsonText({ format: FORMAT, ...verdict }) : verdictText(verdict))
  return exitOf(verdict)
}

function exitOf(verdict: Verdict): number {
  if (verdict.holds) return Exit.fine
  // A mistyped key says nothing about the ledger.
  return verdict.code === 'ERR_VERIFY_PINNED' ? Exit.usage : Exit.broken
}

function verifyProof(text: string, { key, witness, json }: LedgerVerifyOptions): number {
  try {
    const { entry, checkpoint } = openProof(text, [key, ...witness].map(parseVerifierKey))
    const { seq, origin } = entry
    const sealedBy = checkpoint.size
    const sentence = `HOLDS. Entry ${seq} of ${origin}, sealed by a checkpoint over ${sealedBy} entries:`
    if (json) process.stdout.write(jsonText({ format: FORMAT, holds: true, origin, seq, sealedBy, entry }))
    else process.stdout.write(`${neutralise(sentence)}\n${jsonText(entry)}`)
    return Exit.fine
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error
    const { code, message } = error
    process.stdout.write(
      json ? jsonText({ format: FORMAT, holds: false, code, message }) : `BROKEN: ${message} (${code})\n`,
    )
    return code === 'ERR_LEDGER_KEY_INVALID' ? Exit.usage : Exit.broken
  }
}

/** The first bytes as text, and everything with them. */
async function begin(pieces: AsyncIterable<Uint8Array>): Promise<{ start: string; all: AsyncIterable<Uint8Array> }> {
  const iterator = pieces[Symbol.asyncIterator]()
  let start = Buffer.alloc(0)
  while (start.length < PROOF_HEADER.length) {
    const next = await iterator.next()
    if (next.done) break
    start = Buffer.concat([start, next.value])
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield start
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { start: start.toString('latin1', 0, PROOF_HEADER.length), all: all() }
}

function readNote(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`${neutralise(path)} cannot be read. --remember names a file with a checkpoint in it.`)
  }
}
