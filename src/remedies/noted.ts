/** What a fact says of a change and of a state: tokens, times and numbers. No name, no label, and never a secret. */
import { keyedToken } from '../base/keyed-token.ts'
import { type Change, type State, sortOf } from '../providers/index.ts'
import type { IssueOrder, Order, RemedyRoom } from './order.ts'

type Tokens = ReturnType<typeof keyedToken>

type Ordered = Pick<Order | IssueOrder, 'provider' | 'change' | 'authority' | 'automatic'>

/** The same for whoever begins it and whoever judges that. */
export function whatOf({ tokenKey }: Pick<RemedyRoom, 'tokenKey'>, order: Ordered) {
  const { provider, change, authority, automatic } = order
  const token = keyedToken(tokenKey)
  const object = objectOf(token, provider, change)
  return {
    verb: change.verb,
    sort: sortOf(change.verb),
    provider,
    target: targetToken(token, provider, change),
    ...(object === undefined ? {} : { object }),
    authority,
    automatic,
  }
}

export function targetToken(token: Tokens, provider: string, change: Change): string {
  return 'account' in change ? token('person', `${provider}:${change.account}`) : token('address', change.address)
}

/** What of the account's is changed, where the verb alone does not say it. */
function objectOf(token: Tokens, provider: string, change: Change): string | undefined {
  if (change.verb === 'remove-authenticator') return token('authenticator', `${provider}:${change.authenticator}`)
  return 'group' in change ? token('group', `${provider}:${change.group}`) : undefined
}

export function noted(state: State) {
  if (state.kind === 'source') return state
  const { authenticators, groups, passes, ...plain } = state
  return { ...plain, authenticators: authenticators.length, groups: groups.length, passes: passes.length }
}
