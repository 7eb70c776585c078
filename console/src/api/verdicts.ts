/** What was told: verdicts as `postern diagnose --json` has them (docs/postern.diagnosis-1.schema.json). */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, query } from './call.ts'

export const Instant = Type.String()
export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const Evidence = Type.Object({
  file: Type.String(),
  line: Type.Integer(),
  event: Type.String(),
  time: Instant,
  what: Type.String(),
})
export type Evidence = Static<typeof Evidence>

export const Severity = Type.Enum(['info', 'low', 'medium', 'high', 'critical'])
export type Severity = Static<typeof Severity>

export const Finding = Type.Object({
  id: Type.String(),
  detection: Type.String(),
  technique: Type.String(),
  severity: Severity,
  confidence: Type.Number(),
  person: Type.Optional(Type.String()),
  account: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  provider: Type.String(),
  start: Instant,
  end: Instant,
  people: Type.Optional(Type.Array(Type.String())),
  peopleCount: Type.Optional(Type.Integer()),
  summary: Type.String(),
  evidence: Type.Array(Evidence),
  next: Type.String(),
  reportOnly: Type.Optional(Type.Literal(true)),
})
export type Finding = Static<typeof Finding>

export const Lockout = Type.Object({
  id: Type.String(),
  cause: Type.String(),
  alternatives: Type.Array(Type.Object({ cause: Type.String(), confidence: Type.Number() })),
  confidence: Type.Number(),
  scope: Type.Enum(['one', 'group', 'organisation', 'provider']),
  people: Type.Array(Type.String()),
  peopleCount: Type.Integer(),
  account: Type.String(),
  provider: Type.String(),
  start: Instant,
  end: Instant,
  ended: Nullable(Type.Object({ at: Instant, by: Type.String() })),
  verdictAt: Instant,
  attempts: Type.Integer(),
  summary: Type.String(),
  evidence: Type.Array(Evidence),
  next: Type.String(),
})
export type Lockout = Static<typeof Lockout>

/** A verdict with when it was first told, when it last changed, and when rows that came later took its ground away. */
export const Told = <T extends Type.TSchema>(verdict: T) =>
  Type.Object({
    id: Type.String(),
    firstTold: Instant,
    changed: Instant,
    withdrawn: Nullable(Instant),
    verdict,
  })

const LOCKOUTS_MAX = 500

export type LockoutState = 'open' | 'ended' | 'all'

export const lockoutsQuery = (organisation: string, state: LockoutState) =>
  queryOptions({
    queryKey: [organisation, 'lockouts', state],
    queryFn: () =>
      get(
        `${at`/organisations/${organisation}/lockouts`}${query({ state, limit: LOCKOUTS_MAX })}`,
        Type.Array(Told(Lockout)),
      ),
  })
