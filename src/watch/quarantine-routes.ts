/** HTTP: what could not be read. It is looked at, and read again; nothing of it is discarded before its time is over. */
import Type from 'typebox'
import { neutralise } from '../base/neutralise.ts'
import { formatInstant } from '../base/time.ts'
import {
  byPasskey,
  type Call,
  Count,
  callerAs,
  Problem,
  type Route,
  route,
  type StaffRole,
  staff,
} from '../http/index.ts'
import type { Sealer } from '../ledger/index.ts'
import {
  type QuarantinedRecord,
  type QuarantineFilter,
  type QuarantinePreview,
  quarantined,
  quarantinePreviews,
  type Store,
} from '../store/index.ts'
import type { DeliveryReader } from './delivery.ts'
import type { OrganisationIntake } from './intake.ts'
import { release } from './release.ts'
import { asProblem } from './routes.ts'

export interface QuarantineRoutesOptions {
  readonly store: Store
  readonly reader: DeliveryReader
  /** Those of `watchRoutes`: one for each organisation. */
  intakeOf(organisation: string): OrganisationIntake
  sealerOf(organisation: string): Sealer
}

const LIST_MAX = 500
/** Read again by one call: a mebibyte each at most, and mostly a few hundred bytes. */
const RELEASED_MAX = 100
const PREVIEW_BYTES = 800
const PREVIEW_CHARACTERS = 200
const CONTENT_BYTES = 65_536

/** Records hold people's names and addresses as a vendor wrote them. */
const LOOKERS: readonly StaffRole[] = ['analyst', 'administrator', 'auditor']
const RELEASERS: readonly StaffRole[] = ['analyst', 'administrator']

const Strict = { additionalProperties: false }
const Id = Count({ min: 1, max: Number.MAX_SAFE_INTEGER })
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const OfRecord = Type.Object({ organisation: Type.String(), record: Id }, Strict)
const Name = Type.String({ minLength: 1, maxLength: 200 })

const Waiting = {
  id: Type.Integer(),
  /** Its id. */
  source: Type.String(),
  code: Type.String(),
  received: Type.String(),
  /** Of the whole record. */
  bytes: Type.Integer(),
}
const Listed = Type.Object({ ...Waiting, preview: Type.String() }, Strict)
const Whole = Type.Object(
  {
    ...Waiting,
    /** As text on lines, invisible characters shown as signs. */
    content: Type.String(),
    /** There is more than is shown. */
    cut: Type.Boolean(),
  },
  Strict,
)
const Result = {
  released: Type.Integer(),
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  quarantined: Type.Integer(),
}

export function quarantineRoutes(options: QuarantineRoutesOptions): readonly Route[] {
  const { store } = options
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/quarantine',
      on: 'console',
      access: [staff(LOOKERS)],
      summary: 'Records that could not be read, oldest first.',
      params: Organisation,
      query: Type.Object(
        {
          limit: Type.Optional(Count({ min: 1, max: LIST_MAX })),
          after: Type.Optional(Id),
          source: Type.Optional(Name),
          code: Type.Optional(Name),
        },
        Strict,
      ),
      answers: { 200: Type.Array(Listed) },
      async handle({ params, query: { limit = LIST_MAX, after = 0, ...filter } }) {
        const found = await store
          .in(params.organisation)
          .transaction((tx) => quarantinePreviews(tx, after, limit, PREVIEW_BYTES, filter))
        return { status: 200, body: found.map((record) => ({ ...waiting(record), preview: preview(record) })) }
      },
    }),
    route({
      method: 'GET',
      path: '/organisations/:organisation/quarantine/:record',
      on: 'console',
      access: [staff(LOOKERS)],
      summary: 'One record that could not be read, as text.',
      params: OfRecord,
      answers: { 200: Whole },
      async handle({ params: { organisation, record: id } }) {
        const [found] = await store
          .in(organisation)
          .transaction((tx) => quarantinePreviews(tx, id - 1, 1, CONTENT_BYTES))
        if (found?.id !== id) throw unknownRecord()
        const body = { ...waiting(found), content: inert(found.beginning), cut: found.bytes > CONTENT_BYTES }
        return { status: 200, body }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/quarantine/:record/release',
      on: 'console',
      access: [staff(RELEASERS, byPasskey)],
      summary: 'Reads a record again with the decoders of today. What can be read is kept.',
      params: OfRecord,
      answers: { 200: Type.Object(Result, Strict) },
      async handle(call) {
        const { organisation, record: id } = call.params
        const [found] = await waitingRecords(store, organisation, id - 1, 1)
        if (found?.id !== id) throw unknownRecord()
        return { status: 200, body: await releaseFor(options, call, [found]) }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/quarantine/release',
      on: 'console',
      access: [staff(RELEASERS, byPasskey)],
      summary: 'Reads records of a source, or with a code, again: some at a time, from `after` on.',
      params: Organisation,
      body: Type.Object(
        {
          source: Type.Optional(Name),
          code: Type.Optional(Name),
          after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
        },
        Strict,
      ),
      answers: {
        /** `next`: to go on, the `after` of the next call; null when all were read. */
        200: Type.Object({ ...Result, next: Type.Union([Type.Integer(), Type.Null()]) }, Strict),
      },
      async handle(call) {
        const { after = 0, ...filter } = call.body
        const found = await waitingRecords(store, call.params.organisation, after, RELEASED_MAX, filter)
        const released = await releaseFor(options, call, found)
        const next = found.length < RELEASED_MAX ? null : (found.at(-1)?.id ?? null)
        return { status: 200, body: { ...released, next } }
      },
    }),
  ]
}

async function waitingRecords(
  store: Store,
  organisation: string,
  after: number,
  limit: number,
  filter: QuarantineFilter = {},
): Promise<readonly QuarantinedRecord[]> {
  return await store.in(organisation).transaction((tx) => quarantined(tx, after, limit, filter))
}

async function releaseFor(
  { store, reader, intakeOf, sealerOf }: QuarantineRoutesOptions,
  call: Call<{ readonly organisation: string }>,
  records: readonly QuarantinedRecord[],
) {
  const { organisation } = call.params
  const ledger = { db: store.in(organisation), sealer: sealerOf(organisation) }
  const doing = { actor: `staff/${callerAs(call, 'staff').id}`, now: call.now }
  return await release({ ...ledger, reader, intake: intakeOf(organisation) }, records, doing).catch(asProblem)
}

function waiting({ id, source, code, received, bytes }: QuarantinePreview) {
  return { id, source, code, received: formatInstant(received), bytes }
}

function preview({ beginning }: QuarantinePreview): string {
  return neutralise(textOf(beginning).slice(0, PREVIEW_CHARACTERS))
}

/** Text that commands no terminal and hides nothing; whoever shows it escapes it as any other text. */
function inert(bytes: Uint8Array): string {
  return textOf(bytes).split('\n').map(neutralise).join('\n')
}

/** As UTF-8, with signs for bytes that are none. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
}

function unknownRecord(): Problem {
  return new Problem({
    code: 'ERR_QUARANTINE_UNKNOWN',
    status: 404,
    title: 'No such record',
    detail: 'No record of this number waits: it was read meanwhile, or its time is over.',
    next: 'Load the list again.',
  })
}
