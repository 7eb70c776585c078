/** The console's first page: attacks first, then what keeps people out, then figures; each says by which clock. */
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import type { Lockout, Outage, PolicyBlock } from '../diagnosis/index.ts'
import { type Incident, type IncidentReading, type Loaded, listIncidents, withFindings } from '../incidents/index.ts'
import { type OrganisationTransaction, quarantineRefused } from '../store/index.ts'
import { type FailuresByCause, failuresByCause, type LockoutFigures, lockoutFigures } from './figures.ts'
import { shownPeople } from './findings-told.ts'
import type { LockoutCard, SourceCard, VerdictCard } from './overview-answer.ts'
import { type SourceActivity, sourceActivity } from './source-activity.ts'
import type { Source } from './sources.ts'
import { latestVerdicts } from './verdicts.ts'
import type { CatchingUp } from './watch.ts'

export interface Overview {
  readonly attacks: Loaded
  readonly policyBlocks: readonly VerdictCard[]
  readonly outages: readonly VerdictCard[]
  readonly lockouts: readonly LockoutCard[]
  readonly figures: LockoutFigures & { readonly openIncidents: number }
  readonly failures: FailuresByCause
  readonly sources: readonly SourceCard[]
  /** What stands here is as it was told before the server started, and news waits, until it has caught up. */
  readonly catchingUp: CatchingUp | null
  /** Records that were refused, because the quarantine is full. */
  readonly refused: { readonly records: number; readonly since: string } | null
}

const LISTED_MAX = 20
const INCIDENTS_MAX = 200
const NAMED_MAX = 5
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']

export interface OverviewAt {
  readonly now: number
  /** From a delivery being kept to its verdicts, in milliseconds; undefined where none was judged yet. */
  readonly judgingDelayMs: number | undefined
  /** With what was kept before the server started; undefined once it has caught up. */
  readonly catchingUp: CatchingUp | undefined
}

export async function overview(
  tx: OrganisationTransaction,
  reading: Pick<IncidentReading, 'findings'>,
  { now, judgingDelayMs, catchingUp }: OverviewAt,
): Promise<Overview> {
  const open = await listIncidents(tx, 'open', INCIDENTS_MAX)
  const attacks = open.filter(({ nature }) => nature === 'attempt' || nature === 'inside').sort(byGravity)
  return {
    attacks: await withFindings(tx, reading, attacks.slice(0, LISTED_MAX)),
    policyBlocks: await policyBlocks(tx, now),
    outages: (await openOf<Outage>(tx, 'outage')).map(({ what, ...one }) => cardOf(one, what)),
    lockouts: await lockoutCards(tx),
    figures: { ...(await lockoutFigures(tx, now)), openIncidents: await countOpen(tx) },
    failures: await failuresByCause(tx, now),
    sources: await sourceCards(tx, now, judgingDelayMs),
    catchingUp: catchingUp ?? null,
    refused: await refusedRecords(tx),
  }
}

async function refusedRecords(tx: OrganisationTransaction): Promise<Overview['refused']> {
  const refused = await quarantineRefused(tx)
  return refused === undefined ? null : { records: refused.records, since: formatInstant(refused.since) }
}

function byGravity(one: Incident, other: Incident): number {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || other.lastSeen - one.lastSeen
}

async function countOpen(tx: OrganisationTransaction): Promise<number> {
  const counted = await tx
    .selectFrom('incidents')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('closed', 'is', null)
    .executeTakeFirst()
  return counted?.open ?? 0
}

async function openOf<Body>(
  tx: OrganisationTransaction,
  kind: 'lockout' | 'outage' | 'policy-block',
): Promise<readonly Body[]> {
  const told = await latestVerdicts(tx, kind, LISTED_MAX, 'open')
  return told.map(({ body }) => JSON.parse(body) as Body)
}

/** A policy that blocks has no end: it is over for this page when nobody met it for a day. */
async function policyBlocks(tx: OrganisationTransaction, now: number): Promise<readonly VerdictCard[]> {
  const blocks = await openOf<PolicyBlock>(tx, 'policy-block')
  return blocks
    .filter(({ end }) => now - Date.parse(end) <= DEFAULTS.wide.policyGapMs)
    .map(({ policy, ...one }) => cardOf(one, policy))
}

function cardOf(
  { id, provider, start, end, peopleCount, summary, next }: Omit<VerdictCard, 'title'>,
  title: string,
): VerdictCard {
  return { id, title, provider, start, end, peopleCount, summary, next }
}

async function lockoutCards(tx: OrganisationTransaction): Promise<readonly LockoutCard[]> {
  const lockouts = await openOf<Lockout>(tx, 'lockout')
  const concerned = lockouts.map(({ provider, account, people }) => ({
    provider,
    account,
    labels: people.slice(0, NAMED_MAX),
  }))
  const people = await shownPeople(tx, concerned)
  return lockouts.map(({ id, cause, scope, provider, start, peopleCount, attempts, summary, next }, index) => {
    const card = { id, cause, scope, provider, start, peopleCount, attempts, summary, next }
    return { ...card, people: [...(people[index] ?? [])] }
  })
}

async function sourceCards(
  tx: OrganisationTransaction,
  now: number,
  judgingDelayMs: number | undefined,
): Promise<readonly SourceCard[]> {
  const sources = await tx
    .selectFrom('sources')
    .select(['id', 'name'])
    .where('closed', 'is', null)
    .orderBy('name')
    .execute()
  const activity = await sourceActivity(tx, now)
  return sources.map((source) => sourceCard(source, activity.get(source.id), now, judgingDelayMs))
}

function sourceCard(
  { id, name }: Pick<Source, 'id' | 'name'>,
  activity: SourceActivity | undefined,
  now: number,
  judgingDelayMs: number | undefined,
): SourceCard {
  if (activity === undefined) {
    const delaySeconds = { vendor: null, ours: null }
    return { id, name, provider: '', lastEvent: null, lastDelivery: null, rows24h: 0, delaySeconds, state: 'never' }
  }
  const { lastDelivery, lastEvent, vendorDelayMs, provider, rows24h } = activity
  return {
    id,
    name,
    provider: provider ?? '',
    lastEvent: lastEvent === null ? null : formatInstant(lastEvent),
    lastDelivery: formatInstant(lastDelivery),
    rows24h,
    delaySeconds: { vendor: seconds(vendorDelayMs), ours: seconds(judgingDelayMs ?? null) },
    state: now - lastDelivery > DEFAULTS.source.silentMs ? 'silent' : 'live',
  }
}

/** To a tenth. */
function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 100) / 10
}
