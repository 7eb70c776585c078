/** Playbooks, what they did or would do, and the switchboard for when everybody is locked out. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post, tell } from './call.ts'
import { Instant, Nullable } from './verdicts.ts'

const Recent = Type.Object({
  id: Type.String(),
  incident: Nullable(Type.String()),
  playbook: Type.String(),
  step: Type.String(),
  state: Type.String(),
  time: Instant,
})
export type Response = Static<typeof Recent>

const Playbook = Type.Object({
  id: Type.String(),
  name: Type.String(),
  yaml: Type.String(),
  mode: Type.Enum(['report-only', 'active']),
  /** When report-only ends by itself. */
  until: Nullable(Instant),
  paused: Nullable(Type.Union([Instant, Type.Object({ since: Instant, by: Type.String(), reason: Type.String() })])),
  recent: Type.Array(Type.Unknown()),
})
export type Playbook = Static<typeof Playbook>

export const playbooksQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'playbooks'],
    queryFn: () => get(at`/organisations/${organisation}/playbooks`, Type.Array(Playbook)),
  })

export const responsesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'responses'],
    queryFn: () => get(at`/organisations/${organisation}/responses`, Type.Array(Recent)),
  })

const DryRun = Type.Object({
  would: Type.Array(
    Type.Object({
      time: Instant,
      finding: Type.String(),
      person: Nullable(Type.String()),
      steps: Type.Array(Type.Union([Type.String(), Type.Object({ step: Type.String() })])),
    }),
  ),
})
export type DryRun = Static<typeof DryRun>

export const dryRun = (organisation: string, yaml: string, days: number) =>
  post(at`/organisations/${organisation}/playbooks/dry-run`, { yaml, days }, DryRun)

export type ResponseAct = 'approve' | 'decline' | 'undo'

export const actOnResponse = (organisation: string, response: string, act: ResponseAct) =>
  tell(at`/organisations/${organisation}/responses/${response}/${act}`)

export const pausePlaybooks = (organisation: string, reason: string) =>
  tell(at`/organisations/${organisation}/playbooks/pause`, { reason })

const Trouble = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['outage', 'policy-block', 'mass-lockout']),
  title: Type.String(),
  since: Instant,
  people: Type.Integer(),
  text: Type.Object({
    portal: Type.String(),
    agent: Type.String(),
    ticket: Type.String(),
    chat: Type.String(),
    voice: Type.String(),
  }),
  callers: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), at: Instant, told: Nullable(Instant) })),
  /** Callers whose trouble has another cause. */
  separate: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), why: Type.String() })),
})
export type Trouble = Static<typeof Trouble>

export const switchboardQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'switchboard'],
    queryFn: () => get(at`/organisations/${organisation}/switchboard`, Type.Array(Trouble)),
  })

const Attached = Type.Object({ belongs: Type.Boolean(), why: Type.String() })

export const attachCaller = (organisation: string, trouble: string, caller: { label: string; contact?: string }) =>
  post(at`/organisations/${organisation}/switchboard/${trouble}/callers`, caller, Attached)
