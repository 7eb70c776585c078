/** Reads a small log held in memory: what tests of decoders use. */
import type { Decoder } from './decoder.ts'
import { createIntake, type FileSummary } from './intake.ts'
import type { Draft } from './sign-in.ts'

export interface RowsRead {
  readonly events: Draft[]
  readonly other: string[]
  readonly problems: { readonly code: string; readonly message: string; readonly line: number }[]
  readonly summary: FileSummary
}

/** What the decoders make of a file's bytes or text. */
export function readRows(decoders: readonly Decoder[], input: Uint8Array | string): RowsRead {
  const read: Omit<RowsRead, 'summary'> = { events: [], other: [], problems: [] }
  const intake = createIntake(decoders, {
    event: (draft) => read.events.push({ ...draft }),
    other: (name) => read.other.push(name),
    problem: (code, message, line) => read.problems.push({ code, message, line }),
  })
  intake.begin(0)
  intake.push(typeof input === 'string' ? Buffer.from(input) : input)
  return { ...read, summary: intake.end() }
}
