/** The lines of an approved import, written into the directory in pieces; each is looked at first, whether it is as it was taken in. */
import { createSecretKey } from 'node:crypto'
import { sql } from 'kysely'
import { leafHash } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { DirectoryError, type DirectoryRoom } from './room.ts'
import { type Brought, isAsStaged, type StagedRow } from './staged-row.ts'
import { type PersonTier, stricter } from './tier.ts'
import { type TierRules, tierByRules } from './tier-rules.ts'

interface Writing {
  readonly import: string
  readonly parts: number
  readonly lines: number
  readonly now: number
  readonly rules: TierRules
}

export interface Written {
  readonly outcomes: { new: number; known: number; linked: number; recreated: number }
  /** Of the codes of all lines, in the file's order. */
  readonly leaves: readonly Uint8Array[]
  /** Contact points that are new. */
  readonly contacts: number
  /** Who has to be raised to what, and why. */
  readonly tiers: Readonly<Record<'import' | 'role' | 'group', ReadonlyMap<string, PersonTier>>>
}

const ROWS_PER_STATEMENT = 4000

/** Throws ERR_IMPORT_ALTERED, also where a line is missing. */
export async function writeRows(
  tx: OrganisationTransaction,
  room: Pick<DirectoryRoom, 'tokenKey'>,
  given: Writing,
): Promise<Written> {
  const tokenKey = createSecretKey(room.tokenKey)
  const outcomes = { new: 0, known: 0, linked: 0, recreated: 0 }
  const leaves: Uint8Array[] = []
  const tiers = { import: new Map(), role: new Map(), group: new Map() }
  let contacts = 0
  for await (const rows of rowsOf(tx, given.import, given.parts)) {
    for (const { mac, ...row } of rows) {
      if (!isAsStaged(tokenKey, given.import, row, mac))
        throw altered(`Line ${row.line} of part ${row.part} is not as it was taken in`)
      leaves.push(leafHash(mac))
      if (row.outcome !== 'doubt') outcomes[row.outcome]++
    }
    const certain = rows.filter(({ outcome }) => outcome !== 'doubt')
    for (const { person, tier } of certain) raise(tiers.import, person, tier)
    const changing = certain.filter(({ body }) => body !== '').map((row) => ({ ...row, brought: broughtIn(row) }))
    for (const { person, brought } of changing) {
      const { tier, because } = tierByRules(given.rules, brought)
      raise(tiers[because], person, tier)
    }
    if (changing.length > 0) await writeAccounts(tx, changing, given.now)
    contacts += await writeValues(tx, changing, given)
    await writeMemberships(tx, changing, given.now)
    await writeAuthenticators(tx, changing, given.now)
    await writeDoubts(tx, rows, given)
  }
  if (leaves.length !== given.lines) throw altered('A line is missing')
  return { outcomes, leaves, contacts, tiers }
}

type Row = StagedRow & { readonly mac: Uint8Array }
type Changing = StagedRow & { readonly brought: Brought }

function broughtIn({ body }: StagedRow): Brought {
  return JSON.parse(body) as Brought
}

/** Part by part: an index serves an equal part and a later line, and no comparison of the two together. */
async function* rowsOf(tx: OrganisationTransaction, id: string, parts: number): AsyncGenerator<readonly Row[]> {
  for (let part = 1; part <= parts; part++) {
    for (let line = 0; ; ) {
      const { rows } = await sql<Row>`
        select part, line, encode(account, 'hex') as account, provider, tenant, id, label, person, outcome, why, tier, settled,
          replaced, fresh, body, mac
        from directory_import_rows where import = ${id} and part = ${part} and line > ${line}
        order by line limit ${ROWS_PER_STATEMENT}`.execute(tx)
      const last = rows.at(-1)
      if (last === undefined) break
      yield rows
      line = last.line
    }
  }
}

function raise(tiers: Map<string, PersonTier>, person: string, tier: PersonTier): void {
  if (tier !== 'standard') tiers.set(person, stricter(tier, tiers.get(person) ?? tier))
}

/** Whose it is is written once: a line that says otherwise is a doubt, and is not here. */
async function writeAccounts(tx: OrganisationTransaction, rows: readonly Changing[], now: number): Promise<void> {
  const given = rows.map(({ account, provider, tenant, id, label, person, outcome, fresh }) => {
    const isJoined = (outcome === 'linked' || outcome === 'recreated') && !fresh
    return { account, provider, tenant, id, label, search: label.toLowerCase(), person, linked: isJoined ? now : null }
  })
  await sql`
    insert into directory_accounts (account, provider, tenant, id, label, search, person, noted, linked)
    select decode(account, 'hex'), provider, tenant, id, label, search, person, ${now}::bigint, linked
    from json_to_recordset(${JSON.stringify(given)}::json) as given (account text, provider text, tenant text, id text, label text,
      search text, person text, linked bigint)
    on conflict (organisation, account) do update
      set label = excluded.label, search = excluded.search, person = coalesce(directory_accounts.person, excluded.person),
        linked = case when directory_accounts.person is null then excluded.linked else directory_accounts.linked end`.execute(
    tx,
  )
  const tokens = rows.flatMap(({ account, brought }) => brought.tokens.map((token) => ({ account, token })))
  await sql`
    insert into directory_identities (token, account)
    select token, decode(account, 'hex') from json_to_recordset(${JSON.stringify(tokens)}::json) as given (token text, account text)
    on conflict do nothing`.execute(tx)
}

/** What another takes the place of goes on getting notices for a while (rule 5). Gives how many contact points are new. */
async function writeValues(
  tx: OrganisationTransaction,
  rows: readonly Changing[],
  { import: id, now }: Writing,
): Promise<number> {
  const values = rows.flatMap(({ account, brought }) => brought.values.map((value) => ({ account, ...value })))
  if (values.length === 0) return 0
  const given = JSON.stringify(values)
  if (rows.some(({ replaced }) => replaced > 0)) {
    await sql`
      with ${decoded(given, 'kind text')}
      update directory_values v set ended = ${now}::bigint from given
      where v.account = given.account and v.kind = given.kind and v.ended is null`.execute(tx)
  }
  await sql`
    insert into directory_values (account, kind, since, token, baseline, source, commitment, key, nonce, data)
    select decode(account, 'hex'), kind, ${now}::bigint, token, baseline, ${id}, commitment, key, nonce, data
    from json_to_recordset(${given}::json) as given (account text, kind text, token text, baseline boolean, commitment text,
      key text, nonce text, data text)`.execute(tx)
  return values.filter(({ kind }) => kind !== 'manager').length
}

async function writeMemberships(tx: OrganisationTransaction, rows: readonly Changing[], now: number): Promise<void> {
  for (const [kind, list] of [
    ['role', 'roles'],
    ['group', 'groups'],
  ] as const) {
    const said = rows.filter(({ brought }) => brought[list] !== undefined)
    if (said.length === 0) continue
    const given = said.flatMap(({ account, brought }) => (brought[list] ?? []).map((name) => ({ account, name })))
    await sql`
      with said as materialized (select decode(value, 'hex') as account from json_array_elements_text(${keysOf(said)}::json)),
        ${decoded(JSON.stringify(given), 'name text')}
      delete from directory_memberships m using said
      where m.account = said.account and m.kind = ${kind}
        and not exists (select from given where given.account = m.account and given.name = m.name)`.execute(tx)
    await sql`
      insert into directory_memberships (account, kind, name, since)
      select distinct decode(account, 'hex'), ${kind}, name, ${now}::bigint
      from json_to_recordset(${JSON.stringify(given)}::json) as given (account text, name text)
      on conflict do nothing`.execute(tx)
  }
}

async function writeAuthenticators(tx: OrganisationTransaction, rows: readonly Changing[], now: number): Promise<void> {
  const said = rows.filter(({ brought }) => brought.authenticators !== undefined)
  if (said.length === 0) return
  const listed = said.flatMap(({ account, brought }) =>
    (brought.authenticators ?? []).map((one) => ({ account, device: null, added: null, lastUsed: null, ...one })),
  )
  const given = JSON.stringify(listed)
  await sql`
    with said as materialized (select decode(value, 'hex') as account from json_array_elements_text(${keysOf(said)}::json)),
      ${decoded(given, 'id text, kind text')}
    update directory_authenticators a set ended = ${now}::bigint from said
    where a.account = said.account and a.ended is null
      and not exists (select from given where given.account = a.account and given.id = a.id and given.kind = a.kind)`.execute(
    tx,
  )
  await sql`
    insert into directory_authenticators (account, id, since, kind, phishing_resistant, device, added, last_used, baseline)
    select decode(account, 'hex'), id, ${now}::bigint, kind, "phishingResistant", device, added, "lastUsed", baseline
    from json_to_recordset(${given}::json) as given (account text, id text, kind text, "phishingResistant" boolean, device text,
      added bigint, "lastUsed" bigint, baseline boolean)
    on conflict (organisation, account, id) where ended is null do update
      set last_used = excluded.last_used, device = excluded.device, phishing_resistant = excluded.phishing_resistant`.execute(
    tx,
  )
}

async function writeDoubts(
  tx: OrganisationTransaction,
  rows: readonly Row[],
  { import: id, now }: Writing,
): Promise<void> {
  const doubts = rows.filter(({ outcome }) => outcome === 'doubt')
  if (doubts.length === 0) return
  const given = doubts.map(({ account, provider, tenant, id: own, label, person, why }) => {
    return { account, provider, tenant, id: own, label, person, why }
  })
  await sql`
    insert into directory_doubts (account, provider, tenant, id, label, person, why, seen, import)
    select decode(account, 'hex'), provider, tenant, id, label, person, why, ${now}::bigint, ${id}
    from json_to_recordset(${JSON.stringify(given)}::json) as given (account text, provider text, tenant text, id text, label text,
      person text, why text)
    on conflict (organisation, account) do update
      set label = excluded.label, person = excluded.person, why = excluded.why, seen = excluded.seen, import = excluded.import`.execute(
    tx,
  )
}

/**
 * Rows of JSON as a table `given`, their accounts as bytes: behind row-level security no index serves a condition that calls a
 * function.
 */
function decoded(json: string, columns: string) {
  const names = columns.split(', ').map((column) => column.split(' ')[0])
  return sql`given as materialized (select decode(account, 'hex') as account, ${sql.raw(names.join(', '))}
    from json_to_recordset(${json}::json) as given (account text, ${sql.raw(columns)}))`
}

function keysOf(rows: readonly { readonly account: string }[]): string {
  return JSON.stringify(rows.map(({ account }) => account))
}

function altered(what: string): DirectoryError {
  const message = `${what}. Nothing was imported; look who could change the database.`
  return new DirectoryError('ERR_IMPORT_ALTERED', message)
}
