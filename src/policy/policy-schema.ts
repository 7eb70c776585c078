/** The language as a schema. Each description completes "`path` …": it is what whoever wrote something else is told. */
import Type, { type Static, type TSchema } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'

const { recipesMax, needsMax, alternativesMax, approvalsMax } = DEFAULTS.policy
const closed = (description: string) => ({ additionalProperties: false, description })

const Duration = (what: string, more = '') =>
  Type.String({ pattern: '^[1-9][0-9]{0,3}[hd]$', description: `is ${what}, such as 24h or 3d${more}.` })
const CheckWord = Type.String({ pattern: '^[a-z][a-z0-9-]{0,40}$', description: 'is the name of a check.' })

const NeedForm = Type.Union(
  [CheckWord, Type.Array(CheckWord, { minItems: 1, maxItems: alternativesMax, uniqueItems: true })],
  { description: `is a check, or a list of at most ${alternativesMax} of which one is enough: [totp, push].` },
)

const RecipeForm = Type.Object(
  {
    needs: Type.Array(NeedForm, {
      minItems: 1,
      maxItems: needsMax,
      description: `is a list of 1 to ${needsMax} checks that are all needed: [saved-code, password].`,
    }),
    wait: Type.Optional(Duration('the time from the last evidence to the remedy', '; left out, there is none')),
    approvals: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: approvalsMax,
        description: `is how many people approve, 0 to ${approvalsMax}; left out, nobody does.`,
      }),
    ),
  },
  closed('is a recipe with the parts needs, wait and approvals.'),
)

const RECIPE_ID = '^[a-z][a-z0-9-]{0,40}$'
const Tier = Type.Record(Type.String({ pattern: RECIPE_ID }), RecipeForm, {
  additionalProperties: false,
  maxProperties: recipesMax,
  description: `has 1 to ${recipesMax} recipes, each with a name of small letters, digits and hyphens.`,
})

const OneLine = { minLength: 1, maxLength: 200, pattern: '^[^\\p{C}\\p{Zl}\\p{Zp}]*\\S[^\\p{C}\\p{Zl}\\p{Zp}]*$' }

export const PolicyForm = Type.Object(
  {
    name: Type.String({ ...OneLine, description: 'is a few words on one line that people know the policy by.' }),
    evidence: Type.Object(
      {
        'fresh-for': Duration('how old evidence may be when the wait begins'),
        'cool-off': Duration('how long what changed proves nothing'),
      },
      closed('has the parts fresh-for and cool-off.'),
    ),
    'approvers-stand-in-for': Type.Optional(
      Type.Array(Type.Literal('manager', { description: 'is manager: nobody stands in for anybody else.' }), {
        maxItems: 1,
        description:
          'is [manager], or is left out: whether a named approver confirms where there is no manager who can.',
      }),
    ),
    'risk-analysis': Type.Optional(
      Type.String({
        ...OneLine,
        description: 'is where your analysis of these recipes can be read: a number, an address.',
      }),
    ),
    tiers: Type.Object(
      { standard: Tier, sensitive: Tier, privileged: Tier },
      closed('has the parts standard, sensitive and privileged.'),
    ),
  },
  closed('has the parts name, evidence, approvers-stand-in-for, risk-analysis and tiers.'),
)
export type PolicyForm = Static<typeof PolicyForm>

/** The description of what belongs at a place. */
export function wantedAt(path: readonly string[], schema: TSchema = PolicyForm): string | undefined {
  const [part, ...rest] = path
  const { properties, patternProperties, items, anyOf, description } = schema as Shape
  if (part === undefined) return description
  const next =
    properties?.[part] ?? Object.values(patternProperties ?? {})[0] ?? items ?? anyOf?.find((one) => 'items' in one)
  if (next === undefined) return description
  return wantedAt(next === items || properties !== undefined || patternProperties !== undefined ? rest : path, next)
}

interface Shape {
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly patternProperties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
  readonly anyOf?: readonly TSchema[]
  readonly description?: string
}
