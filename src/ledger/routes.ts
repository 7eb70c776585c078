/** HTTP: the ledger to read, to check and to take away. Nothing here writes. */
import Type, { type Static } from 'typebox'
import { type Access, ByteStream, Count, machine, Problem, type Route, route, staff } from '../http/index.ts'
import type { OrganisationStore, Store } from '../store/index.ts'
import type { Entry } from './entry.ts'
import { exportLedger } from './export-ledger.ts'
import { parseVerifierKey } from './note/key.ts'
import { entriesBefore } from './read-entries.ts'
import { lastCheckpoint, readHead } from './rows.ts'
import { memberOfActor, type NameOf, type Sentences, sentenceOf } from './sentences.ts'
import { verdictText, verifyExport } from './verify.ts'

export interface LedgerRoutesOptions {
  readonly store: Pick<Store, 'in'>
  /** The organisation's checkpoint key, `origin+id+base64`, from outside the database: what is checked is pinned to it. */
  verifierKeyOf(organisation: string): string | Promise<string>
  /** Of all rooms together. */
  readonly sentences: Sentences
  /** The name of a member of staff; undefined where it is not known. */
  nameOf(member: string): Promise<string | undefined>
}

const READERS: Access = [staff(['analyst', 'administrator', 'auditor', 'approver']), machine('ledger:read')]
const CHECKERS: Access = [staff(['analyst', 'administrator', 'auditor', 'approver'])]
const PAGE_MAX = 200
/** The whole ledger is read and each signature checked: some 5,000 entries a second. */
const VERIFY_MS = 120_000
const VERIFY_RATE = { count: 4, perMs: 60_000 }

const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const Query = Type.Object(
  {
    before: Type.Optional(Count({ max: Number.MAX_SAFE_INTEGER })),
    limit: Type.Optional(Count({ min: 1, max: PAGE_MAX })),
  },
  Strict,
)

const ShownEntry = Type.Object(
  {
    seq: Type.Integer(),
    time: Type.String(),
    type: Type.String(),
    /** `staff/…`, `system/…`, and of staff the name. */
    actor: Type.String(),
    by: Type.String(),
    stream: Type.String(),
    summary: Type.String(),
    data: Type.Object({}, { additionalProperties: true }),
  },
  Strict,
)
const LedgerPage = Type.Object(
  {
    /** How many entries there are. */
    size: Type.Integer(),
    /** The last checkpoint: how many it seals, and the signed note. */
    checkpoint: Type.Union([Type.Object({ size: Type.Integer(), note: Type.String() }, Strict), Type.Null()]),
    entries: Type.Array(ShownEntry),
  },
  Strict,
)
const Verified = Type.Object(
  {
    holds: Type.Boolean(),
    /** How many were checked; where it does not hold, the first that cannot be relied on. */
    entries: Type.Integer(),
    text: Type.String(),
  },
  Strict,
)
const Key = Type.Object({ verifierKey: Type.String(), origin: Type.String() }, Strict)

export function ledgerRoutes(options: LedgerRoutesOptions): readonly Route[] {
  const { store, verifierKeyOf } = options
  const of = { on: 'console', access: READERS, params: Organisation } as const
  return [
    route({
      ...of,
      method: 'GET',
      path: '/organisations/:organisation/ledger',
      summary: 'Entries of the ledger, newest first, each in a plain sentence.',
      query: Query,
      answers: { 200: LedgerPage },
      async handle({ params, query }) {
        const db = store.in(params.organisation)
        return { status: 200, body: await page(db, options, query.before, query.limit ?? 50) }
      },
    }),
    route({
      ...of,
      method: 'POST',
      access: CHECKERS,
      path: '/organisations/:organisation/ledger/verify',
      summary: 'Checks the whole ledger, from its export, by the key that is kept outside the database.',
      handlerMs: VERIFY_MS,
      rates: { perCaller: VERIFY_RATE },
      answers: { 200: Verified },
      async handle({ params }) {
        const db = store.in(params.organisation)
        await assertSealed(db)
        const verdict = await verifyExport(exportLedger(db), { key: await verifierKeyOf(params.organisation) })
        const entries = verdict.holds ? verdict.entries : verdict.entry
        return { status: 200, body: { holds: verdict.holds, entries, text: verdictText(verdict) } }
      },
    }),
    route({
      ...of,
      method: 'GET',
      path: '/organisations/:organisation/ledger/export',
      summary: 'The ledger as a file of lines (postern.ledger/1), up to its last checkpoint.',
      rates: { perCaller: VERIFY_RATE },
      answers: { 200: ByteStream },
      async handle({ params }) {
        const db = store.in(params.organisation)
        await assertSealed(db)
        const headers = {
          'content-type': 'application/x-ndjson; charset=utf-8',
          'content-disposition': 'attachment; filename="ledger.ndjson"',
        }
        return { status: 200, headers, body: exportLedger(db) }
      },
    }),
    route({
      ...of,
      method: 'GET',
      path: '/organisations/:organisation/ledger/key',
      summary: 'The public key to pin, with which anybody can check an export offline.',
      answers: { 200: Key },
      async handle({ params }) {
        const verifierKey = await verifierKeyOf(params.organisation)
        return { status: 200, body: { verifierKey, origin: parseVerifierKey(verifierKey).name } }
      },
    }),
  ]
}

async function page(
  db: OrganisationStore,
  { sentences, nameOf }: LedgerRoutesOptions,
  before = Number.MAX_SAFE_INTEGER,
  limit: number,
): Promise<Static<typeof LedgerPage>> {
  const { head, last, entries } = await db.transaction(async (tx) => ({
    head: await readHead(tx),
    last: await lastCheckpoint(tx),
    entries: await entriesBefore(tx, before, limit),
  }))
  const names = await namesIn(entries, nameOf)
  return {
    size: head?.seq ?? 0,
    checkpoint: last === undefined ? null : { size: last.size, note: last.note },
    entries: entries.map((entry) => shown(entry, sentences, (member) => names.get(member) ?? member)),
  }
}

function shown(entry: Entry, sentences: Sentences, nameOf: NameOf): Static<typeof ShownEntry> {
  const { seq, time, type, actor, stream, data } = entry
  const member = memberOfActor(actor)
  const by = member === undefined ? actor : nameOf(member)
  return { seq, time, type, actor, by, stream, summary: sentenceOf(entry, sentences, nameOf), data }
}

/** The names of everybody whom these entries may name: whoever acted, and the ids of members in `by`, `to` and the like. */
async function namesIn(
  entries: readonly Entry[],
  nameOf: LedgerRoutesOptions['nameOf'],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(
    entries.flatMap(({ actor, data }) => [memberOfActor(actor), ...MEMBERS.map((name) => data[name])]),
  )
  const names = new Map<string, string>()
  for (const id of ids) {
    const name = typeof id === 'string' ? await nameOf(id) : undefined
    if (name !== undefined) names.set(id as string, name)
  }
  return names
}

/** Members of an entry's data that hold the id of a member of staff. */
const MEMBERS = ['by', 'to', 'agreedBy', 'member', 'subject']

async function assertSealed(db: OrganisationStore): Promise<void> {
  if ((await db.transaction(lastCheckpoint)) !== undefined) return
  throw new Problem({
    code: 'ERR_LEDGER_UNSEALED',
    status: 409,
    title: 'Not sealed yet',
    detail: 'The ledger has no checkpoint yet, and what is not sealed proves nothing.',
    next: 'Wait a minute: the first checkpoint follows the first entries.',
  })
}
