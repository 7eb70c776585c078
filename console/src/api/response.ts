/** Playbooks, what they did or would do, and the switchboard for when everybody is locked out. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post, tell } from './call.ts'
import { prove, RequestOptions } from './passkey.ts'
import { Instant, Nullable } from './verdicts.ts'

const ResponseShape = Type.Object({
  id: Type.String(),
  incident: Nullable(Type.String()),
  playbook: Type.String(),
  /** The playbook's name when it was begun. */
  name: Type.String(),
  summary: Type.String(),
  person: Nullable(Type.String()),
  state: Type.String(),
  /** Why it waits for a person, where it does. */
  why: Nullable(Type.String()),
  steps: Type.Array(
    Type.Object({ do: Type.String(), outcome: Nullable(Type.String()), address: Nullable(Type.String()) }),
  ),
  /** What a person may do now. */
  may: Type.Array(Type.Enum(['approve', 'decline', 'undo'])),
  time: Instant,
})
export type Response = Static<typeof ResponseShape>

const Playbook = Type.Object({
  id: Type.String(),
  name: Type.String(),
  yaml: Type.String(),
  mode: Type.Enum(['report-only', 'active']),
  /** When report-only ends by itself. */
  until: Nullable(Instant),
  paused: Nullable(Type.Object({ since: Instant, by: Type.String(), reason: Type.String() })),
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
    queryFn: () => get(at`/organisations/${organisation}/responses`, Type.Array(ResponseShape)),
  })

const DryRun = Type.Object({
  would: Type.Array(
    Type.Object({
      time: Instant,
      finding: Type.String(),
      person: Nullable(Type.String()),
      detection: Type.String(),
      summary: Type.String(),
      steps: Type.Array(Type.Object({ step: Type.String(), approval: Type.Boolean() })),
      /** Why it would not have gone on by itself. */
      held: Nullable(Type.Enum(['limit', 'paused'])),
    }),
  ),
})
export type DryRun = Static<typeof DryRun>

export const dryRun = (organisation: string, yaml: string, days: number) =>
  post(at`/organisations/${organisation}/playbooks/dry-run`, { yaml, days }, DryRun)

export type ResponseAct = 'approve' | 'decline' | 'undo'

/** To stop is one press; to go on, or to give back, takes a passkey. */
export async function actOnResponse(organisation: string, response: string, act: ResponseAct): Promise<void> {
  const path = at`/organisations/${organisation}/responses/${response}/${act}`
  if (act === 'decline') return await tell(path)
  const options = await post(`${path}/begin`, undefined, RequestOptions)
  await tell(path, { assertion: await prove(options) })
}

export async function pausePlaybooks(organisation: string, reason: string): Promise<void> {
  const path = at`/organisations/${organisation}/playbooks/pause`
  const options = await post(`${path}/begin`, { reason }, RequestOptions)
  await tell(path, { reason, assertion: await prove(options) })
}

const Caller = Type.Object({
  id: Type.String(),
  label: Type.String(),
  contact: Nullable(Type.String()),
  at: Instant,
  told: Nullable(Instant),
  why: Type.String(),
})

const Trouble = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['outage', 'policy-block', 'mass-lockout']),
  title: Type.String(),
  since: Instant,
  ended: Nullable(Instant),
  people: Type.Integer(),
  text: Type.Object({
    portal: Type.String(),
    agent: Type.String(),
    ticket: Type.String(),
    chat: Type.String(),
    voice: Type.String(),
  }),
  callers: Type.Array(Caller),
  /** Callers whose trouble has another cause. */
  separate: Type.Array(Caller),
  /** Once it works: ids of callers who are still to be told. */
  toTell: Type.Array(Type.String()),
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

export const noteTold = (organisation: string, trouble: string, caller: string) =>
  tell(at`/organisations/${organisation}/switchboard/${trouble}/callers/${caller}/told`)
