/** HTTP: the policy in force, its versions, and what the lint says of another. What puts one into force goes through approvals/. */
import Type, { type Static } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { PERSON_TIERS } from '../directory/index.ts'
import { type Access, Problem, type Route, route, staff } from '../http/index.ts'
import { type Activated, activatedAs, inForce, PolicyText, policyIn, Version, weakens } from './activation.ts'
import { humansOf } from './count.ts'
import { loadActivations, type PolicyRoom } from './in-force.ts'
import { lintPolicy } from './lint.ts'
import type { Policy } from './policy.ts'
import { presets } from './presets.ts'
import { readPolicy } from './read-policy.ts'

const Strict = { additionalProperties: false }
const Text = Type.String()
const TextOrNull = Type.Union([Text, Type.Null()])
const Organisation = Type.Object({ organisation: Text }, Strict)
const READERS: Access = [staff(['agent', 'approver', 'analyst', 'administrator', 'auditor'])]
const WRITERS: Access = [staff(['approver', 'analyst', 'administrator', 'auditor'])]
const LINTS = { count: 30, perMs: 60_000 }

const RecipeShape = Type.Object(
  {
    tier: Type.Enum([...PERSON_TIERS]),
    id: Text,
    /** All of them; of each one check. */
    needs: Type.Array(Type.Array(Text)),
    waitSeconds: Type.Integer(),
    approvals: Type.Integer(),
    /** So many people other than the one who is locked out it takes at least. */
    humans: Type.Integer(),
  },
  Strict,
)
const PolicyShape = Type.Object(
  {
    name: Text,
    version: Text,
    /** Null for the one that holds until one is put into force. */
    since: TextOrNull,
    freshSeconds: Type.Integer(),
    coolOffDays: Type.Number(),
    standIns: Type.Array(Text),
    riskAnalysis: TextOrNull,
    recipes: Type.Array(RecipeShape),
    yaml: Text,
  },
  Strict,
)
const VersionShape = Type.Object({ version: Text, name: TextOrNull, since: TextOrNull }, Strict)
const PresetShape = Type.Object({ id: Text, name: Text, yaml: Text }, Strict)
const FindingShape = Type.Object({ code: Text, line: Type.Integer(), column: Type.Integer(), message: Text }, Strict)

export function policyRoutes(roomOf: (organisation: string) => Pick<PolicyRoom, 'ledger'>): readonly Route[] {
  const path = '/organisations/:organisation/policy'
  const activationsOf = async (organisation: string) => {
    const room = roomOf(organisation)
    return await room.ledger.db.transaction((tx) => loadActivations(tx, room))
  }
  return [
    route({
      method: 'GET',
      path,
      on: 'console',
      access: READERS,
      summary: 'The recovery policy in force, all versions there were, and the presets.',
      params: Organisation,
      answers: {
        200: Type.Object(
          { policy: PolicyShape, versions: Type.Array(VersionShape), presets: Type.Array(PresetShape) },
          Strict,
        ),
      },
      async handle({ params }) {
        const activations = await activationsOf(params.organisation)
        const now = inForce(activations)
        const versions = activations.length === 0 ? [now] : activations.toReversed()
        const body = {
          policy: policyShape(now),
          versions: versions.map(versionShape),
          presets: presets().map(presetShape),
        }
        return { status: 200, body }
      },
    }),
    route({
      method: 'GET',
      path: `${path}/versions/:version`,
      on: 'console',
      access: READERS,
      summary: 'One version of the recovery policy, as cases were opened under it.',
      params: Type.Object({ ...Organisation.properties, version: Version }, Strict),
      answers: { 200: PolicyShape },
      async handle({ params }) {
        const found = activatedAs(await activationsOf(params.organisation), params.version)
        if (found === undefined) throw unknownVersion()
        return { status: 200, body: policyShape(found) }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/lint`,
      on: 'console',
      access: WRITERS,
      summary: 'What is wrong with a policy, with its places, or how many people its recipes take. Nothing is changed.',
      params: Organisation,
      rates: { perCaller: LINTS },
      body: Type.Object({ yaml: PolicyText }, Strict),
      answers: {
        200: Type.Object(
          {
            findings: Type.Array(FindingShape),
            /** Null while anything is found. */
            policy: Type.Union([PolicyShape, Type.Null()]),
            /** Whether it takes two people to put it into force. */
            weakens: Type.Boolean(),
          },
          Strict,
        ),
      },
      async handle({ params, body: { yaml } }) {
        const linted = lintPolicy(yaml)
        const isWeaker = weakens(await activationsOf(params.organisation), yaml)
        if ('findings' in linted) {
          return { status: 200, body: { findings: [...linted.findings], policy: null, weakens: isWeaker } }
        }
        const policy = shapeOf(linted.policy, { yaml, since: null })
        return { status: 200, body: { findings: [], policy, weakens: isWeaker } }
      },
    }),
  ]
}

function policyShape(activated: Activated): Static<typeof PolicyShape> {
  return shapeOf(policyIn(activated), activated)
}

function shapeOf(policy: Policy, { yaml, since }: Pick<Activated, 'yaml' | 'since'>): Static<typeof PolicyShape> {
  const { name, version, freshMs, coolOffMs, standIns, riskAnalysis, tiers } = policy
  const recipes = PERSON_TIERS.flatMap((tier) =>
    tiers[tier].map((recipe) => {
      const { id, needs, waitMs, approvals } = recipe
      const asked = needs.map((need) => [...need])
      return { tier, id, needs: asked, waitSeconds: waitMs / 1000, approvals, humans: humansOf(recipe) }
    }),
  )
  return {
    ...{ name, version, recipes, yaml },
    since: since === null ? null : formatInstant(since),
    freshSeconds: freshMs / 1000,
    coolOffDays: coolOffMs / 86_400_000,
    standIns: [...standIns],
    riskAnalysis: riskAnalysis ?? null,
  }
}

/** Also of one that this program cannot read any more. */
function versionShape({ version, yaml, since }: Activated): Static<typeof VersionShape> {
  return { version, name: nameIn(yaml), since: since === null ? null : formatInstant(since) }
}

function presetShape({ id, yaml }: { readonly id: string; readonly yaml: string }): Static<typeof PresetShape> {
  return { id, name: nameIn(yaml) ?? id, yaml }
}

function nameIn(yaml: string): string | null {
  const read = readPolicy(yaml)
  return 'policy' in read ? read.policy.name : null
}

function unknownVersion(): Problem {
  return new Problem({
    code: 'ERR_POLICY_UNKNOWN',
    status: 404,
    title: 'No such version',
    detail: 'No policy of this version was ever in force here, or comes with Postern.',
    next: 'Load the list of versions again.',
  })
}
