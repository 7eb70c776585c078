/** HTTP: playbooks, what one would have done, and the pause. What changes them goes through approvals/, as all settings do. */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import { type Access, callerAs, machine, Nothing, type Route, route, staff } from '../http/index.ts'
import { AssertionSchema, orProblem } from '../staff/index.ts'
import { PauseReason, PlaybookYaml } from './automation.ts'
import { reaches } from './decisions.ts'
import { dryRun, type WouldHave } from './dry-run.ts'
import { parsePlaybook } from './parse-playbook.ts'
import { loadAutomation, PAUSING_ROLES, pause, pausing } from './pause.ts'
import { type Playbook, reportsUntil } from './playbook.ts'
import { playbookProblem } from './problems.ts'
import type { ResponseRoutesOptions } from './response-routes.ts'
import { ResponseShape, responseShape } from './shapes.ts'
import { latestResponses } from './views.ts'

const RECENT_MAX = 10
const LOOKED_AT = 500
/** Each looks at up to ten thousand findings. */
const DRY_RUNS = { count: 6, perMs: 60_000 }
const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const MaybeText = Type.Union([Type.String(), Type.Null()])

const READERS: Access = [staff(['agent', 'approver', 'analyst', 'administrator', 'auditor']), machine('responses:read')]
const WRITERS: Access = [staff(['analyst', 'administrator'])]
const STOPPERS: Access = [staff(PAUSING_ROLES)]

const PlaybookShape = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    yaml: Type.String(),
    mode: Type.Enum(['report-only', 'active']),
    /** When report-only ends by itself. */
    until: MaybeText,
    paused: Type.Union([
      Type.Object({ since: Type.String(), by: Type.String(), reason: Type.String() }, Strict),
      Type.Null(),
    ]),
    recent: Type.Array(ResponseShape),
  },
  Strict,
)

const WouldShape = Type.Object(
  {
    time: Type.String(),
    finding: Type.String(),
    detection: Type.String(),
    summary: Type.String(),
    person: MaybeText,
    steps: Type.Array(Type.Object({ step: Type.String(), approval: Type.Boolean(), address: MaybeText }, Strict)),
    /** The finding turned out to have no ground. */
    withdrawn: Type.Boolean(),
    held: Type.Union([Type.Enum(['limit', 'paused']), Type.Null()]),
  },
  Strict,
)

export function playbookRoutes({
  roomOf,
  deciding,
}: Pick<ResponseRoutesOptions, 'roomOf' | 'deciding'>): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/playbooks',
      on: 'console',
      access: READERS,
      summary: 'Playbooks in force, and what each did lately.',
      params: Organisation,
      answers: { 200: Type.Array(PlaybookShape) },
      async handle({ params, scopes, now }) {
        const room = roomOf(params.organisation)
        const { automation, responses } = await room.ledger.db.transaction(async (tx) => {
          return { automation: await loadAutomation(tx, room), responses: await latestResponses(tx, LOOKED_AT) }
        })
        const { paused } = automation
        const body = [...automation.playbooks].map(([id, { yaml, since }]) => {
          const parsed = parsePlaybook(yaml)
          const known = 'playbook' in parsed ? parsed.playbook : undefined
          const recent = responses.filter((one) => one.playbook === id && reaches(scopes, one.tier))
          return {
            id,
            name: known?.name ?? id,
            yaml,
            ...modeOf(known, since, now),
            paused:
              paused === undefined ? null : { since: formatInstant(paused.at), by: paused.by, reason: paused.reason },
            recent: recent.slice(0, RECENT_MAX).map(responseShape),
          }
        })
        return { status: 200, body }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/playbooks/dry-run',
      on: 'console',
      access: WRITERS,
      summary: 'What a playbook would have done in the last days. Nothing is changed by it.',
      params: Organisation,
      rates: { perCaller: DRY_RUNS },
      body: Type.Object(
        { yaml: PlaybookYaml, days: Type.Integer({ minimum: 1, maximum: DEFAULTS.response.dryRunDaysMax }) },
        Strict,
      ),
      answers: { 200: Type.Object({ would: Type.Array(WouldShape) }, Strict) },
      async handle({ params, body, scopes, signal }) {
        const parsed = parsePlaybook(body.yaml)
        if ('problem' in parsed) throw playbookProblem(parsed.problem)
        const all = await dryRun(roomOf(params.organisation), parsed.playbook, body.days, signal)
        const would = all.filter(({ tier }) => reaches(scopes, tier))
        return { status: 200, body: { would: would.map(wouldShape) } }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/playbooks/pause/begin',
      on: 'console',
      access: STOPPERS,
      summary: 'What a passkey is asked for to pause all playbooks.',
      params: Organisation,
      body: Type.Object({ reason: PauseReason }, Strict),
      answers: { 200: Type.Object({}, { additionalProperties: true }) },
      async handle(call) {
        const { id: by } = callerAs(call, 'staff')
        const intent = pausing(call.params.organisation, call.body.reason)
        return { status: 200, body: { ...(await deciding.begin({ by, intent, now: call.now })) } }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/playbooks/pause',
      on: 'console',
      access: STOPPERS,
      summary:
        'Pauses all playbooks: nothing more is begun without a person, and everybody is told. Resuming takes two.',
      params: Organisation,
      body: Type.Object({ reason: PauseReason, assertion: AssertionSchema }, Strict),
      answers: { 204: Nothing },
      async handle(call) {
        const { params, now } = call
        const { reason, assertion } = call.body
        const { id: by } = callerAs(call, 'staff')
        const intent = pausing(params.organisation, reason)
        const { decision } = orProblem(await deciding.take({ by, intent, assertion, now }))
        const room = roomOf(params.organisation)
        const paused = { by: `staff/${by}`, reason, decisions: [decision] }
        await room.ledger.db.transaction((tx) => pause(tx, room, paused))
        return { status: 204 }
      },
    }),
  ]
}

/** What cannot be read does nothing: it is shown as only reporting. */
function modeOf(playbook: Playbook | undefined, since: number, now: number) {
  const until = playbook === undefined ? Number.POSITIVE_INFINITY : (reportsUntil(playbook, since) ?? 0)
  const reports = now < until
  return {
    mode: reports ? ('report-only' as const) : ('active' as const),
    until: reports && Number.isFinite(until) ? formatInstant(until) : null,
  }
}

function wouldShape({ time, finding, steps, withdrawn, held }: WouldHave) {
  return {
    time: formatInstant(time),
    finding: finding.id,
    detection: finding.detection,
    summary: finding.summary,
    person: finding.person ?? null,
    steps: steps.map((step) => ({
      step: step.do,
      approval: step.do !== 'notify' && step.approval,
      address: step.do === 'refuse-source' ? step.address : null,
    })),
    withdrawn,
    held: held ?? null,
  }
}
