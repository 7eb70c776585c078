/**
 * Incidents end by the clock: a deadline for each organisation, set to when the next one will have been quiet for long
 * enough, in the transaction that changed any of them. When it is due, what is over ends, and it is set again.
 *
 * The same job writes down how far findings have grown: that they merely last longer is held back, and waits for the next of
 * its times, which are the same for all.
 */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { defineQueue, type Jobs } from '../jobs/index.ts'
import type { Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import { type Carrying, carryOut, type Latest, type Outcome, takeWhole } from './command.ts'
import { elapsing, nextElapse } from './deadlines.ts'
import type { Incidents } from './incident.ts'
import { loadIncidents } from './views.ts'

export const ELAPSE = defineQueue({ name: 'incidents-elapse', kind: 'deadline', payload: Type.Object({}) })

const KEY = 'next'
const GROWTH_KEY = 'grown'
const ACTOR = 'system/incidents'

/** Sets the deadline for these incidents, in the transaction that changed them. */
export type SetElapse = (tx: OrganisationTransaction, organisation: string, incidents: Incidents) => Promise<void>

/** Sets when growth that was held back at `now` is written: within `DEFAULTS.incident.growthMs`, however often this is asked. */
export type SetGrowth = (tx: OrganisationTransaction, organisation: string, now: number) => Promise<void>

export function setGrowthBy(jobs: Pick<Jobs, 'in'>): SetGrowth {
  return async (tx, organisation, now) => {
    const { growthMs } = DEFAULTS.incident
    const at = (Math.floor(now / growthMs) + 1) * growthMs
    await jobs.in(organisation).send(tx, ELAPSE, {}, { key: GROWTH_KEY, at })
  }
}

export function setElapseBy(jobs: Pick<Jobs, 'in'>): SetElapse {
  return async (tx, organisation, incidents) => {
    const at = nextElapse(incidents)
    if (at !== undefined) await jobs.in(organisation).send(tx, ELAPSE, {}, { key: KEY, at })
  }
}

/**
 * Writes how far findings have grown, and ends what is over at `now` (milliseconds), as part of a transaction; the ledger's
 * head is locked last.
 */
export async function elapseIncidents(
  tx: OrganisationTransaction,
  { sealer, now, owe, latest }: Omit<Carrying, 'actor'>,
): Promise<Outcome> {
  const incidents = await loadIncidents(tx, now)
  const grown = await takeWhole(tx, [...incidents.values()], now, latest)
  return await carryOut(tx, [...grown, ...elapsing(incidents, now)], { sealer, actor: ACTOR, now, owe })
}

export interface ElapseOptions {
  readonly store: Store
  readonly jobs: Jobs
  sealerOf(organisation: string): Sealer
  /** Milliseconds. */
  readonly clock: () => number
  /** Whom the facts are told: notify's `owe`. Left out, nobody. */
  readonly owe?: Carrying['owe']
  /** Findings of an organisation as they are now. Left out, what was held back is not written. */
  latestOf?(organisation: string): Latest
  /** After the commit: which incidents ended or have grown. */
  readonly onEnded?: (organisation: string, ids: readonly string[]) => void
}

/** Ends what became over while nobody looked, and from now on everything when it is due. Open `ELAPSE` with the queues. */
export async function startElapsing({
  store,
  jobs,
  sealerOf,
  clock,
  owe,
  latestOf,
  onEnded,
}: ElapseOptions): Promise<void> {
  const set = setElapseBy(jobs)

  async function elapse(organisation: string): Promise<void> {
    const { facts } = await store.in(organisation).transaction(async (tx) => {
      const doing = { sealer: sealerOf(organisation), now: clock(), owe, latest: latestOf?.(organisation) }
      const outcome = await elapseIncidents(tx, doing)
      await set(tx, organisation, outcome.incidents)
      return outcome
    })
    if (facts.length > 0)
      onEnded?.(
        organisation,
        facts.map(({ incident }) => incident),
      )
  }

  for (const organisation of await store.organisations()) await elapse(organisation)
  await jobs.work(ELAPSE, ({ db }) => elapse(db.organisation))
}
