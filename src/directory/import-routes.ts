/** HTTP: files of people on their way in. Two people approve one by the change `directory-imported`. */
import Type from 'typebox'
import { byPasskey, Count, callerAs, Nothing, Problem, RawBody, type Route, route, staff } from '../http/index.ts'
import { PROVIDERS } from '../signin/index.ts'
import { ImportId } from './changes.ts'
import { findImport, listImports } from './import.ts'
import { Line } from './one-line.ts'
import { previewImport } from './preview.ts'
import { readImport } from './read-import.ts'
import type { DirectoryRoom } from './room.ts'
import { beginImport, discardImport, takeListing, takePart } from './staging.ts'

const Strict = { additionalProperties: false }
const Text = Type.String()
const Whole = Type.Integer()
const OfImport = Type.Object({ organisation: Text, import: ImportId }, Strict)
const State = {
  id: Text,
  parts: Whole,
  lines: Whole,
  problems: Whole,
  whole: Type.Boolean(),
  applied: Type.Union([Whole, Type.Null()]),
  contacts: Whole,
  asked: Type.Boolean(),
}
const Outcome = Type.Enum(['new', 'known', 'linked', 'recreated', 'doubt'])
const Preview = Type.Object(
  {
    ...State,
    outcomes: Type.Object({ new: Whole, known: Whole, linked: Whole, recreated: Whole, doubt: Whole }, Strict),
    isStale: Type.Boolean(),
    replaced: Whole,
    faults: Type.Array(Type.Object({ part: Whole, line: Whole, code: Text, message: Text }, Strict)),
    joined: Type.Array(
      Type.Object(
        {
          part: Whole,
          line: Whole,
          outcome: Outcome,
          account: Text,
          provider: Text,
          label: Text,
          person: Text,
          personLabel: Type.Union([Text, Type.Null()]),
          why: Type.Union([Text, Type.Null()]),
        },
        Strict,
      ),
    ),
  },
  Strict,
)

/** About 100,000 lines: who has more sends it in parts, each with the header. */
const PART_BYTES_MAX = 16 << 20
const PART_MS = 300_000
const PARTS_MAX = 1000
const LINES_MAX = 1e9

export function importRoutes(roomOf: (organisation: string) => DirectoryRoom): readonly Route[] {
  const access = [staff(['administrator'], byPasskey)] as const
  const readers = [staff(['administrator', 'approver', 'auditor'])] as const
  const path = '/organisations/:organisation/directory/imports'
  return [
    route({
      method: 'POST',
      path,
      on: 'console',
      access: [...access],
      summary: 'Begins an import.',
      params: Type.Object({ organisation: Text }, Strict),
      answers: { 200: Type.Object({ import: Text }, Strict) },
      async handle(call) {
        const { ledger } = roomOf(call.params.organisation)
        const id = Buffer.from(ledger.random(16)).toString('hex')
        const actor = `staff/${callerAs(call, 'staff').id}`
        await ledger.db.transaction((tx) => beginImport(tx, { id, actor, now: call.now }))
        return { status: 200, body: { import: id } }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/:import/parts/:part`,
      on: 'console',
      access: [...access],
      summary:
        'Takes the next part of the file in: CSV with its header, at most 16 MiB. `after`: lines below the header that earlier parts hold; `more`: others follow, and until the last is in nobody can approve it.',
      params: Type.Object({ ...OfImport.properties, part: Count({ min: 1, max: PARTS_MAX }) }, Strict),
      query: Type.Object(
        { after: Type.Optional(Count({ max: LINES_MAX })), more: Type.Optional(Type.Literal('true')) },
        Strict,
      ),
      body: RawBody,
      consumes: ['text/csv'],
      bodyBytesMax: PART_BYTES_MAX,
      inflatedBytesMax: PART_BYTES_MAX,
      handlerMs: PART_MS,
      answers: { 200: Type.Object(State, Strict) },
      async handle({ params: { organisation, import: id, part }, query: { after = 0, more }, body, now }) {
        const room = roomOf(organisation)
        const text = utf8(body)
        const state = await room.ledger.db.transaction(async (tx) => {
          const isTaken = await takePart(tx, room, {
            ...{ import: id, part, now, more: more !== undefined },
            ...readImport(text, after),
          })
          return isTaken ? await findImport(tx, id) : undefined
        })
        if (state === undefined) throw notNext()
        return { status: 200, body: state }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/:import/listing`,
      on: 'console',
      access: [...access],
      summary: 'Takes in everybody whom a connected provider lists, as the next parts.',
      params: OfImport,
      body: Type.Object({ provider: Type.Enum(PROVIDERS), tenant: Line(400) }, Strict),
      handlerMs: PART_MS,
      answers: { 200: Type.Object(State, Strict) },
      async handle({ params: { organisation, import: id }, body: { provider, tenant }, now, signal }) {
        const room = roomOf(organisation)
        const listing = room.listings().find((one) => one.provider === provider && one.tenant === tenant)
        if (listing === undefined) throw notListed()
        const state = await takeListing(room, { import: id, pages: listing.people(signal), now })
        if (state === undefined) throw notNext()
        return { status: 200, body: state }
      },
    }),
    route({
      method: 'GET',
      path: '/organisations/:organisation/directory/listings',
      on: 'console',
      access: [staff(['administrator'])],
      summary: 'Connected providers that list their people.',
      params: Type.Object({ organisation: Text }, Strict),
      answers: { 200: Type.Array(Type.Object({ provider: Type.Enum(PROVIDERS), tenant: Text }, Strict)) },
      async handle({ params }) {
        const listings = roomOf(params.organisation).listings()
        return { status: 200, body: listings.map(({ provider, tenant }) => ({ provider, tenant })) }
      },
    }),
    route({
      method: 'GET',
      path,
      on: 'console',
      access: [...readers],
      summary: 'Imports, the latest first: at most 100.',
      params: Type.Object({ organisation: Text }, Strict),
      answers: { 200: Type.Array(Type.Object({ ...State, begun: Whole, by: Text }, Strict)) },
      async handle({ params }) {
        return { status: 200, body: [...(await roomOf(params.organisation).ledger.db.transaction(listImports))] }
      },
    }),
    route({
      method: 'GET',
      path: `${path}/:import`,
      on: 'console',
      access: [...readers],
      summary: 'What the import would do: counts, errors by line, and accounts that it joins or doubts.',
      params: OfImport,
      answers: { 200: Preview },
      async handle({ params: { organisation, import: id } }) {
        const room = roomOf(organisation)
        const preview = await room.ledger.db.transaction((tx) => previewImport(tx, room, id))
        if (preview === undefined) throw unknown()
        return { status: 200, body: preview }
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/:import`,
      on: 'console',
      access: [...access],
      summary: 'Throws an import away that was not approved.',
      params: OfImport,
      answers: { 204: Nothing },
      async handle({ params: { organisation, import: id } }) {
        const isGone = await roomOf(organisation).ledger.db.transaction((tx) => discardImport(tx, id))
        if (!isGone) throw unknown()
        return { status: 204, body: undefined }
      },
    }),
  ]
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem({
      code: 'ERR_IMPORT_ENCODING',
      status: 422,
      title: 'Not UTF-8',
      detail: 'The file is not UTF-8, so that names would be wrong. Nothing of this part was taken.',
      next: 'Save it as UTF-8 and send it again.',
    })
  }
}

function notListed(): Problem {
  return new Problem({
    code: 'ERR_IMPORT_LISTING',
    status: 409,
    title: 'No such provider',
    detail: 'No provider is connected that can list its people for this tenant. Nothing was taken.',
    next: 'Connect it, or send a file.',
  })
}

function notNext(): Problem {
  return new Problem({
    code: 'ERR_IMPORT_PART',
    status: 409,
    title: 'Not the next part',
    detail: 'There is no such import that waits, or this is not the part that comes next. Nothing of it was taken.',
    next: 'Look at the import: it says how many parts it has.',
  })
}

function unknown(): Problem {
  return new Problem({
    code: 'ERR_IMPORT_UNKNOWN',
    status: 404,
    title: 'No such import',
    detail: 'There is no import of this id, or it was approved already.',
    next: 'Begin another.',
  })
}
