/** The one file, or standard input, that a ledger verb reads. */

import { neutralise } from '../base/neutralise.ts'
import { Exit } from './exit.ts'
import { InputError, openInput, type Source } from './open-input.ts'
import { UsageError } from './output-file.ts'

/** Hands the content of `file` to `use`, and gives its exit code; says why, where it cannot be read. */
export async function withInput(
  file: string,
  use: (pieces: AsyncIterable<Uint8Array>) => Promise<number>,
): Promise<number> {
  const { sources, errors } = openInput([file])
  if (sources.length > 1) throw new UsageError('Name one file, not a folder.')
  for (const error of errors) report(error)
  const [source] = sources
  if (source === undefined) return Exit.nothingRead
  try {
    return await use(content(source))
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    report(error)
    return Exit.nothingRead
  }
}

async function* content(source: Source): AsyncGenerator<Uint8Array> {
  yield* source.read()
}

/** All of the content, as text. */
export async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(Buffer.from(piece))
  return Buffer.concat(all).toString()
}

function report({ name, message }: InputError): void {
  process.stderr.write(`${neutralise(name)}: ${neutralise(message)}\n`)
}
