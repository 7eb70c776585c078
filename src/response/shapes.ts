/** What the routes of this room show. */
import Type, { type Static } from 'typebox'
import { formatInstant } from '../base/time.ts'
import type { OpenedResponse } from './response.ts'
import type { ShownResponse } from './views.ts'

const Strict = { additionalProperties: false }
const MaybeText = Type.Union([Type.String(), Type.Null()])

const STATES = [
  'reported',
  'running',
  'waiting',
  'held',
  'done',
  'declined',
  'expired',
  'withdrawn',
  'undoing',
  'undone',
] as const satisfies readonly ShownResponse['state'][]

export const ResponseShape = Type.Object(
  {
    id: Type.String(),
    incident: MaybeText,
    finding: Type.String(),
    playbook: Type.String(),
    /** The playbook's name when it was opened. */
    name: Type.String(),
    severity: Type.Enum(['info', 'low', 'medium', 'high', 'critical']),
    summary: Type.String(),
    person: MaybeText,
    state: Type.Enum([...STATES]),
    /** Why it waits for a person, where it does. */
    why: MaybeText,
    /** The step that is next, or was the last. */
    step: Type.String(),
    steps: Type.Array(
      Type.Object(
        { do: Type.String(), approval: Type.Boolean(), address: MaybeText, outcome: MaybeText, code: MaybeText },
        Strict,
      ),
    ),
    /** What a person may do now. */
    may: Type.Array(Type.Enum(['approve', 'decline', 'undo'])),
    time: Type.String(),
    changed: Type.String(),
  },
  Strict,
)

const WHY: Readonly<Record<NonNullable<OpenedResponse['held']>, string>> = {
  limit: 'More people in this hour than the playbook may touch without a human.',
  paused: 'The playbooks are paused.',
  stale: 'It was not begun in time: look whether it is still needed.',
}

export function responseShape(shown: ShownResponse): Static<typeof ResponseShape> {
  const { about, steps, state, held } = shown
  const next = steps.find(({ outcome }) => outcome === null) ?? steps.at(-1)
  return {
    id: shown.id,
    incident: shown.incident,
    finding: shown.finding,
    playbook: shown.playbook,
    name: about.playbook,
    severity: about.severity,
    summary: about.summary,
    person: about.person ?? null,
    state,
    why:
      held !== null ? WHY[held] : state === 'waiting' ? 'The playbook wants a person to say yes to this step.' : null,
    step: next?.do ?? 'notify',
    steps: steps.map(({ do: verb, approval, address, outcome, code }) => {
      return { do: verb, approval, address: address ?? null, outcome: outcome ?? null, code: code ?? null }
    }),
    may: mayNow(shown),
    time: formatInstant(shown.opened),
    changed: formatInstant(shown.changed),
  }
}

const UNDOABLE: readonly string[] = ['refuse-source', 'add-to-high-risk-group', 'suspend']

function mayNow({ state, steps }: ShownResponse): Static<typeof ResponseShape>['may'] {
  const isWaiting = state === 'waiting' || state === 'held'
  const canUndo = state !== 'undoing' && steps.some((step) => step.outcome === 'done' && UNDOABLE.includes(step.do))
  return [
    ...(isWaiting ? (['approve'] as const) : []),
    ...(isWaiting || state === 'running' ? (['decline'] as const) : []),
    ...(canUndo ? (['undo'] as const) : []),
  ]
}
