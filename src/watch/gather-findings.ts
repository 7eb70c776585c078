/**
 * Findings become incidents in the transaction that tells them: `owe` of createWatch. Facts name nobody: people and
 * addresses go into the ledger as keyed tokens, equal for equal ones, which say nothing to whoever lacks the key.
 */
import { type KeyedToken, keyedToken } from '../base/keyed-token.ts'
import type { Finding } from '../diagnosis/index.ts'
import { type Command, carryOut, loadIncidents, type Outcome, overAt, type Sighting } from '../incidents/index.ts'
import type { Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Changes } from './told.ts'

export interface GatherOptions {
  readonly sealer: Sealer
  /** 32 bytes of the organisation's, kept outside the database. */
  readonly tokenKey: Uint8Array
  /** Milliseconds. */
  readonly clock: () => number
}

const ACTOR = 'system/watch'

/** Takes new and grown findings into incidents, and ends those that are over by now. */
export function gatherFindings({ sealer, tokenKey, clock }: GatherOptions) {
  const token = keyedToken(tokenKey)

  return async (tx: OrganisationTransaction, { told }: Changes): Promise<Outcome> => {
    const now = clock()
    const findings = told.filter(({ kind }) => kind === 'finding').map(({ body }) => JSON.parse(body) as Finding)
    const taking = findings.map((finding): Command => {
      const sighting = sightingOf(finding, token)
      return { type: 'take-finding', at: now, incident: finding.id, sighting }
    })
    const open = await loadIncidents(tx, now)
    const ending = [...open.values()]
      .filter((incident) => (overAt(incident) ?? Number.POSITIVE_INFINITY) <= now)
      .map(({ id }): Command => ({ type: 'elapse', at: now, incident: id }))
    return await carryOut(tx, [...taking, ...ending], { sealer, actor: ACTOR, now })
  }
}

function sightingOf(finding: Finding, token: KeyedToken): Sighting {
  const { id, detection, severity, provider, person, account, address, start, end, reportOnly } = finding
  const who = account || person
  return {
    finding: id,
    detection,
    severity,
    people: who === undefined ? [] : [token('person', `${provider}:${who}`)],
    sources: sourcesOf(finding, token, address),
    start: Date.parse(start),
    end: Date.parse(end),
    reportOnly: reportOnly === true,
  }
}

function sourcesOf(
  { detection, provider }: Finding,
  token: KeyedToken,
  address: string | undefined,
): readonly string[] {
  if (detection === 'mass-lockout') return [token('provider', provider)]
  return address === undefined ? [] : [token('address', address)]
}
