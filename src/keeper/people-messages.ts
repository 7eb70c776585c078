/** What is asked about a provider's people, and what a keeper says of them. Closed and bounded: what a provider answers otherwise goes no further. */
import Type from 'typebox'
import type { Holdings, Obstacle, PeoplePage } from '../providers/index.ts'
import { METHODS } from '../signin/index.ts'

const Strict = { additionalProperties: false }
/** The provider's own id. */
const Id = Type.String({ minLength: 1, maxLength: 500 })
const Text = Type.String({ maxLength: 2000 })
const Maybe = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
/** Milliseconds. */
const Instant = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Cursor = Type.String({ minLength: 1, maxLength: 4000 })

export const PEOPLE_QUESTIONS = {
  list: { after: Type.Optional(Cursor) },
  holdings: { account: Id },
  inTheWay: {
    question: Type.Object({ account: Id, address: Type.Optional(Text), app: Type.Optional(Text) }, Strict),
  },
} as const

const Listed = Type.Object(
  {
    account: Id,
    userName: Text,
    displayName: Text,
    manager: Maybe(Id),
    employeeNumber: Maybe(Text),
    email: Maybe(Text),
    phone: Maybe(Text),
    mobile: Maybe(Text),
    groups: Type.Array(Text, { maxItems: 5000 }),
    administrator: Type.Boolean(),
    suspended: Type.Boolean(),
  },
  Strict,
)
const Held = Type.Object(
  {
    id: Id,
    kind: Type.Enum(METHODS),
    label: Text,
    phishingResistant: Type.Boolean(),
    added: Maybe(Instant),
    lastUsed: Maybe(Instant),
  },
  Strict,
)

export const PeopleAnswer = Type.Unsafe<PeoplePage>(
  Type.Object({ people: Type.Array(Listed, { maxItems: 1000 }), next: Maybe(Cursor) }, Strict),
)

export const HoldingsAnswer = Type.Unsafe<{ readonly holdings: Holdings | null }>(
  Type.Object(
    {
      /** Null: the provider knows no such account. */
      holdings: Maybe(
        Type.Object(
          {
            authenticators: Type.Array(Held, { maxItems: 500 }),
            sessions: Type.Array(Type.Object({ id: Id, began: Instant }, Strict), { maxItems: 10_000 }),
          },
          Strict,
        ),
      ),
    },
    Strict,
  ),
)

const OBSTACLES = [
  'no-account',
  'account-disabled',
  'locked',
  'passes-off',
  'no-pass',
  'policy-blocks',
  'pass-not-enough',
  'provider-outage',
] as const satisfies readonly Obstacle['code'][]

export const ObstaclesAnswer = Type.Unsafe<{ readonly inTheWay: readonly Obstacle[] }>(
  Type.Object(
    {
      inTheWay: Type.Array(Type.Object({ code: Type.Enum(OBSTACLES), name: Type.Optional(Text) }, Strict), {
        maxItems: 1000,
      }),
    },
    Strict,
  ),
)
