/**
 * Whose an account is, where people decided it (DESIGN §3 rule 6): a fold of the stream `link/…`, one an account. What the
 * authoritative directory's id says is decided by identity.ts, and stands in the import's entry.
 *
 *   undecided ── account-linked (two people) ──▶ somebody's ── account-parted (two people) ──▶ a person of its own
 *
 * Equal names or addresses never link. Who an account was parted from is not proposed again.
 */
import Type from 'typebox'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'
import { Member } from './tier.ts'

const Strict = { additionalProperties: false }
const Said = {
  at: Type.Integer({ minimum: 0 }),
  /** With whom; from whom. */
  person: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  by: Type.Array(Member, { minItems: 2, maxItems: 10, uniqueItems: true }),
}
const LINK_ENTRIES = {
  'account-linked': entryType('account-linked', Type.Object(Said, Strict)),
  'account-parted': entryType('account-parted', Type.Object(Said, Strict)),
}
type LinkFact = FactOf<typeof LINK_ENTRIES>

export interface Link {
  /** Whose people said it is; undefined as long as they said nothing. */
  readonly person: string | undefined
  /** Whose they said it is not. */
  readonly apart: ReadonlySet<string>
}

export interface LinkCommand {
  readonly do: 'link' | 'part'
  readonly at: number
  /** Key of the account: what it is a person of its own by. */
  readonly account: string
  /** Whose it is now, as the directory says. */
  readonly owner: string
  readonly person: string
  readonly by: readonly string[]
}

/** `link/0f3c…`: the key of the account. */
export function streamOfLink(account: string): string {
  return `link/${account}`
}

export const LINK = {
  types: LINK_ENTRIES,
  initial: { person: undefined, apart: new Set() } as Link,

  evolve({ person, apart }: Link, { type, data }: LinkFact): Link {
    const after = new Set(apart)
    if (type === 'account-linked') {
      after.delete(data.person)
      return { person: data.person, apart: after }
    }
    return { person: person === data.person ? undefined : person, apart: after.add(data.person) }
  },

  decide(_: Link, { do: what, at, account, owner, person, by }: LinkCommand): Decided<LinkFact> {
    const data = { at, person, by: [...new Set(by)] }
    if (data.by.length < 2)
      return refused('ERR_LINK_TWO_PEOPLE', 'Two people decide whose an account is. Ask somebody else.')
    if (what === 'link') {
      if (owner === person) return refused('ERR_LINK_SAME', 'The account is this person’s already.')
      return { facts: [{ type: 'account-linked', data }] }
    }
    if (account === person) {
      const message = 'The person began with this account. Part the others from it instead.'
      return refused('ERR_LINK_FIRST', message)
    }
    return { facts: [{ type: 'account-parted', data }] }
  },
}

/** Whose it is after this decision. */
export function ownerAfter({ do: what, account, owner, person }: LinkCommand): string {
  if (what === 'link') return person
  return owner === person ? account : owner
}

function refused(code: string, message: string): Decided<LinkFact> {
  return { facts: [], refused: { code, message } }
}
