/**
 * Which policy is in force: a fold of one stream. Versions are kept for ever, since a case has to satisfy the one it was opened
 * under (DESIGN §3 rule 8). Until two people activate one, it is the preset `nist-63b-4`.
 */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { type Decided, type Draft, entryType, type FactOf } from '../ledger/index.ts'
import { lintPolicy } from './lint.ts'
import type { Policy } from './policy.ts'
import { PolicyError } from './policy-error.ts'
import { presets } from './presets.ts'
import { readPolicy } from './read-policy.ts'
import { isWeakened } from './weakening.ts'

const Strict = { additionalProperties: false }
export const PolicyText = Type.String({ minLength: 1, maxLength: DEFAULTS.policy.yamlBytesMax })
export const Version = Type.String({ pattern: '^[0-9a-f]{64}$' })

const POLICY_ENTRIES = {
  'policy-activated': entryType(
    'policy-activated',
    Type.Object({ at: Type.Integer({ minimum: 0 }), version: Version, yaml: PolicyText }, Strict),
  ),
}
type PolicyFact = FactOf<typeof POLICY_ENTRIES>

export interface Activated {
  readonly version: string
  readonly yaml: string
  /** From when on it was in force, in milliseconds; null for the one that nobody activated. */
  readonly since: number | null
}

/** The latest is the last. A version that was activated again stands here again. */
export type Activations = readonly Activated[]

export interface Activate {
  readonly at: number
  readonly yaml: string
}

export const POLICY_STREAM = 'organisation/policy'

export const POLICIES = {
  types: POLICY_ENTRIES,
  initial: [] as Activations,

  evolve(before: Activations, { data: { at, version, yaml } }: PolicyFact): Activations {
    return [...before, { version, yaml, since: at }]
  },

  decide(before: Activations, { at, yaml }: Activate): Decided<PolicyFact> {
    const linted = lintPolicy(yaml)
    if ('findings' in linted) {
      const [{ code, line, column, message }] = linted.findings
      return refused(code, `Line ${line}, column ${column}: ${message}`)
    }
    const { version } = linted.policy
    if (inForce(before).version === version && before.length > 0) {
      return refused('ERR_POLICY_IN_FORCE', 'This policy is in force already. Comments alone make no new version.')
    }
    return { facts: [{ type: 'policy-activated', data: { at, version, yaml } }] }
  },
}

function refused(code: string, message: string): Decided<PolicyFact> {
  return { facts: [], refused: { code, message } }
}

const DEFAULT_PRESET = 'nist-63b-4'

export function inForce(activations: Activations): Activated {
  return activations.at(-1) ?? shipped().find(({ id }) => id === DEFAULT_PRESET)!
}

/** The version as it was, activated or shipped; undefined for one that is not known here. */
export function activatedAs(activations: Activations, version: string): Activated | undefined {
  return [...activations, ...shipped()].findLast((one) => one.version === version)
}

/** Throws ERR_POLICY_UNREADABLE where this program cannot read what an earlier one put into force. */
export function policyIn({ yaml, version }: Activated): Policy {
  const read = readPolicy(yaml)
  // By today's language it may have another digest: cases know it by the one it had.
  if ('policy' in read) return { ...read.policy, version }
  throw new PolicyError(
    'ERR_POLICY_UNREADABLE',
    `Version ${version} of the policy cannot be read by this program. Nothing is recovered under it; activate another.`,
  )
}

/** Whether it takes two people to put this in the place of what is in force (rule 24). True for what is no good policy. */
export function weakens(activations: Activations, yaml: string): boolean {
  const linted = lintPolicy(yaml)
  return 'findings' in linted || isWeakened(policyIn(inForce(activations)), linted.policy)
}

/** How many people have to have decided on an entry, by those of the stream before it. Throws ERR_LEDGER_DATA_INVALID. */
export function policyPeople(entry: Draft, before: readonly Draft[]): 1 | 2 {
  const facts = [...before, entry].map((one) => POLICY_ENTRIES['policy-activated'].read(one))
  const activations = facts.slice(0, -1).map(({ at, version, yaml }) => ({ version, yaml, since: at }))
  return weakens(activations, facts.at(-1)?.yaml ?? '') ? 2 : 1
}

/** Whether an entry's data is a good policy, under the version that it says. */
export function isActivation({ yaml, version }: Draft['data']): boolean {
  const linted = lintPolicy(typeof yaml === 'string' ? yaml : '')
  return 'policy' in linted && linted.policy.version === version
}

function shipped(): readonly (Activated & { readonly id: string })[] {
  return presets().flatMap(({ id, yaml }) => {
    const read = readPolicy(yaml)
    return 'policy' in read ? { id, yaml, version: read.policy.version, since: null } : []
  })
}
