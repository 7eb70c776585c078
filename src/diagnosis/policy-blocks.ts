/** Which policy keeps people out, since when, whom, and which change of it began that. */
import type { Change, SignIn, Trace } from '../signin/index.ts'
import { traceOf } from '../signin/index.ts'
import type { Judged } from './judged.ts'

export interface PolicyChange {
  readonly policy: string
  readonly actor: string
  readonly trace: Trace
}

export interface Blocking {
  readonly policy: string
  readonly judged: readonly Judged[]
  readonly changed: PolicyChange | undefined
}

/** What may keep people out who got in before. */
const MAY_BLOCK: ReadonlySet<Change> = new Set<Change>(['policy-created', 'policy-changed', 'policy-strengthened'])

export function policyChangeOf(signIn: SignIn): PolicyChange | undefined {
  if (signIn.activity !== 'change' || signIn.outcome === 'failure') return undefined
  if (!MAY_BLOCK.has(signIn.change)) return undefined
  return { policy: signIn.target, actor: signIn.actor, trace: traceOf(signIn) }
}

/** One entry a policy of a tenant, most people first. A block that names no policy is entered under ''. */
export function policiesThatBlock(judged: readonly Judged[], changes: readonly PolicyChange[]): readonly Blocking[] {
  const byPolicy = new Map<string, { readonly policy: string; readonly judged: Judged[] }>()
  for (const one of judged) {
    if (one.cause !== 'policy-block' && one.cause !== 'policy-conflict') continue
    const { policies, provider, tenant } = one.lockout
    for (const policy of policies.size > 0 ? policies : ['']) {
      const key = [provider, tenant, policy].join('\n')
      const blocking = byPolicy.get(key)
      if (blocking === undefined) byPolicy.set(key, { policy, judged: [one] })
      else blocking.judged.push(one)
    }
  }
  return [...byPolicy.values()]
    .map((blocking) => ({ ...blocking, changed: lastChangeBefore(changes, blocking.policy, blocking.judged) }))
    .sort((a, b) => b.judged.length - a.judged.length || (a.policy < b.policy ? -1 : 1))
}

/** The last change of that very policy before its first block; blocks come in the order of their start. */
function lastChangeBefore(
  changes: readonly PolicyChange[],
  policy: string,
  judged: readonly Judged[],
): PolicyChange | undefined {
  const first = judged[0]?.start ?? Number.NaN
  return changes.findLast((change) => change.policy === policy && policy !== '' && change.trace.time <= first)
}
