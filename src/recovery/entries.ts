/** The facts of a case, as entries of its stream. They name people, devices and numbers by keyed tokens. */
import Type, { type Static, type TSchema } from 'typebox'
import { PERSON_TIERS } from '../directory/index.ts'
import { entryType, type FactOf } from '../ledger/index.ts'
import { THREAT_LEVELS } from '../policy/index.ts'
import { CHECK_IDS, FACETS } from '../verification/index.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
/** So many pieces in one case: whoever gives more is no person in need. */
export const EVIDENCE_MAX = 200
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })
/** The directory's id of a person. */
const Person = Type.String({ pattern: '^[0-9a-f]{32}$' })
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Code = Type.String({ pattern: '^ERR_[A-Z0-9_]{1,60}$' })
const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
const Check = Type.Enum([...CHECK_IDS])
const OrNull = <Of extends TSchema>(of: Of) => Type.Union([of, Type.Null()])
const Fact = <Members extends Record<string, TSchema>>(members: Members) => Type.Object({ at: At, ...members }, Strict)

/** A member of staff: who they are here, and the human that they are, as a check would name them (rule 2). */
const Staff = Type.Object({ id: Id, human: Id }, Strict)
export type Staff = Static<typeof Staff>

const Names = Type.Unsafe<readonly string[] | null>(OrNull(Type.Array(Id, { maxItems: 100 })))
const Rests = Type.Object(
  Object.fromEntries(FACETS.map((facet) => [facet, Type.Optional(Names)])) as Record<
    (typeof FACETS)[number],
    ReturnType<typeof Type.Optional<typeof Names>>
  >,
  Strict,
)

const OPENED_BY = ['phone', 'portal', 'api', 'ticket'] as const
/** How a case ends. Only `recovered` says that somebody is back in (rule 17). */
const ENDS = ['recovered', 'stopped', 'contested', 'refused', 'escalated', 'expired', 'abandoned'] as const

export const CASE_ENTRIES = {
  'case-opened': entryType(
    'case-opened',
    Fact({ person: Person, subject: Id, via: Type.Enum(OPENED_BY), by: OrNull(Staff), deadline: OrNull(At) }),
  ),
  /** What the requirement rests on. A tier never falls within a case (rule 7). */
  'case-assessed': entryType(
    'case-assessed',
    Fact({
      tier: Type.Enum(PERSON_TIERS),
      threat: Type.Enum([...THREAT_LEVELS]),
      policy: Digest,
      cautions: Type.Array(Code),
    }),
  ),
  /** One bound browser session or one unbroken call. `source`: the number, session or address that it came from. */
  'claimant-joined': entryType(
    'claimant-joined',
    Fact({ claimant: Id, kind: Type.Enum(['session', 'call']), source: Id, by: OrNull(Staff) }),
  ),
  'evidence-given': entryType(
    'evidence-given',
    Fact({ evidence: Id, claimant: Id, check: Check, rests: Rests, by: OrNull(Staff) }),
  ),
  'check-failed': entryType('check-failed', Fact({ claimant: Id, check: Check, code: Code, by: OrNull(Staff) })),
  /** They repeated the strongest check that another passed, so both are one (rule 1). */
  'claimant-recognised': entryType('claimant-recognised', Fact({ claimant: Id, as: Id })),
  /** Evidence is complete: from here on it is measured what was fresh. */
  'wait-begun': entryType(
    'wait-begun',
    Fact({ claimant: Id, evidence: Type.Array(Id, { minItems: 1, maxItems: EVIDENCE_MAX }) }),
  ),
  /** To all channels, old values included: the wait counts from here (rules 14, 15). */
  'notices-sent': entryType('notices-sent', Fact({ channels: Type.Array(Id, { minItems: 1, maxItems: 50 }) })),
  /** A deliberate press on a channel that no evidence rests on, or a human who knows the person and spoke with them. */
  'notice-answered': entryType('notice-answered', Fact({ channel: Id, rests: Rests })),
  /** Postern was not up to take a stop, or its clock was in doubt: so long does not count (rule 15). */
  'wait-held': entryType('wait-held', Fact({ ms: Type.Integer({ minimum: 1 }) })),
  'approval-given': entryType('approval-given', Fact({ by: Staff })),
  /** Said by somebody who may not say it (rule 16). */
  'approval-refused': entryType('approval-refused', Fact({ by: Staff, code: Code })),
  /** One check of this case was repeated in this session, or at the desk (DESIGN §5). */
  'picked-up': entryType('picked-up', Fact({ claimant: Id, evidence: Id })),
  'remedy-ordered': entryType(
    'remedy-ordered',
    Fact({ remedy: Id, verb: Name, sort: Type.Enum(['giving', 'taking']), claimant: OrNull(Id) }),
  ),
  'remedy-settled': entryType(
    'remedy-settled',
    Fact({ remedy: Id, outcome: Type.Enum(['done', 'already', 'failed']) }),
  ),
  /** Asked for and not granted, where whoever asks for it may be an attacker. */
  'recovery-refused': entryType('recovery-refused', Fact({ claimant: OrNull(Id), code: Code })),
  /** A complete fresh sign-in with the new authenticator, read from the provider (rule 17). */
  'sign-in-proved': entryType('sign-in-proved', Fact({ event: Id, began: At })),
  'case-closed': entryType('case-closed', Fact({ as: Type.Enum(ENDS), by: OrNull(Staff), channel: OrNull(Id) })),
}

export type CaseFact = FactOf<typeof CASE_ENTRIES>
export type End = (typeof ENDS)[number]
