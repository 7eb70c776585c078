/** Entra's rows as diagnostic settings send them to an Event Hub: an envelope around the same properties. */
import type { Organisation } from '../people.ts'
import { random } from '../random.ts'
import { entraRows } from './entra.ts'
import type { EntraRow } from './entra-row.ts'
import type { Writer } from './row.ts'

const CATEGORIES = {
  interactive: 'SignInLogs',
  'non-interactive': 'NonInteractiveUserSignInLogs',
  audit: 'AuditLogs',
} as const

export function entraDiagnosticWriter(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => {
      const rng = random(seed, 0xd1a6, happening.id)
      return entraRows(org, seed, happening).map((one) => ({
        time: one.time,
        text: JSON.stringify(envelope(org, one, rng.int(60_000, 400_000))),
      }))
    },
    nameOf: (person) => ({
      person: person.login,
      account: person.account,
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

/** `time` is when the record was sent, minutes after what it tells of. */
function envelope(org: Organisation, { time, kind, row }: EntraRow, late: number): Record<string, unknown> {
  const audit = kind === 'audit'
  const status = row.status as { errorCode: number; failureReason: string } | undefined
  const code = status?.errorCode ?? 0
  const location = row.location as { countryOrRegion: string } | undefined
  return {
    time: new Date(time + late).toISOString().replace('Z', '4614Z'),
    resourceId: `/tenants/${org.tenant}/providers/Microsoft.aadiam`,
    operationName: audit ? row.activityDisplayName : 'Sign-in activity',
    operationVersion: '1.0',
    category: CATEGORIES[kind],
    tenantId: org.tenant,
    ...(audit ? {} : { resultType: String(code) }),
    resultSignature: 'None',
    ...(audit || code === 0 ? {} : { resultDescription: status?.failureReason }),
    durationMs: 0,
    ...(audit ? {} : { callerIpAddress: row.ipAddress }),
    correlationId: row.correlationId,
    ...(audit ? {} : { identity: row.userDisplayName }),
    Level: 4,
    ...(location ? { location: location.countryOrRegion } : {}),
    properties: row,
  }
}
