/** Findings become incidents in the transaction that tells them: `owe` of createWatch. */
import type { Finding } from '../diagnosis/index.ts'
import {
  type Carrying,
  type Command,
  carryOut,
  createTokens,
  elapsing,
  loadIncidents,
  type Outcome,
  type SetElapse,
  type Sighting,
  type Tokens,
} from '../incidents/index.ts'
import type { Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { subjectOf } from './subjects.ts'
import type { Changes } from './told.ts'

export interface GatherOptions {
  readonly sealer: Sealer
  /** 32 bytes of the organisation's, kept outside the database: by it people and addresses become tokens. */
  readonly tokenKey: Uint8Array
  /** Milliseconds. */
  readonly clock: () => number
  /** Sets when the next incident ends by itself. Without it, one ends when something else comes after its time. */
  readonly elapse?: { readonly organisation: string; readonly set: SetElapse }
  /** Writes down whom the incidents' facts are owed to: notify's `owe`. Left out, nobody is told. */
  readonly owe?: Carrying['owe']
}

const ACTOR = 'system/watch'

/** Takes new and grown findings into incidents, and ends those that are over by now. */
export function gatherFindings({ sealer, tokenKey, clock, elapse, owe }: GatherOptions) {
  const tokens = createTokens(tokenKey)

  return async (tx: OrganisationTransaction, { told }: Changes): Promise<Outcome> => {
    const now = clock()
    const findings = told.filter(({ kind }) => kind === 'finding').map(({ body }) => JSON.parse(body) as Finding)
    const taking = findings.map((finding): Command => {
      const sighting = sightingOf(finding, tokens)
      return { type: 'take-finding', at: now, incident: finding.id, sighting }
    })
    const ending = elapsing(await loadIncidents(tx, now), now)
    const outcome = await carryOut(tx, [...taking, ...ending], { sealer, actor: ACTOR, now, owe })
    if (outcome.facts.length > 0) await elapse?.set(tx, elapse.organisation, outcome.incidents)
    return outcome
  }
}

function sightingOf(finding: Finding, tokens: Tokens): Sighting {
  const { id, detection, severity, provider, person, account = '', start, end, reportOnly } = finding
  const isAboutSomebody = account !== '' || person !== undefined
  return {
    finding: id,
    detection,
    severity,
    people: isAboutSomebody ? [tokens.person(subjectOf(provider, account, person ?? ''))] : [],
    sources: sourcesOf(finding, tokens),
    start: Date.parse(start),
    end: Date.parse(end),
    reportOnly: reportOnly === true,
  }
}

function sourcesOf({ detection, provider, address }: Finding, tokens: Tokens): readonly string[] {
  if (detection === 'mass-lockout') return [tokens.provider(provider)]
  return address === undefined ? [] : [tokens.address(address)]
}
