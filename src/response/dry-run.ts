/**
 * What a playbook would have done: over the findings that were told in the last days, in the order in which they were told,
 * with the limits as they would have held. Nothing is written, and no provider is asked.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Finding } from '../diagnosis/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { attackSources } from './attack-sources.ts'
import { type PlannedStep, planFor } from './plan.ts'
import { isMeant, type Playbook, type Tier } from './playbook.ts'
import { judgeTier } from './respond.ts'
import { personToken, type ResponseRoom } from './room.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface WouldHave {
  /** When the finding was told, in milliseconds. */
  readonly time: number
  readonly finding: Finding
  /** Of whom it is about. */
  readonly tier: Tier
  readonly steps: readonly PlannedStep[]
  /** Its ground was taken away later: it would have been for nothing. */
  readonly withdrawn: boolean
  /** The limit would have been reached here; or it was before, and a person would have had to decide. */
  readonly held: 'limit' | 'paused' | undefined
}

/** Findings that are looked at in one transaction: between two, others have their turn at the database. */
const TOGETHER_MAX = 50

/**
 * `days` back from now, as if the playbook had been active all the time. Throws the reason of `signal` once that is aborted:
 * nobody waits for it any more.
 */
export async function dryRun(
  room: ResponseRoom,
  playbook: Playbook,
  days: number,
  signal: AbortSignal,
): Promise<readonly WouldHave[]> {
  const { db } = room.ledger
  const told = await db.transaction((tx) => findingsSince(tx, room.clock() - days * DAY_MS))
  const planned: Planned[] = []
  for (let at = 0; at < told.length; at += TOGETHER_MAX) {
    signal.throwIfAborted()
    const some = told.slice(at, at + TOGETHER_MAX)
    planned.push(...(await db.transaction((tx) => plan(tx, room, playbook, some))))
  }
  return withLimits(planned, playbook.peoplePerHour)
}

async function plan(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  playbook: Playbook,
  told: readonly Told[],
): Promise<readonly Planned[]> {
  const planned: Planned[] = []
  for (const { finding, time, withdrawn } of told) {
    const tier = await judgeTier(tx, room, finding)
    if (!isMeant(playbook, finding, tier)) continue
    const sources = await attackSources(tx, finding)
    const steps = planFor(playbook, { finding, tier, sources }) ?? []
    const person = touches(steps) ? personToken(room, finding) : undefined
    planned.push({ time, finding, tier, steps, withdrawn, person })
  }
  return planned
}

type Told = Pick<WouldHave, 'finding' | 'time' | 'withdrawn'>

interface Planned extends Omit<WouldHave, 'held'> {
  /** Whose way in would be touched. */
  readonly person: string | undefined
}

function touches(steps: readonly PlannedStep[]): boolean {
  return steps.some((step) => step.do !== 'notify' && step.do !== 'refuse-source' && !step.approval)
}

/** Pure. After the limit everything waits for a person, as it would: nobody resumed. */
function withLimits(planned: readonly Planned[], peoplePerHour: number): readonly WouldHave[] {
  const touched: { readonly time: number; readonly person: string }[] = []
  let isPaused = false
  return planned.map(({ person, ...would }): WouldHave => {
    if (isPaused) return { ...would, held: would.steps.some((step) => step.do !== 'notify') ? 'paused' : undefined }
    if (person === undefined) return { ...would, held: undefined }
    const lately = new Set(touched.filter(({ time }) => time > would.time - HOUR_MS).map((one) => one.person))
    if (!lately.has(person) && lately.size >= peoplePerHour) {
      isPaused = true
      return { ...would, held: 'limit' }
    }
    touched.push({ time: would.time, person })
    return { ...would, held: undefined }
  })
}

async function findingsSince(tx: OrganisationTransaction, since: number): Promise<readonly Told[]> {
  const rows = await tx
    .selectFrom('verdicts')
    .select(['body', 'first_told as time', 'withdrawn'])
    .where('kind', '=', 'finding')
    .where('first_told', '>=', since)
    .orderBy('first_told', 'desc')
    .orderBy('id')
    .limit(DEFAULTS.response.dryRunFindingsMax)
    .execute()
  return rows
    .reverse()
    .map(({ body, time, withdrawn }) => ({ finding: JSON.parse(body), time, withdrawn: withdrawn !== null }))
}
