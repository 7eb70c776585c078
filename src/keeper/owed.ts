/** What a change of settings brings about: the same transaction has to bring the change itself, decided by enough people. */
import { isDeepStrictEqual } from 'node:util'
import type { Decision, Draft } from '../ledger/index.ts'
import { shippedPlaybooks } from '../response/index.ts'
import { refusedDecision, refuseOtherTime } from './decisions.ts'
import type { Judging } from './judging.ts'
import { refusedRule } from './keeper-error.ts'
import { nameOf } from './knowledge.ts'
import type { SettingsRule } from './rules.ts'

/** Until the change comes. */
export interface Owed {
  /** Of change. */
  readonly kinds: readonly string[]
  readonly people: number
  /** By their names. */
  readonly decisions: readonly string[]
  /** What the change has to say, too, where it says something of this name. */
  readonly said: Draft['data']
}

export function judgeSettings(draft: Draft, rule: SettingsRule, judging: Judging): void {
  const { actor, data, decisions = [] } = draft
  if (decisions.length > 0) {
    oweChange(draft, rule, judging)
    return
  }
  if (rule.along !== undefined) {
    owe({ kinds: rule.along, people: 1, decisions: [], said: {} }, judging)
    return
  }
  if (rule.systemToo !== true || !actor.startsWith('system/')) throw refusedDecision()
  const isShipped = draft.type !== 'playbook-set' || shippedPlaybooks().some(({ yaml }) => yaml === data.yaml)
  if (!isShipped) throw refusedDecision()
}

/** The entry itself says whose word it is: then it names those who decided, and no others. */
export function oweChange(draft: Draft, { kinds, people, said, isRight }: SettingsRule, judging: Judging): void {
  const { data, decisions = [] } = draft
  if (typeof data.at === 'number') refuseOtherTime(data.at, judging.now)
  const named = data.by ?? data.founders
  if (Array.isArray(named) && !isDeepStrictEqual(new Set(named), membersOf(decisions))) throw refusedDecision()
  if (isRight?.(data) === false) throw refusedRule()
  const count = typeof people === 'function' ? people(draft, judging.entriesOf(draft.stream)) : people
  owe({ kinds, people: count, decisions: decisions.map(nameOf), said: said?.(draft) ?? data }, judging)
}

/** An import raises thousands alike, which owe one and the same. */
function owe(one: Owed, judging: Judging): void {
  const last = judging.owed.at(-1)
  if (!isDeepStrictEqual(last, one)) judging.owed = [...judging.owed, one]
}

/** A change that is applied: what it was decided to be, and by whose words. */
export interface Brought {
  readonly kind: string
  readonly people: number
  readonly decisions: readonly Decision[]
  readonly data: Draft['data']
}

/** Whatever rests on it is owed no more. */
export function settle({ kind, people, decisions, data }: Brought, judging: Judging): void {
  const given = decisions.map(nameOf)
  judging.owed = judging.owed.filter(
    (one) =>
      !one.kinds.includes(kind) ||
      people < one.people ||
      !one.decisions.every((decision) => given.includes(decision)) ||
      !agree(data, one.said),
  )
}

/** What a change and its effect both name has to be the same. */
function agree(wanted: Draft['data'], written: Draft['data']): boolean {
  return Object.entries(wanted).every(([name, value]) => !(name in written) || isDeepStrictEqual(written[name], value))
}

function membersOf(decisions: readonly Decision[]): ReadonlySet<string> {
  return new Set(decisions.map(({ staff }) => staff))
}
