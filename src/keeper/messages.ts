/**
 * What a front may ask a keeper, and what it hears: one JSON object each way. Closed: whatever is not here is refused unread.
 *
 * There is no message that gives a key which signs, a connector's secret, or a signature over bytes of the asker's choosing.
 */
import Type, { type Static, type TSchema } from 'typebox'
import { DraftSchema } from '../ledger/index.ts'
import { type Alteration, type Capabilities, VERBS } from '../providers/index.ts'
import { HoldingsAnswer, ObstaclesAnswer, PEOPLE_QUESTIONS, PeopleAnswer } from './people-messages.ts'

export const PROTOCOL = 'postern.keeper/1'

const Strict = { additionalProperties: false }
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
const Base64 = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength })
const Hash = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })
const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Origin = Type.String({ minLength: 1, maxLength: 255 })
const STREAM = '^[a-z][a-z-]{0,31}/[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'
const Stream = Type.String({ pattern: STREAM })
/** The bytes of an entry: canonical JSON. */
const EntryText = Type.String({ maxLength: 65_535 })
const Entries = Type.Array(EntryText, { maxItems: 10_000 })
/** Entries of streams, by their names. */
const Shown = Type.Record(Type.String({ pattern: STREAM }), Entries, Strict)
const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
/** The provider's own id of an account, or an address. */
const Outside = Type.String({ minLength: 1, maxLength: 500 })

const Place = Type.Object({ origin: Origin, seq: Size, previous: Hash }, Strict)
const Target = Type.Union([
  Type.Object({ kind: Type.Literal('account'), account: Outside }, Strict),
  Type.Object({ kind: Type.Literal('source'), address: Outside }, Strict),
])
const Kept = Type.Union([
  Type.Object({ by: Type.Literal('another'), authenticator: Outside }, Strict),
  Type.Object({ by: Type.Literal('suspension') }, Strict),
  Type.Object({ by: Type.Literal('unknown-password'), changed: Size }, Strict),
])
/** A change that hands nothing back. No message asks for one that does: nothing could warrant it yet (rule 8). */
const Change = Type.Unsafe<Alteration>(
  Type.Union([
    Type.Object(
      {
        verb: Type.Enum([
          'end-sessions',
          'add-to-high-risk-group',
          'take-from-high-risk-group',
          'require-password-reset',
          'reset-password',
          'suspend',
          'unsuspend',
          'unlock',
          'withdraw-pass',
          'withdraw-enrolment',
        ]),
        account: Outside,
      },
      Strict,
    ),
    Type.Object({ verb: Type.Enum(['add-to-group', 'take-from-group']), account: Outside, group: Outside }, Strict),
    Type.Object(
      { verb: Type.Literal('remove-authenticator'), account: Outside, authenticator: Outside, kept: Kept },
      Strict,
    ),
    Type.Object({ verb: Type.Literal('refuse-source'), address: Outside, until: Size }, Strict),
    Type.Object({ verb: Type.Literal('admit-source'), address: Outside }, Strict),
  ]),
)
const Capability = Type.Union([
  Type.Literal('native'),
  Type.Object({ instead: Type.String({ minLength: 1, maxLength: 500 }) }, Strict),
])
const EveryVerb = Type.Unsafe<Capabilities>(
  Type.Object(Object.fromEntries(VERBS.map((verb) => [verb, Capability])), Strict),
)

const ask = <Do extends string, Members extends Record<string, TSchema>>(name: Do, members: Members) =>
  Type.Object({ id: Size, do: Type.Literal(name), ...members }, Strict)

export const Request = Type.Union([
  /** What reads: keys of people, and which providers are connected. */
  ask('hello', { protocol: Type.Literal(PROTOCOL) }),
  /** Keys for a new ledger. */
  ask('make', { organisation: Uuid, origin: Origin }),
  /** Work with a ledger that is kept up to `place`. */
  ask('open', { organisation: Uuid, place: Place }),
  /** Its entries, one after another from the first on: what the keeper knows, it knows from them. */
  ask('show', { organisation: Uuid, entries: Entries, isEnd: Type.Boolean() }),
  /** Drafts are checked as entries: what they say is judged, then signed for the place. */
  ask('sign', {
    organisation: Uuid,
    place: Place,
    transaction: Uuid,
    drafts: Type.Array(DraftSchema, { minItems: 1, maxItems: 20_000 }),
    shown: Shown,
  }),
  ask('checkpoint', {
    organisation: Uuid,
    edge: Type.Object({ size: Size, levels: Type.Array(Type.Array(Hash, { maxItems: 256 }), { maxItems: 8 }) }, Strict),
    entries: Entries,
  }),
  ask('epoch', { organisation: Uuid, origin: Origin }),
  ask('read', { organisation: Uuid, provider: Name, target: Target }),
  ask('list-people', { organisation: Uuid, provider: Name, ...PEOPLE_QUESTIONS.list }),
  ask('holdings', { organisation: Uuid, provider: Name, ...PEOPLE_QUESTIONS.holdings }),
  ask('in-the-way', { organisation: Uuid, provider: Name, ...PEOPLE_QUESTIONS.inTheWay }),
  ask('change', { organisation: Uuid, provider: Name, change: Change, remedy: Stream, shown: Shown }),
])
export type Request = Static<typeof Request>
export type RequestOf<Do extends Request['do']> = Extract<Request, { do: Do }>

/** How far checkpoints were signed, as the keeper keeps it. */
const Memory = Type.Union([Type.Null(), Type.String({ maxLength: 1_000_000 })])
const Key = Type.String({ maxLength: 400 })
/** What everybody may know of a ledger's keys, and the key of its tokens, which signs nothing. */
const Opened = Type.Object(
  {
    origin: Origin,
    entries: Key,
    checkpoints: Type.Array(Key, { minItems: 1, maxItems: 8 }),
    tokenKey: Base64(44),
    remembered: Memory,
    short: Type.Union([Type.Null(), Type.Object({ size: Size, expected: Size }, Strict)]),
    /** What can be changed at which provider, and of which tenant people can be read there: null for none. */
    providers: Type.Array(
      Type.Object({ provider: Name, capabilities: EveryVerb, tenant: Type.Union([Type.Null(), Outside]) }, Strict),
    ),
  },
  Strict,
)
export type Opened = Static<typeof Opened>

export const ANSWERS = {
  hello: Type.Object(
    { masters: Type.Array(Type.Object({ id: Type.String({ maxLength: 64 }), bytes: Base64(44) }, Strict)) },
    Strict,
  ),
  make: Opened,
  open: Type.Union([Opened, Type.Object({ isUnread: Type.Literal(true) }, Strict)]),
  show: Type.Union([Opened, Type.Object({}, Strict)]),
  sign: Type.Union([
    Type.Object({ entries: Type.Array(EntryText) }, Strict),
    /** It has to see these streams first. */
    Type.Object({ show: Type.Array(Stream, { minItems: 1 }) }, Strict),
  ]),
  checkpoint: Type.Union([
    Type.Object(
      { size: Size, root: Hash, origin: Origin, note: Type.String({ maxLength: 10_000 }), remembered: Memory },
      Strict,
    ),
    Type.Object({ followed: Size }, Strict),
    Type.Object({ refused: Type.Record(Type.String(), Type.Unknown()) }, Strict),
  ]),
  epoch: Type.Object({ key: Key }, Strict),
  read: Type.Object({ state: Type.Record(Type.String(), Type.Unknown()) }, Strict),
  'list-people': PeopleAnswer,
  holdings: HoldingsAnswer,
  'in-the-way': ObstaclesAnswer,
  change: Type.Union([
    Type.Object({ isDone: Type.Literal(true) }, Strict),
    Type.Object({ show: Type.Array(Stream, { minItems: 1 }) }, Strict),
  ]),
} as const satisfies Record<Request['do'], TSchema>
type Answers = { [Do in Request['do']]: Static<(typeof ANSWERS)[Do]> }
export type AnswerTo<Do extends Request['do']> = Answers[Do]

/** Why not. Of a provider also whether the change may have been made all the same, and when to ask again. */
export const Refusal = Type.Object(
  {
    code: Type.String({ pattern: '^ERR_[A-Z0-9_]{1,60}$' }),
    message: Type.String({ maxLength: 2000 }),
    effect: Type.Optional(Type.Enum(['none', 'unknown'])),
    /** Milliseconds. */
    retryAfterMs: Type.Optional(Size),
  },
  Strict,
)
export type Refusal = Static<typeof Refusal>

export const Reply = Type.Union([
  Type.Object({ id: Size, answer: Type.Unknown() }, Strict),
  Type.Object({ id: Size, refused: Refusal }, Strict),
])
export type Reply = Static<typeof Reply>
