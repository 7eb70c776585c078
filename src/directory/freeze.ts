/**
 * Nothing that gives access is done for a person who is frozen (DESIGN §3 rule 13): a fold of the stream `freeze/…`. The stream is
 * named by the person, so that deleting an account and making it again changes nothing (rule 6, R51). One person freezes, at once;
 * two end it.
 */
import Type from 'typebox'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'
import { Member } from './tier.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
/** Who or what froze: `link` is another account of the same person. */
export const FROZEN_BY = ['staff', 'stop', 'incident', 'link'] as const
export type FrozenBy = (typeof FROZEN_BY)[number]

/** Why a member of staff froze somebody. */
export const Reason = Type.String({ minLength: 3, maxLength: 1000 })

const Frozen = { at: At, because: Type.Enum(FROZEN_BY) }
const FREEZE_ENTRIES = {
  'person-frozen': entryType('person-frozen', Type.Object(Frozen, Strict)).next(
    Type.Object({ ...Frozen, reason: Type.Union([Reason, Type.Null()]) }, Strict),
    (before) => ({ ...before, reason: null }),
  ),
  'person-unfrozen': entryType(
    'person-unfrozen',
    Type.Object({ at: At, by: Type.Array(Member, { minItems: 2, maxItems: 10, uniqueItems: true }) }, Strict),
  ),
}
type FreezeFact = FactOf<typeof FREEZE_ENTRIES>

/** Undefined as long as nobody is frozen. */
export type Freeze = { readonly since: number; readonly because: FrozenBy; readonly reason: string | null } | undefined

export type FreezeCommand =
  | { readonly do: 'freeze'; readonly at: number; readonly because: 'staff'; readonly reason: string }
  | { readonly do: 'freeze'; readonly at: number; readonly because: Exclude<FrozenBy, 'staff'> }
  | { readonly do: 'unfreeze'; readonly at: number; readonly by: readonly string[] }

/** `freeze/0f3c…`: the id of the person. */
export function streamOfFreeze(person: string): string {
  return `freeze/${person}`
}

export const FREEZE = {
  types: FREEZE_ENTRIES,
  initial: undefined as Freeze,

  evolve(_: Freeze, fact: FreezeFact): Freeze {
    if (fact.type === 'person-unfrozen') return undefined
    const { at, because, reason } = fact.data
    return { since: at, because, reason }
  },

  decide(freeze: Freeze, command: FreezeCommand): Decided<FreezeFact> {
    const { at } = command
    if (command.do === 'freeze') {
      if (freeze !== undefined) return { facts: [] }
      const reason = command.because === 'staff' ? command.reason : null
      return { facts: [{ type: 'person-frozen', data: { at, because: command.because, reason } }] }
    }
    const by = [...new Set(command.by)]
    if (by.length < 2) return refused('ERR_FREEZE_TWO_PEOPLE', 'Two people end a freeze. Ask somebody else.')
    if (freeze === undefined) return refused('ERR_FREEZE_NONE', 'The person is not frozen. Load the person again.')
    return { facts: [{ type: 'person-unfrozen', data: { at, by } }] }
  },
}

function refused(code: string, message: string): Decided<FreezeFact> {
  return { facts: [], refused: { code, message } }
}
