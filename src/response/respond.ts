/**
 * Findings become responses in the transaction that tells them: part of `owe` of createWatch. Once for each playbook and
 * finding, however often it is told and however it grows. A finding that is withdrawn starts nothing, and stops what has
 * not begun.
 *
 * A finding may rest on pushed rows alone: what playbooks do takes access away and tells people, which is allowed on such
 * ground (DESIGN §3 rule 7); nothing here gives.
 */
import { createHash } from 'node:crypto'
import type { Finding } from '../diagnosis/index.ts'
import { loadState } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Changes } from '../watch/index.ts'
import { attackSources } from './attack-sources.ts'
import { AUTOMATION, AUTOMATION_STREAM, type Automation, type InForce } from './automation.ts'
import { command } from './command.ts'
import { parsePlaybook } from './parse-playbook.ts'
import { type PlannedStep, planFor } from './plan.ts'
import { isMeant, type Playbook, reportsUntil, type Tier } from './playbook.ts'
import type { ResponseData } from './response-facts.ts'
import { addressToken, personToken, type ResponseRoom } from './room.ts'
import { type About, findResponse, lockResponse, responsesOfFindings } from './views.ts'

export const AUTOMATIC = 'system/response'
const ID_LENGTH = 32

export interface Responding {
  /**
   * What changes owe. `gather` runs in between and gives the incident of a finding: it locks the ledger's head, and what
   * locks rows has to come before that.
   */
  owe(
    tx: OrganisationTransaction,
    changes: Changes,
    gather?: () => Promise<(finding: string) => string | undefined>,
  ): Promise<void>
}

/** A playbook in force, read. */
interface Known {
  readonly id: string
  readonly version: string
  readonly playbook: Playbook
  readonly since: number
}

export function createResponding(room: ResponseRoom): Responding {
  return {
    async owe(tx, { told, withdrawn }, gather) {
      const without = await responsesOfFindings(tx, withdrawn)
      for (const id of without) await lockResponse(tx, id)
      await room.lockNotices(tx)
      const incidentOf = await gather?.()
      for (const id of without) await withdraw(tx, room, id)

      const findings = told.filter(({ kind }) => kind === 'finding').map(({ body }) => JSON.parse(body) as Finding)
      if (findings.length === 0) return
      const known = playbooksOf(await loadState(tx, room.ledger, AUTOMATION_STREAM, AUTOMATION))
      for (const finding of findings) await answer(tx, room, known, finding, incidentOf?.(finding.id))
    },
  }
}

async function withdraw(tx: OrganisationTransaction, room: ResponseRoom, id: string): Promise<void> {
  const found = await findResponse(tx, id)
  if (found === undefined) return
  await command(tx, room, { id, about: found.about, actor: AUTOMATIC }, { do: 'withdraw', at: room.clock() })
}

/** What is in force was checked when it was set; what a later version of Postern cannot read does nothing. */
function playbooksOf({ playbooks }: Automation): readonly Known[] {
  return [...playbooks].flatMap(([id, { yaml, since }]: [string, InForce]) => {
    const parsed = parsePlaybook(yaml)
    const version = createHash('sha256').update(yaml).digest('base64url')
    return 'playbook' in parsed ? [{ id, version, playbook: parsed.playbook, since }] : []
  })
}

async function answer(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  known: readonly Known[],
  finding: Finding,
  incident: string | undefined,
): Promise<void> {
  if (!known.some(({ playbook }) => playbook.findings.includes(finding.detection))) return
  const tier = await judgeTier(tx, room, finding)
  const meant = known.filter(({ playbook }) => isMeant(playbook, finding, tier))
  if (meant.length === 0) return
  const sources = await attackSources(tx, finding)
  for (const { id: playbook, ...its } of meant) {
    const steps = planFor(its.playbook, { finding, tier, sources })
    if (steps === undefined) continue
    const id = createHash('sha256')
      .update(JSON.stringify([playbook, finding.id]))
      .digest('hex')
      .slice(0, ID_LENGTH)
    const at = room.clock()
    const person = personToken(room, finding)
    const opened: ResponseData<'response-opened'> = {
      at,
      playbook,
      version: its.version,
      finding: finding.id,
      ...(incident === undefined ? {} : { incident }),
      provider: finding.provider,
      ...(person === undefined ? {} : { person }),
      tier,
      as: at < (reportsUntil(its.playbook, its.since) ?? 0) ? 'report' : 'act',
      peoplePerHour: its.playbook.peoplePerHour,
      steps: steps.map((step) => written(room, step)),
    }
    const about = aboutOf(room, its.playbook, finding, sources)
    await command(tx, room, { id, about, actor: AUTOMATIC }, { do: 'open', ...opened })
  }
}

/** The registry has the last word. */
export async function judgeTier(tx: OrganisationTransaction, room: ResponseRoom, finding: Finding): Promise<Tier> {
  const registered = await room.emergencyAccounts(tx)
  const isRegistered = registered.some(
    ({ provider, account }) => provider === finding.provider && account === finding.account,
  )
  return isRegistered ? 'emergency' : await room.tierOf(tx, finding)
}

function written(room: ResponseRoom, step: PlannedStep): ResponseData<'response-opened'>['steps'][number] {
  if (step.do === 'notify') return { do: 'notify', approval: false }
  if (step.do !== 'refuse-source') return { do: step.do, approval: step.approval }
  const { approval, address, forMs } = step
  return { do: 'refuse-source', approval, source: addressToken(room, address), forMs }
}

function aboutOf(room: ResponseRoom, { name }: Playbook, finding: Finding, sources: readonly string[]): About {
  const { detection, severity, summary, start, provider, account, person } = finding
  return {
    playbook: name,
    detection,
    severity,
    summary,
    start: Date.parse(start),
    provider,
    account,
    person,
    addresses: Object.fromEntries(sources.map((address) => [addressToken(room, address), address])),
  }
}
