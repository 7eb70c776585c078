/**
 * From YAML to a policy. Whatever is wrong is told with its place. Nothing is guessed: an unknown word is refused, not ignored.
 * Whether the policy is a good one is the lint's question.
 */
import { Value } from 'typebox/value'
import { PERSON_TIERS, type PersonTier } from '../directory/index.ts'
import { CHECK_IDS, type CheckId, isCheck } from '../verification/index.ts'
import type { Path, PolicyFinding, Told } from './finding.ts'
import { LAST_RECIPE, type Policy, policyOf } from './policy.ts'
import { PolicyForm, wantedAt } from './policy-schema.ts'
import { openPolicyYaml } from './policy-yaml.ts'
import type { Recipe } from './recipe.ts'

export type Read =
  /** `told`: to say more about places of this text. */
  { readonly policy: Policy; readonly told: Told } | { readonly findings: readonly PolicyFinding[] }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Reads a policy, or gives everything in it that is no policy. */
export function readPolicy(text: string): Read {
  const yaml = openPolicyYaml(text)
  if ('findings' in yaml) return yaml
  const { value, told } = yaml
  const findings = Value.Check(PolicyForm, value) ? wordsIn(value, told) : formIn(value, told)
  if (findings.length > 0) return { findings }
  return { policy: policyFrom(value as PolicyForm), told }
}

/** What has not the form of a policy: each place once. */
function formIn(value: unknown, told: Told): readonly PolicyFinding[] {
  const findings = new Map<string, PolicyFinding>()
  for (const { keyword, instancePath, params } of Value.Errors(PolicyForm, value)) {
    if (keyword === 'additionalProperties') continue
    const path = pathOf(instancePath)
    const missing = keyword === 'required' ? (params as { requiredProperties: string[] }).requiredProperties : []
    for (const part of missing) {
      const at = [...path, part]
      findings.set(at.join('/'), told('ERR_POLICY_FORM', at, `${named(at)} is missing: it ${wantedAt(at)}`))
    }
    const at = path.join('/')
    if (missing.length > 0 || findings.has(at)) continue
    findings.set(at, keyword === 'boolean' ? unknownPart(path, told) : told('ERR_POLICY_FORM', path, wrong(path)))
  }
  return [...findings.values()]
}

function unknownPart(path: readonly string[], told: Told): PolicyFinding {
  if (path.join('.') === 'tiers.emergency') {
    const message = 'No recipe recovers an emergency account: two people tend it in the registry. Take this tier out.'
    return told('ERR_POLICY_EMERGENCY_TIER', path, message, 'key')
  }
  const around = path.slice(0, -1)
  const message = `There is no ${named(path)}: ${around.length === 0 ? 'a policy' : named(around)} ${wantedAt(around)}`
  return told('ERR_POLICY_FORM', path, message, 'key')
}

const wrong = (path: readonly string[]) => `${path.length === 0 ? 'A policy' : named(path)} ${wantedAt(path)}`
const named = (path: readonly string[]) => `\`${path.join('.')}\``

function pathOf(pointer: string): readonly string[] {
  const parts = pointer.split('/').slice(1)
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Names that mean nothing, or what must not be. */
function wordsIn({ tiers }: PolicyForm, told: Told): readonly PolicyFinding[] {
  return PERSON_TIERS.flatMap((tier) =>
    Object.entries(tiers[tier]).flatMap(([id, { needs }]) => {
      const path = ['tiers', tier, id]
      const words = needs.flatMap((need, index): readonly [string, Path][] =>
        typeof need === 'string'
          ? [[need, [...path, 'needs', index]]]
          : need.map((word, place) => [word, [...path, 'needs', index, place]] as const),
      )
      const unknown = words.filter(([word]) => !isCheck(word)).map(([word, at]) => unknownCheck(word, at, told))
      return id === LAST_RECIPE.id ? [lastNamed(path, told), ...unknown] : unknown
    }),
  )
}

/** What other products ask. Whatever a stranger can find out proves nothing. */
const QUESTION =
  /question|answer|maiden|birth|^pet|school|^address|employee-(id|number)|^(ssn|social-security)|knowledge|^kba$/

function unknownCheck(word: string, at: Path, told: Told): PolicyFinding {
  if (QUESTION.test(word)) {
    const message = `\`${word}\` asks for what others can find out. Take it out: there are no security questions, in no tier.`
    return told('ERR_POLICY_SECURITY_QUESTION', at, message)
  }
  return told('ERR_POLICY_CHECK_UNKNOWN', at, `There is no check \`${word}\`. Take one of: ${CHECK_IDS.join(', ')}.`)
}

function lastNamed(path: Path, told: Told): PolicyFinding {
  const message =
    'The recipe `last` is built into every tier, always the same. Take it out, or give yours another name.'
  return told('ERR_POLICY_LAST_RECIPE', path, message, 'key')
}

function policyFrom({ name, evidence, tiers, ...more }: PolicyForm): Policy {
  const recipes = (tier: PersonTier): readonly Recipe[] =>
    Object.entries(tiers[tier]).map(([id, { needs, wait, approvals = 0 }]) => ({
      id,
      needs: needs.map((need) => (typeof need === 'string' ? [need] : need) as readonly CheckId[]),
      waitMs: wait === undefined ? 0 : millisecondsOf(wait),
      approvals,
    }))
  return policyOf({
    name,
    freshMs: millisecondsOf(evidence['fresh-for']),
    coolOffMs: millisecondsOf(evidence['cool-off']),
    standIns: more['approvers-stand-in-for'] ?? [],
    riskAnalysis: more['risk-analysis'],
    tiers: { standard: recipes('standard'), sensitive: recipes('sensitive'), privileged: recipes('privileged') },
  })
}

/** Of `24h` or `3d`. */
function millisecondsOf(duration: string): number {
  return Number.parseInt(duration, 10) * (duration.endsWith('d') ? DAY_MS : HOUR_MS)
}
