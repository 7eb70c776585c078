/** Findings become incidents in the transaction that tells them: `owe` of createWatch. */
import type { Finding } from '../diagnosis/index.ts'
import {
  type Carrying,
  type Command,
  carryOut,
  createTokens,
  elapsing,
  isHeldBack,
  type Latest,
  loadIncidents,
  type Outcome,
  type SetElapse,
  type SetGrowth,
  type Sighting,
  type Tokens,
} from '../incidents/index.ts'
import type { Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { LiveFinding } from './live-verdict.ts'
import { labelSubject, subjectOf } from './subjects.ts'
import type { Changes } from './told.ts'
import { verdictsById } from './verdicts.ts'

export interface GatherOptions {
  readonly sealer: Sealer
  /** 32 bytes of the organisation's, kept outside the database: by it people and addresses become tokens. */
  readonly tokenKey: Uint8Array
  /** Milliseconds. */
  readonly clock: () => number
  /** Sets when the next incident ends by itself. Without it, one ends when something else comes after its time. */
  readonly elapse?: { readonly organisation: string; readonly set: SetElapse; readonly setGrowth: SetGrowth }
  /** Writes down whom the incidents' facts are owed to: notify's `owe`. Left out, nobody is told. */
  readonly owe?: Carrying['owe']
}

type Told = Finding & Pick<LiveFinding, 'actors'>

const ACTOR = 'system/watch'
/** Verdicts that are asked for at once. */
const READ_MAX = 1000

/** Takes new and grown findings into incidents, and ends those that are over by now. */
export function gatherFindings({ sealer, tokenKey, clock, elapse, owe }: GatherOptions) {
  const tokens = createTokens(tokenKey)

  return async (tx: OrganisationTransaction, { told }: Changes): Promise<Outcome> => {
    const now = clock()
    const findings = told.filter(({ kind }) => kind === 'finding').map(({ body }) => JSON.parse(body) as Told)
    const sightings = findings.map((finding) => sightingOf(finding, tokens))
    const taking = sightings.map((sighting): Command => {
      return { type: 'take-finding', at: now, incident: sighting.finding, sighting }
    })
    const ending = elapsing(await loadIncidents(tx, now), now)
    const latest = latestSightings(tokenKey)
    const outcome = await carryOut(tx, [...taking, ...ending], { sealer, actor: ACTOR, now, owe, latest })
    if (outcome.facts.length > 0) await elapse?.set(tx, elapse.organisation, outcome.incidents)
    if (sightings.some((sighting) => isHeldBack(outcome.incidents, sighting))) {
      await elapse?.setGrowth(tx, elapse.organisation, now)
    }
    return outcome
  }
}

/** For `latest` of incidents: findings that stand, as they were told last. */
export function latestSightings(tokenKey: Uint8Array): Latest {
  const tokens = createTokens(tokenKey)
  return async (tx, ids) => {
    const sightings: Sighting[] = []
    for (let from = 0; from < ids.length; from += READ_MAX) {
      const told = await verdictsById(tx, ids.slice(from, from + READ_MAX))
      const standing = told.filter(({ kind, withdrawn }) => kind === 'finding' && withdrawn === null)
      for (const { body } of standing) sightings.push(sightingOf(JSON.parse(body) as Told, tokens))
    }
    return sightings
  }
}

function sightingOf(finding: Told, tokens: Tokens): Sighting {
  const { id, detection, severity, provider, person, account = '', start, end, reportOnly, actors = [] } = finding
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
    ...(actors.length === 0 ? {} : { actors: actors.map((actor) => tokens.person(labelSubject(provider, actor))) }),
  }
}

function sourcesOf({ detection, provider, address }: Finding, tokens: Tokens): readonly string[] {
  if (detection === 'mass-lockout') return [tokens.provider(provider)]
  return address === undefined ? [] : [tokens.address(address)]
}
