/** An import, once two people have approved it: everything of it, or nothing, in one transaction. */
import { sql } from 'kysely'
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { appendEntries, entryType, loadState, sealBatch } from '../ledger/index.ts'
import type { Applied } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { By } from './command.ts'
import { inheritFreezes } from './freezes.ts'
import type { Outcome } from './identity.ts'
import type { DirectoryRoom } from './room.ts'
import type { PersonTier } from './tier.ts'
import { strictest } from './tier.ts'
import { TIER_RULES, TIER_RULES_STREAM } from './tier-rules.ts'
import { raiseMany } from './tiers.ts'
import { directoryVersion, nextVersion } from './versions.ts'
import { writeRows } from './write-import.ts'

const Count = Type.Integer({ minimum: 0 })
const Strict = { additionalProperties: false }
const Said = {
  at: Count,
  /** Accounts, and how many of them belong to whom in which way. Doubts are no part of it. */
  accounts: Count,
  outcomes: Type.Object({ new: Count, known: Count, linked: Count, recreated: Count }, Strict),
  /** The Merkle root over the codes of all lines, in the file's order. */
  root: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
}
const directoryImported = entryType('directory-imported', Type.Object(Said, Strict)).next(
  /** Contact points that are new by it, and whether each was asked "was this you?". */
  Type.Object({ ...Said, contacts: Count, asked: Type.Boolean() }, Strict),
  (before) => ({ ...before, contacts: 0, asked: false }),
)

/** The last import of a stream, as two people approved it. */
const IMPORTED = {
  types: { 'directory-imported': directoryImported },
  initial: undefined as Imported | undefined,
  evolve: (_: Imported | undefined, { data }: { readonly data: Imported }): Imported | undefined => data,
}

interface Imported {
  readonly outcomes: Readonly<Record<Exclude<Outcome, 'doubt'>, number>>
}

/** How many accounts came to whom in which way, as the ledger has it; undefined before the import was applied. */
export async function outcomesApplied(
  tx: OrganisationTransaction,
  { ledger }: Pick<DirectoryRoom, 'ledger'>,
  id: string,
): Promise<Imported['outcomes'] | undefined> {
  return (await loadState(tx, ledger, streamOfImport(id), IMPORTED))?.outcomes
}

export interface ImportState {
  readonly id: string
  readonly parts: number
  readonly lines: number
  readonly problems: number
  /** Its last part is in. */
  readonly whole: boolean
  readonly applied: number | null
  /** Once applied: contact points that were new, and whether they were asked "was this you?". */
  readonly contacts: number
  readonly asked: boolean
}

export async function findImport(tx: OrganisationTransaction, id: string): Promise<ImportState | undefined> {
  return await tx
    .selectFrom('directory_imports')
    .select(['id', 'parts', 'lines', 'problems', 'whole', 'applied', 'contacts', 'asked'])
    .where('id', '=', id)
    .executeTakeFirst()
}

const LISTED_MAX = 100

/** The latest first; `by`: who began it. */
export async function listImports(
  tx: OrganisationTransaction,
): Promise<readonly (ImportState & { readonly begun: number; readonly by: string })[]> {
  return await tx
    .selectFrom('directory_imports')
    .select(['id', 'parts', 'lines', 'problems', 'whole', 'applied', 'contacts', 'asked', 'begun', 'by_actor as by'])
    .orderBy('begun', 'desc')
    .limit(LISTED_MAX)
    .execute()
}

/** The directory changed since the lines were compared with it: what the preview says is not true any more. */
export async function isStale(tx: OrganisationTransaction, id: string): Promise<boolean> {
  const found = await tx
    .selectFrom('directory_imports')
    .select('compared')
    .where('id', '=', id)
    .where('applied', 'is', null)
    .executeTakeFirst()
  return found !== undefined && found.compared !== (await directoryVersion(tx))
}

/** What two people agree on: if a line were added, or the directory changed meanwhile, they are asked again. */
export async function digestOfImport(tx: OrganisationTransaction, id: string): Promise<unknown> {
  const { rows } = await sql<{ parts: number; digest: string | null; compared: number }>`
    select parts, compared,
      (select encode(sha256(string_agg(mac, ''::bytea order by part, line)), 'hex') from directory_import_rows
        where import = ${id}) as digest
    from directory_imports where id = ${id}`.execute(tx)
  return rows[0] === undefined ? null : { ...rows[0], version: await directoryVersion(tx) }
}

/**
 * Applies what is not in doubt. The last part of a transaction. Throws ERR_IMPORT_ALTERED where a line is not as it was when it
 * was taken in.
 */
export async function applyImport(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  id: string,
  { now, ...by }: By & { readonly now: number },
): Promise<Applied> {
  const found = await tx
    .selectFrom('directory_imports')
    .select(['parts', 'lines', 'problems', 'whole', 'applied', 'compared'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const refused = refusalOf(found, await directoryVersion(tx))
  if (found === undefined || refused !== undefined) return { applied: false, ...(refused ?? UNKNOWN) }
  const joined = await joinedPeople(tx, id)
  const inherited = await tiersOf(tx, joined)
  const rules = await loadState(tx, room.ledger, TIER_RULES_STREAM, TIER_RULES)
  const written = await writeRows(tx, room, { ...found, import: id, now, rules })
  const contacts = written.contacts
  const asked = contacts > 0 && room.askContacts !== undefined
  if (asked) await room.askContacts?.(tx, { import: id, contacts })
  await nextVersion(tx)
  await tx.updateTable('directory_imports').set({ applied: now, contacts, asked }).where('id', '=', id).execute()
  await forgetStaged(tx, id)
  const { actor, decisions = [] } = by
  for (const because of ['import', 'role', 'group'] as const) {
    await raiseMany(tx, room, written.tiers[because], { actor, at: now, because })
  }
  await raiseMany(tx, room, inherited, { actor, at: now, because: 'link' })
  await inheritFreezes(tx, room, joined, { actor, at: now })
  const { outcomes } = written
  const accounts = outcomes.new + outcomes.known + outcomes.linked + outcomes.recreated
  const root = Buffer.from(sealBatch(written.leaves).root).toString('base64')
  const draft = {
    ...directoryImported.write({ at: now, accounts, outcomes, root, contacts, asked }),
    stream: streamOfImport(id),
    actor,
    time: formatInstant(now),
  }
  await appendEntries(
    tx,
    [decisions.length === 0 ? draft : { ...draft, decisions: [...decisions] }],
    room.ledger.sealer,
  )
  return { applied: true }
}

/** `import/0f3c…` */
export function streamOfImport(id: string): string {
  return `import/${id}`
}

const UNKNOWN = {
  code: 'ERR_IMPORT_UNKNOWN',
  message: 'There is no such import that waits, or nothing stands in it. Begin another.',
} as const

interface Waiting extends Pick<ImportState, 'lines' | 'problems' | 'whole' | 'applied'> {
  /** The directory's version that it was compared with. */
  readonly compared: number
}

function refusalOf(found: Waiting | undefined, version: number) {
  if (found === undefined || found.applied !== null || found.lines === 0) return UNKNOWN
  if (found.problems > 0) {
    const message = `${found.problems} lines have errors. Mend the file and begin another import; nothing is imported by half.`
    return { code: 'ERR_IMPORT_PROBLEMS', message } as const
  }
  if (!found.whole) {
    const message = 'Only a part of the file arrived. Throw this import away, and send the file again.'
    return { code: 'ERR_IMPORT_UNFINISHED', message } as const
  }
  if (found.compared !== version) {
    const message =
      'The directory changed since the file was compared with it, so the preview is not true any more. Begin another import.'
    return { code: 'ERR_IMPORT_STALE', message } as const
  }
  return undefined
}

/** Accounts that were people of their own until now, and whose they are from now on. */
async function joinedPeople(tx: OrganisationTransaction, id: string) {
  const { rows } = await sql<{ before: string; person: string }>`
    select encode(account, 'hex') as before, person from directory_import_rows
    where import = ${id} and outcome = 'linked'`.execute(tx)
  return rows
}

/** Whoever they are linked to is no less. */
async function tiersOf(tx: OrganisationTransaction, joined: readonly { before: string; person: string }[]) {
  const { rows } = await sql<{ person: string; tier: PersonTier }>`
    select given.person, t.tier
    from json_to_recordset(${JSON.stringify(joined)}::json) as given (before text, person text)
    join directory_tiers t on t.person = given.before`.execute(tx)
  return strictest(rows)
}

/** Doubts stay in the report; the rest stands in the directory now. */
async function forgetStaged(tx: OrganisationTransaction, id: string): Promise<void> {
  await sql`
    delete from directory_doubts d where exists (
      select from directory_import_rows r where r.import = ${id} and r.account = d.account and r.outcome <> 'doubt')`.execute(
    tx,
  )
  await tx.deleteFrom('directory_import_identities').where('import', '=', id).execute()
  await tx.deleteFrom('directory_import_rows').where('import', '=', id).where('outcome', '<>', 'doubt').execute()
}
