/**
 * Microsoft Graph beta `auditLogs/signIns` and `auditLogs/directoryAudits`, mixed in one NDJSON, as exports hold them.
 * Shapes: Microsoft Graph reference (signIn and directoryAudit resources, beta) and published samples.
 */
import type { Attempt, Happening } from '../happening.ts'
import type { Organisation } from '../people.ts'
import type { Random } from '../random.ts'
import { random } from '../random.ts'
import { audits } from './entra-audits.ts'
import { lines } from './entra-lines.ts'
import { type EntraRow, refreshRow, signIn } from './entra-row.ts'
import type { Writer } from './row.ts'

export function entraWriter(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => entraRows(org, seed, happening).map(({ time, row }) => ({ time, text: JSON.stringify(row) })),
    nameOf: (person) => ({
      person: person.login,
      account: person.account,
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

/** The rows as objects: the diagnostic writer wraps the same. */
export function entraRows(org: Organisation, seed: number, happening: Happening): EntraRow[] {
  const rng = random(seed, 0xe272a, happening.id)
  if (happening.kind === 'attempt') return attemptRows(org, happening, rng)
  if (happening.kind === 'refresh') return [refreshRow(org, happening, rng)]
  return audits(org, happening, rng)
}

function attemptRows(org: Organisation, made: Attempt, rng: Random): EntraRow[] {
  const correlation = rng.uuid()
  return lines(made, rng).map((line): EntraRow => {
    const row = signIn(org, made, rng, correlation, line)
    return { time: line.time, kind: 'interactive', row }
  })
}
