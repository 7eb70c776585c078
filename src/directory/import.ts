/** An import, once two people have approved it: everything of it, or nothing, in one transaction. */
import { sql } from 'kysely'
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { appendEntries, entryType, sealBatch } from '../ledger/index.ts'
import type { Applied } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { DirectoryRoom } from './room.ts'
import { PERSON_TIERS, type PersonTier, stricter } from './tier.ts'
import { type By, raiseMany } from './tiers.ts'

const Count = Type.Integer({ minimum: 0 })
const directoryImported = entryType(
  'directory-imported',
  Type.Object(
    {
      at: Count,
      /** Accounts, and how many of them belong to whom in which way. Doubts are no part of it. */
      accounts: Count,
      outcomes: Type.Object(
        { new: Count, known: Count, linked: Count, recreated: Count },
        { additionalProperties: false },
      ),
      /** The Merkle root over the leaves of all lines, with the commitments to their values; in the file's order. */
      root: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
    },
    { additionalProperties: false },
  ),
)

export interface ImportState {
  readonly id: string
  readonly parts: number
  readonly lines: number
  readonly problems: number
  readonly applied: number | null
}

export async function findImport(tx: OrganisationTransaction, id: string): Promise<ImportState | undefined> {
  return await tx
    .selectFrom('directory_imports')
    .select(['id', 'parts', 'lines', 'problems', 'applied'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What two people agree on: if a line were added, or another import applied meanwhile, they are asked again. */
export async function digestOfImport(tx: OrganisationTransaction, id: string): Promise<unknown> {
  const { rows } = await sql<{ parts: number; digest: string | null; last: string | null }>`
    select parts,
      (select encode(sha256(string_agg(leaf, ''::bytea order by part, line)), 'hex') from directory_import_rows
        where import = ${id}) as digest,
      (select max(applied)::text from directory_imports) as last
    from directory_imports where id = ${id}`.execute(tx)
  return rows[0] ?? null
}

/** Applies what is not in doubt. The last part of a transaction. */
export async function applyImport(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  id: string,
  { now, ...by }: By & { readonly now: number },
): Promise<Applied> {
  const found = await findImport(tx, id)
  if (found === undefined || found.applied !== null || found.lines === 0) {
    const message = 'There is no such import that waits, or nothing stands in it. Begin another.'
    return { applied: false, code: 'ERR_IMPORT_UNKNOWN', message }
  }
  if (found.problems > 0) {
    const message = `${found.problems} lines have errors. Mend the file and begin another import; nothing is imported by half.`
    return { applied: false, code: 'ERR_IMPORT_PROBLEMS', message }
  }
  await joinByHash(tx)
  const inherited = await tiersInherited(tx, id)
  await writeAccounts(tx, id, now)
  await writeValues(tx, id, now)
  const sealed = await seal(tx, id)
  await tx.updateTable('directory_imports').set({ applied: now }).where('id', '=', id).execute()
  const given = await tiersGiven(tx, id)
  await forgetStaged(tx, id)
  const { actor, decisions = [] } = by
  await raiseMany(tx, room, given, { actor, at: now, because: 'import' })
  await raiseMany(tx, room, inherited, { actor, at: now, because: 'link' })
  const draft = {
    ...directoryImported.write({ at: now, ...sealed }),
    stream: `import/${id}`,
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

/**
 * For this transaction: tables that were filled a moment ago have no statistics, and row by row they are joined in a time that
 * grows with the square.
 */
export async function joinByHash(tx: OrganisationTransaction): Promise<void> {
  await sql`set local enable_nestloop = off`.execute(tx)
}

/** Whose it is is written once: a row that says otherwise is a doubt, and is not here. */
async function writeAccounts(tx: OrganisationTransaction, id: string, now: number): Promise<void> {
  await sql`
    with fresh as materialized (${newPeople(id)})
    insert into directory_accounts (account, provider, tenant, id, label, search, person, noted, linked)
    select account, provider, tenant, id, label, lower(label), person, ${now}::bigint,
      case when outcome in ('linked', 'recreated') and fresh.fresh is null then ${now}::bigint end
    from directory_import_rows left join fresh on fresh.fresh = person
    where import = ${id} and outcome <> 'doubt'
    on conflict (organisation, account) do update
      set label = excluded.label, search = excluded.search, person = coalesce(directory_accounts.person, excluded.person),
        linked = case when directory_accounts.person is null then excluded.linked else directory_accounts.linked end
      where directory_accounts.label <> excluded.label or directory_accounts.person is null`.execute(tx)
  await sql`
    insert into directory_identities (token, account)
    select token, account from directory_import_identities where import = ${id}
    on conflict do nothing`.execute(tx)
}

/** What is as it was stays as old as it was (rule 5); what another takes the place of goes on getting notices for a while. */
async function writeValues(tx: OrganisationTransaction, id: string, now: number): Promise<void> {
  await sql`
    update directory_values v set ended = ${now}::bigint from directory_import_values s
    where s.import = ${id} and s.account = v.account and s.kind = v.kind and v.ended is null and s.token <> v.token`.execute(
    tx,
  )
  await sql`
    with fresh as materialized (${newPeople(id)})
    insert into directory_values (account, kind, since, token, baseline, source, commitment, key, nonce, data)
    select s.account, s.kind, ${now}::bigint, s.token,
      r.settled and fresh.fresh is not null,
      ${id}, s.commitment, s.key, s.nonce, s.data
    from directory_import_values s join directory_import_rows r using (organisation, import, account)
    left join fresh on fresh.fresh = r.person
    where s.import = ${id}
    on conflict (organisation, account, kind) where ended is null do nothing`.execute(tx)
}

/**
 * People who are new by this import: their id is the key of the line that brought them. Apart from the statement that joins them,
 * since behind row-level security no index serves a condition that calls a function like encode().
 */
function newPeople(id: string) {
  return sql`select encode(account, 'hex') as fresh from directory_import_rows where import = ${id} and outcome = 'new'`
}

async function seal(tx: OrganisationTransaction, id: string) {
  const rows = await tx
    .selectFrom('directory_import_rows')
    .select(['leaf', 'outcome'])
    .where('import', '=', id)
    .orderBy('part')
    .orderBy('line')
    .execute()
  const outcomes = { new: 0, known: 0, linked: 0, recreated: 0 }
  const leaves: Uint8Array[] = []
  for (const { leaf, outcome } of rows) {
    leaves.push(leaf)
    if (outcome !== 'doubt') outcomes[outcome]++
  }
  const accounts = outcomes.new + outcomes.known + outcomes.linked + outcomes.recreated
  return { accounts, outcomes, root: Buffer.from(sealBatch(leaves).root).toString('base64') }
}

type Tiers = ReadonlyMap<string, PersonTier>

/** The strictest of each person's lines. */
async function tiersGiven(tx: OrganisationTransaction, id: string): Promise<Tiers> {
  const rows = await tx
    .selectFrom('directory_import_rows')
    .select(['person', 'tier'])
    .where('import', '=', id)
    .where('tier', '<>', PERSON_TIERS[0])
    .where('outcome', '<>', 'doubt')
    .execute()
  return strictest(rows)
}

/** Of accounts that were people of their own until now: whoever they are linked to is no less. */
async function tiersInherited(tx: OrganisationTransaction, id: string): Promise<Tiers> {
  const { rows } = await sql<{ person: string; tier: PersonTier }>`
    with linked as materialized (select encode(account, 'hex') as before, person from directory_import_rows
      where import = ${id} and outcome = 'linked')
    select linked.person, t.tier from linked join directory_tiers t on t.person = linked.before`.execute(tx)
  return strictest(rows)
}

function strictest(rows: readonly { readonly person: string; readonly tier: PersonTier }[]): Tiers {
  const tiers = new Map<string, PersonTier>()
  for (const { person, tier } of rows) tiers.set(person, stricter(tier, tiers.get(person) ?? 'standard'))
  return tiers
}

/** Doubts stay, to be decided on; the rest stands in the directory now. */
async function forgetStaged(tx: OrganisationTransaction, id: string): Promise<void> {
  await tx.deleteFrom('directory_import_values').where('import', '=', id).execute()
  await tx.deleteFrom('directory_import_identities').where('import', '=', id).execute()
  await tx.deleteFrom('directory_import_rows').where('import', '=', id).where('outcome', '<>', 'doubt').execute()
}
