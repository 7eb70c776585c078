/**
 * What a playbook would have done: over the findings that were told in the last days, in the order in which they were told,
 * with the limits as they would have held. Nothing is written, and no provider is asked.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Finding } from '../diagnosis/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { attackSources } from './attack-sources.ts'
import { type PlannedStep, planFor } from './plan.ts'
import { isMeant, type Playbook } from './playbook.ts'
import { judgeTier } from './respond.ts'
import { personToken, type ResponseRoom } from './room.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface WouldHave {
  /** When the finding was told, in milliseconds. */
  readonly time: number
  readonly finding: Finding
  readonly steps: readonly PlannedStep[]
  /** Its ground was taken away later: it would have been for nothing. */
  readonly withdrawn: boolean
  /** The limit would have been reached here; or it was before, and a person would have had to decide. */
  readonly held: 'limit' | 'paused' | undefined
}

/** `days` back from now, as if the playbook had been active all the time. */
export async function dryRun(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  playbook: Playbook,
  days: number,
): Promise<readonly WouldHave[]> {
  const told = await findingsSince(tx, room.clock() - days * DAY_MS)
  const planned: Planned[] = []
  for (const { finding, time, withdrawn } of told) {
    const tier = await judgeTier(tx, room, finding)
    if (!isMeant(playbook, finding, tier)) continue
    const sources = await attackSources(tx, finding)
    const steps = planFor(playbook, { finding, tier, sources }) ?? []
    planned.push({ time, finding, steps, withdrawn, person: touches(steps) ? personToken(room, finding) : undefined })
  }
  return withLimits(planned, playbook.peoplePerHour)
}

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

async function findingsSince(
  tx: OrganisationTransaction,
  since: number,
): Promise<readonly Pick<WouldHave, 'finding' | 'time' | 'withdrawn'>[]> {
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
