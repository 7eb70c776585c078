/** A policy, once it is read: recipes by tier, and what holds for all of them (DESIGN §6). */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { DEFAULTS } from '../base/defaults.ts'
import type { PersonTier } from '../directory/index.ts'
import type { Recipe } from './recipe.ts'

export interface Policy {
  readonly name: string
  /** SHA-256 of all it says, in hexadecimal: two texts that differ in comments alone are one version. */
  readonly version: string
  /** How old evidence may be when the wait begins, in milliseconds. */
  readonly freshMs: number
  /** How long what changed proves nothing, in milliseconds. */
  readonly coolOffMs: number
  /** In which checks a named approver stands in for whoever gives it. */
  readonly standIns: readonly 'manager'[]
  /** Where the risks of paths beyond those of NIST are weighed; they need it (SP 800-63B-4 §4.2.1). */
  readonly riskAnalysis: string | undefined
  /** In the order in which they are offered; the last recipe is the last. */
  readonly tiers: Recipes
}
export type Recipes = Readonly<Record<PersonTier, readonly Recipe[]>>

/**
 * The end of every tier. It needs no phone, mailbox, manager or camera of one's own: in person at a desk, a partner's office or a
 * notary, with the document, before two people, and a code by letter. No policy can leave it out.
 */
export const LAST_RECIPE: Recipe = {
  id: 'last',
  needs: [['in-person'], ['letter-code']],
  waitMs: DEFAULTS.policy.lastWaitMs,
  approvals: 0,
}

/** With its version, and with the last recipe in every tier. */
export function policyOf(read: Omit<Policy, 'version'>): Policy {
  const { standard, sensitive, privileged } = read.tiers
  const tiers = {
    standard: [...standard, LAST_RECIPE],
    sensitive: [...sensitive, LAST_RECIPE],
    privileged: [...privileged, LAST_RECIPE],
  }
  return { ...read, tiers, version: versionOf({ ...read, tiers }) }
}

function versionOf({ riskAnalysis, ...read }: Omit<Policy, 'version'>): string {
  const said = canonicalize({ format: 'postern.policy/1', ...read, riskAnalysis: riskAnalysis ?? null })
  return createHash('sha256')
    .update(said ?? '')
    .digest('hex')
}
