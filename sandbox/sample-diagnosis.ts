/** For tests: what the product says of the sandbox's log. */
import assert from 'node:assert/strict'
import { assemble, createDiagnosis, type Report } from '../src/diagnosis/index.ts'
import { DECODERS, type Draft } from '../src/signin/index.ts'
import { readRows } from '../src/signin/read-rows.ts'
import type { Sandbox } from './server.ts'

/** What `postern diagnose` says of the whole log. */
export function diagnose({ sandbox }: { readonly sandbox: Pick<Sandbox, 'log'> }): Report {
  const { signIns, audits } = sandbox.log.kept()
  const { events, problems, summary } = readRows(
    DECODERS,
    [...signIns, ...audits].map((row) => JSON.stringify(row)).join('\n'),
  )
  assert.deepEqual(problems, [])
  const rows: Draft[] = events
    .map((event) => ({ ...event, person: event.known ? `${event.provider}:${event.tenant}:${event.account}` : '' }))
    .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
  const diagnosis = createDiagnosis()
  for (const row of rows) diagnosis.see(row)
  const last = rows.at(-1)?.time ?? 0
  const verdicts = diagnosis.finish(last)
  const input = {
    files: [],
    rows: summary.rows,
    events: rows.length,
    duplicates: 0,
    other: {},
    problems: [],
    people: 1,
  }
  return assemble(verdicts, {
    input: input as never,
    period: { start: rows[0]?.time ?? 0, end: last },
    since: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  })
}
