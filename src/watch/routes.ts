/** HTTP: what sources deliver, and what was told. */
import Type from 'typebox'
import {
  type Call,
  type CallerOf,
  Count,
  callerAs,
  Nothing,
  type Presented,
  Problem,
  RawBody,
  type Route,
  route,
  source,
} from '../http/index.ts'
import type { Store } from '../store/index.ts'
import type { Delivery, DeliveryReader } from './delivery.ts'
import { WatchError } from './errors.ts'
import type { OrganisationIntake, Taken as TakenDelivery } from './intake.ts'
import type { KnownSources } from './known-sources.ts'
import type { VerdictKind } from './live-verdict.ts'
import type { Source } from './sources.ts'
import { READERS, Told, toldAnswer } from './told-answer.ts'
import { latestVerdicts } from './verdicts.ts'

export interface WatchRoutesOptions {
  readonly store: Store
  /** Those that `authenticateSource` asks. */
  readonly sources: KnownSources
  readonly reader: DeliveryReader
  /** One for each organisation, however often it is asked for. */
  intakeOf(organisation: string): OrganisationIntake
}

/** Vendors send at most a few hundred rows at once; more comes from tools, which can split. */
const BODY_BYTES_MAX = 4 << 20
const INFLATED_BYTES_MAX = 16 << 20
/** Of 16 MiB: shorter ones, on average, are no sign-ins. Read at once they would hold everybody else up for half a minute. */
const RECORDS_MAX = 50_000
const VERDICTS_MAX = 500

const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const OfSource = Type.Object({ source: Type.String({ minLength: 1, maxLength: 64 }) }, Strict)

const Verdicts = Type.Object(
  {
    /** `open`: it stands, and its end was not seen. Findings and policies that block have no end of their own. */
    state: Type.Optional(Type.Enum(['open', 'ended', 'all'])),
    limit: Type.Optional(Count({ min: 1, max: VERDICTS_MAX })),
  },
  Strict,
)

const Taken = Type.Object(
  {
    /** Rows that are new. */
    accepted: Type.Integer(),
    duplicates: Type.Integer(),
    /** Records that were named and are no sign-in events. */
    others: Type.Integer(),
    /** Rows that are older than what is kept, or more than a day ahead; they are among the quarantined (ERR_ROW_OUTSIDE). */
    outside: Type.Integer(),
    quarantined: Type.Array(Type.Object({ index: Type.Integer(), code: Type.String() }, Strict)),
    /** So many of the quarantined are not kept, because the quarantine is full: send them again once somebody has looked. */
    refused: Type.Integer(),
  },
  Strict,
)

/** What http asks to know whose token a source's is. */
export async function authenticateSource(
  sources: KnownSources,
  { credential }: Presented,
): Promise<CallerOf<'source'> | undefined> {
  const found = await sources.ofToken(credential)
  return found === undefined ? undefined : { who: 'source', id: found.id, organisation: found.organisation }
}

export function watchRoutes(options: WatchRoutesOptions): readonly Route[] {
  const { store } = options
  return [
    deliveries('/ingest/:source', options),
    // Some senders end every address with a slash.
    deliveries('/ingest/:source/', options),
    route({
      method: 'GET',
      path: '/ingest/:source',
      on: 'console',
      access: [source()],
      summary: 'Answers the one-time verification with which Okta sets up an event hook.',
      params: OfSource,
      answers: { 200: Type.Object({ verification: Type.String() }, Strict) },
      async handle(call) {
        if (call.params.source !== callerAs(call, 'source').id) throw otherSource()
        const challenge = call.header('x-okta-verification-challenge')
        if (challenge === undefined || challenge.length > 1000) throw noChallenge()
        return { status: 200, body: { verification: challenge } }
      },
    }),
    verdicts('findings', 'finding', 'What looks like an attack.', store),
    verdicts('lockouts', 'lockout', 'Who cannot complete MFA, and why.', store),
    verdicts('outages', 'outage', 'Providers and routes in trouble.', store),
    verdicts('policy-blocks', 'policy-block', 'Policies that keep people out.', store),
  ]
}

function deliveries(
  path: '/ingest/:source' | '/ingest/:source/',
  { sources, reader, intakeOf }: WatchRoutesOptions,
): Route {
  return route({
    method: 'POST',
    path,
    on: 'console',
    access: [source()],
    summary: 'Takes sign-ins in. Answered once they are kept.',
    params: OfSource,
    body: RawBody,
    consumes: ['application/json', 'application/x-ndjson', 'text/plain', 'text/csv'],
    bodyBytesMax: BODY_BYTES_MAX,
    inflatedBytesMax: INFLATED_BYTES_MAX,
    answers: { 202: Taken, 204: Nothing },
    async handle(call) {
      const { id, organisation } = callerAs(call, 'source')
      if (call.params.source !== id) throw otherSource()
      const known = await sources.find(organisation, id)
      if (known === undefined) throw otherSource()
      const delivery = readOf(reader, call.body, known)
      if (delivery.rows.length + delivery.others + delivery.unread.length === 0) throw nothingIn()
      const taken = await intakeOf(organisation).take(id, delivery, call.now).catch(asProblem)
      if (taken.refused > 0 && isNothingKept(taken, delivery)) throw full()
      if (isOkta(call)) return { status: 204 }
      return { status: 202, body: { ...taken, quarantined: [...taken.quarantined], others: delivery.others } }
    },
  })
}

function verdicts(path: string, kind: VerdictKind, summary: string, store: Store): Route {
  return route({
    method: 'GET',
    path: `/organisations/:organisation/${path}`,
    on: 'console',
    access: READERS,
    summary: `${summary} Those that changed last come first.`,
    params: Organisation,
    query: Verdicts,
    answers: { 200: Type.Array(Told) },
    async handle({ params, query }) {
      const told = await store
        .in(params.organisation)
        .transaction((tx) => latestVerdicts(tx, kind, query.limit ?? VERDICTS_MAX, query.state))
      return { status: 200, body: told.map(toldAnswer) }
    },
  })
}

function readOf(reader: DeliveryReader, body: Uint8Array, { tenant }: Pick<Source, 'tenant'>): Delivery {
  try {
    return reader.read(body, { tenant, came: 'pushed' }, RECORDS_MAX)
  } catch (error) {
    return asProblem(error)
  }
}

function isNothingKept({ accepted, duplicates, quarantined, refused }: TakenDelivery, { others }: Delivery): boolean {
  return accepted + duplicates + others === 0 && refused >= quarantined.length
}

/** Okta counts an event hook's delivery as done at 200 or 204 with nothing in it, and at no other answer. */
function isOkta(call: Pick<Call, 'header'>): boolean {
  return call.header('user-agent')?.startsWith('Okta-Integrations') === true
}

function full(): Problem {
  return new Problem({
    code: 'ERR_QUARANTINE_FULL',
    status: 503,
    title: 'The quarantine is full',
    detail: 'Nothing of this delivery could be read, and there is no room to keep it for somebody to look at.',
    next: 'Look at the quarantine under Connections, close a source that sends what it should not, and send this again.',
    headers: { 'retry-after': FULL_RETRY_AFTER },
  })
}

function otherSource(): Problem {
  return new Problem({
    code: 'ERR_SOURCE_OTHER',
    status: 404,
    title: 'Not this source',
    detail: 'The token belongs to another source than the address names.',
    next: 'Take token and address from the same source’s page.',
  })
}

/** Seconds. By then what waited is written, or the database is in trouble. */
const BUSY_RETRY_AFTER = '5'
/** Seconds. By then somebody may have looked. */
const FULL_RETRY_AFTER = '3600'

/** The problem of ERR_INGEST_BUSY and ERR_INGEST_TOO_MANY; throws anything else as it is. */
export function asProblem(error: unknown): never {
  if (error instanceof WatchError && error.code === 'ERR_INGEST_TOO_MANY') throw tooMany(error)
  if (!(error instanceof WatchError) || error.code !== 'ERR_INGEST_BUSY') throw error
  throw new Problem({
    code: error.code,
    status: 503,
    title: 'Too much at once',
    detail: 'More waits to be written than is held in memory. Nothing of this delivery was kept.',
    next: 'Send it again after the seconds in Retry-After.',
    headers: { 'retry-after': BUSY_RETRY_AFTER },
    cause: error,
  })
}

function tooMany(cause: WatchError): Problem {
  return new Problem({
    code: cause.code,
    status: 413,
    title: 'Too many records',
    detail: `The body holds more than ${RECORDS_MAX} records. Nothing of it was kept.`,
    next: 'Send it in parts.',
    cause,
  })
}

function nothingIn(): Problem {
  return new Problem({
    code: 'ERR_INGEST_NOTHING',
    status: 400,
    title: 'Nothing in it',
    detail: 'The body holds no record.',
    next: 'Send NDJSON, a JSON array or a vendor’s envelope, CSV or log lines.',
  })
}

function noChallenge(): Problem {
  return new Problem({
    code: 'ERR_INGEST_CHALLENGE',
    status: 400,
    title: 'No challenge',
    detail: 'The header x-okta-verification-challenge is missing or too long.',
    next: 'Only Okta’s verification of an event hook calls this; sign-ins come by POST.',
  })
}
