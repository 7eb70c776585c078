/** The facts about incidents as entries of the ledger, each in the stream of its incident. */
import { type TSchema, Type } from 'typebox'
import { formatInstant, parseInstant } from '../base/time.ts'
import { type Decision, type Draft, entryType } from '../ledger/index.ts'
import { DETECTIONS } from '../signin/index.ts'
import { type Fact, IDENTITY_CHECKS } from './incident.ts'

const Strict = { additionalProperties: false }
const Id = Type.String({ minLength: 1, maxLength: 64 })
const OneOf = (words: readonly string[]): TSchema => Type.Union(words.map((word) => Type.Literal(word)))
/** Names nobody: whoever writes facts about people and addresses gives tokens in their place. */
const Token = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })

const Sighting = Type.Object(
  {
    finding: Id,
    detection: OneOf(DETECTIONS),
    severity: OneOf(['info', 'low', 'medium', 'high', 'critical']),
    people: Type.Array(Token, { maxItems: 200 }),
    sources: Type.Array(Token, { maxItems: 200 }),
    start: Type.Integer(),
    end: Type.Integer(),
    reportOnly: Type.Boolean(),
    actors: Type.Optional(Type.Array(Token, { maxItems: 200 })),
  },
  Strict,
)
/** SHA-256, base64url. */
const Evidence = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
/** SHA-256, base 64. */
const Commitment = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })
const Conclusion = {
  by: Id,
  verdict: OneOf(['true-positive', 'benign', 'false-positive']),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
  evidence: Evidence,
}
const With = (members: Record<string, TSchema>) => Type.Object(members, Strict)

export const INCIDENT_ENTRIES = {
  'incident-opened': entryType('incident-opened', With({ sighting: Sighting })),
  'finding-joined': entryType('finding-joined', With({ sighting: Sighting })),
  'finding-grew': entryType('finding-grew', With({ sighting: Sighting })),
  'incident-merged': entryType('incident-merged', With({ into: Id })),
  'incident-assigned': entryType('incident-assigned', With({ to: Id, by: Id })),
  'closing-proposed': entryType('closing-proposed', With(Conclusion)),
  'closing-rejected': entryType(
    'closing-rejected',
    With({ by: Id, reason: Type.String({ maxLength: 2000 }), evidence: Evidence }),
  ),
  'incident-closed': entryType('incident-closed', With({ ...Conclusion, agreedBy: Type.Optional(Id) })),
  'incident-adopted': entryType(
    'incident-adopted',
    With({ by: Id, identity: OneOf(IDENTITY_CHECKS), statement: Commitment, evidence: Evidence }),
  ),
  'incident-ended': entryType('incident-ended', With({})),
  'incident-reopened': entryType(
    'incident-reopened',
    With({ by: Type.Optional(Id), evidence: Type.Optional(Evidence) }),
  ),
} as const satisfies Record<Fact['type'], unknown>

/** A fact as it goes into the ledger. `actor`: `staff/…` or `system/…`; `decisions`: by whose word, where it is one. */
export function entryOf(fact: Fact, actor: string, decisions: readonly Decision[] = []): Draft {
  const { type, incident, at, ...data } = fact
  const said = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))
  return {
    ...INCIDENT_ENTRIES[type].write(said as never),
    stream: `incident/${incident}`,
    actor,
    time: formatInstant(at),
    // What it commits to is kept beside it, under this name.
    ...(fact.type === 'incident-adopted' ? { commitments: { statement: fact.statement } } : {}),
    ...(decisions.length === 0 ? {} : { decisions: [...decisions] }),
  }
}

/** The fact that such an entry is; the way back from `entryOf`. Throws ERR_LEDGER_DATA_INVALID, ERR_LEDGER_TYPE_UNKNOWN. */
export function factIn(entry: Draft): Fact {
  const type = entry.type as Fact['type']
  const data = INCIDENT_ENTRIES[type].read(entry) as object
  return { type, incident: entry.stream.slice('incident/'.length), at: parseInstant(entry.time), ...data } as Fact
}
