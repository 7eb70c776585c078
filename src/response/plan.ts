/**
 * What a playbook does about a finding. Pure: the same answer for the live stream and for a dry run over history.
 *
 * A finding about an emergency account plans nothing but a notice, whatever the playbook says (DESIGN §3 rule 18): there is
 * no step to forget. What a finding does not name cannot be acted on: a spray has no person, and some findings no source.
 */
import type { Finding } from '../diagnosis/index.ts'
import { isMeant, type Playbook, type PlaybookVerb, type Tier } from './playbook.ts'

export interface Subject {
  readonly finding: Finding
  /** `emergency` where the registry has the account, whatever else it is. */
  readonly tier: Tier
  /** Addresses that the attack came from and that are nobody's home, at most a few. */
  readonly sources: readonly string[]
}

export type PlannedStep =
  | { readonly do: 'notify' }
  | { readonly do: 'refuse-source'; readonly approval: boolean; readonly address: string; readonly forMs: number }
  | { readonly do: Exclude<PlaybookVerb, 'refuse-source'>; readonly approval: boolean }

/** In the order in which they are carried out; undefined if the playbook is not about this. */
export function planFor(playbook: Playbook, { finding, tier, sources }: Subject): readonly PlannedStep[] | undefined {
  if (!isMeant(playbook, finding, tier)) return undefined
  if (tier === 'emergency') return [{ do: 'notify' }]
  const hasAccount = (finding.account ?? '') !== ''
  return playbook.steps.flatMap((step): readonly PlannedStep[] => {
    if (step.do === 'notify') return [{ do: 'notify' }]
    const { approval, forMs } = step
    if (step.do !== 'refuse-source') return hasAccount ? [{ do: step.do, approval }] : []
    return sources.map((address) => ({ do: 'refuse-source', approval, address, forMs: forMs ?? 0 }))
  })
}
