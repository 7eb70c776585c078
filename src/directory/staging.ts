/** An import on its way in: each line is read, recognised and kept beside the directory. Nothing of it counts before two people approve. */
import { sql } from 'kysely'
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { commitValue, type EncryptionKey, leafHash, personKeysFor } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { keyOfAccount } from './accounts.ts'
import type { ValueKind } from './aged-value.ts'
import { type Identified, identify } from './identity.ts'
import { knownIdentities } from './known-identities.ts'
import { type ImportRow, type LineProblem, readImport } from './read-import.ts'
import type { DirectoryRoom } from './room.ts'

export interface Part {
  readonly import: string
  /** From 1, one after another. */
  readonly part: number
  /** CSV, with the header. */
  readonly text: string
  /** Milliseconds. */
  readonly now: number
}

type Room = Pick<DirectoryRoom, 'ledger' | 'tokenKey' | 'masters'>

interface Given {
  readonly kind: ValueKind
  readonly value: string
  readonly token: string
}

interface Staged {
  readonly row: ImportRow
  readonly key: string
  readonly identified: Identified
  readonly tokens: readonly string[]
  readonly values: readonly Given[]
}

/** Begins an import. */
export async function beginImport(
  tx: OrganisationTransaction,
  { id, actor, now }: { readonly id: string; readonly actor: string; readonly now: number },
): Promise<void> {
  await tx.insertInto('directory_imports').values({ id, by_actor: actor, begun: now }).execute()
}

/** Takes the next part in. False where this is not the next one, or the import is over. */
export async function takePart(tx: OrganisationTransaction, room: Room, given: Part): Promise<boolean> {
  const begun = await tx
    .selectFrom('directory_imports')
    .select(['parts', 'applied'])
    .where('id', '=', given.import)
    .forUpdate()
    .executeTakeFirst()
  if (begun === undefined || begun.applied !== null || given.part !== begun.parts + 1) return false
  const { rows, problems } = readImport(given.text)
  const { staged, doubled } = await recognise(tx, room, given, rows)
  await keep(tx, room, given, staged)
  const all = [...problems, ...doubled]
  await keepProblems(tx, given, all)
  await tx
    .updateTable('directory_imports')
    .set(({ eb }) => ({
      parts: given.part,
      lines: eb('lines', '+', staged.length),
      problems: eb('problems', '+', all.length),
    }))
    .where('id', '=', given.import)
    .execute()
  return true
}

async function recognise(tx: OrganisationTransaction, { tokenKey }: Room, given: Part, rows: readonly ImportRow[]) {
  const token = keyedToken(tokenKey)
  const read = rows.map((row) => {
    const { provider, tenant, account_id: id } = row
    const key = keyOfAccount({ provider, tenant, id })
    const nameTokens = [...new Set([row.user_name, row.email ?? ''].filter(Boolean).map(normal))].map((name) =>
      token('person', `name:${name}`),
    )
    const employee = row.employee_number && token('person', `employee:${row.employee_number}`)
    const values = valuesOf(row).map((one) => ({ ...one, token: token('person', `${one.kind}:${normal(one.value)}`) }))
    return { row, key, employee, nameTokens, values, tokens: employee ? [employee, ...nameTokens] : nameTokens }
  })
  const known = await knownIdentities(tx, {
    import: given.import,
    accounts: [...new Set(read.map(({ key }) => key))],
    tokens: [...new Set(read.flatMap(({ tokens }) => tokens))],
  })

  const staged: Staged[] = []
  const doubled: LineProblem[] = []
  for (const { row, key, employee, nameTokens, tokens, values } of read) {
    const { provider, tenant, line } = row
    if (known.isInImport(key)) {
      doubled.push({ line, code: 'ERR_IMPORT_DUPLICATE', message: 'This account stands in an earlier line already.' })
      continue
    }
    const identified = identify({
      account: key,
      provider,
      tenant,
      known: known.account(key),
      hasEmployee: employee !== undefined,
      employees: employee === undefined ? [] : known.bearers(employee),
      names: nameTokens.flatMap(known.bearers),
    })
    const isDoubt = identified.outcome === 'doubt'
    known.add({ account: key, person: identified.person, provider, tenant }, isDoubt ? [] : tokens)
    staged.push({ row, key, identified, tokens: isDoubt ? [] : tokens, values: isDoubt ? [] : values })
  }
  return { staged, doubled }
}

function valuesOf({ email, phone, mobile, manager }: ImportRow): readonly Omit<Given, 'token'>[] {
  const all = [
    ['mail', email],
    ['landline', phone],
    ['mobile', mobile],
    ['manager', manager],
  ] as const
  return all.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]))
}

/** Letter case and the ways to write one accent say nothing about who somebody is. */
function normal(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

const ROWS_PER_STATEMENT = 5000

async function keep(tx: OrganisationTransaction, room: Room, given: Part, staged: readonly Staged[]): Promise<void> {
  const people = [...new Set(staged.filter(({ values }) => values.length > 0).map((one) => one.identified.person))]
  const keys = await personKeysFor(tx, people, room.masters, room.ledger.random)
  for (let at = 0; at < staged.length; at += ROWS_PER_STATEMENT) {
    await keepSome(tx, room, given, keys, staged.slice(at, at + ROWS_PER_STATEMENT))
  }
}

async function keepSome(
  tx: OrganisationTransaction,
  { ledger: { random } }: Room,
  given: Part,
  keys: ReadonlyMap<string, EncryptionKey>,
  staged: readonly Staged[],
): Promise<void> {
  const values = staged.flatMap(({ key: account, identified, values }) =>
    values.map(({ kind, value, token }) => {
      const { commitment, ciphertext } = commitValue(value, keys.get(identified.person)!, random)
      return { account, kind, token, commitment, ...ciphertext }
    }),
  )
  const commitments = Map.groupBy(values, ({ account }) => account)
  const rows = staged.map(({ row, key: account, identified }) => {
    const { line, provider, tenant, account_id: id, user_name: label, tier = 'standard' } = row
    const of = (commitments.get(account) ?? []).map(({ kind, commitment }) => [kind, commitment])
    const settled = isSettled(row, given.now)
    const body = JSON.stringify([account, identified.person, identified.outcome, tier, settled, of])
    const leaf = Buffer.from(leafHash(Buffer.from(body))).toString('hex')
    return { account, line, provider, tenant, id, label, ...identified, tier, settled, leaf }
  })
  await sql`
    insert into directory_import_rows
      (import, part, account, line, provider, tenant, id, label, person, outcome, why, tier, settled, leaf)
    select ${given.import}, ${given.part}, decode(account, 'hex'), line, provider, tenant, id, label, person, outcome, why, tier,
      settled, decode(leaf, 'hex')
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (account text, line bigint, provider text, tenant text, id text,
      label text, person text, outcome text, why text, tier text, settled boolean, leaf text)`.execute(tx)
  const identities = staged.flatMap(({ key: account, tokens }) => tokens.map((token) => ({ account, token })))
  await sql`
    insert into directory_import_identities (import, token, account)
    select ${given.import}, token, decode(account, 'hex')
    from json_to_recordset(${JSON.stringify(identities)}::json) as given (token text, account text)`.execute(tx)
  await sql`
    insert into directory_import_values (import, account, kind, token, commitment, key, nonce, data)
    select ${given.import}, decode(account, 'hex'), kind, token, commitment, key, nonce, data
    from json_to_recordset(${JSON.stringify(values)}::json) as given (account text, kind text, token text, commitment text,
      key text, nonce text, data text)`.execute(tx)
}

/** Its contacts can be part of a baseline: the provider does not call them recently changed (rule 5). */
function isSettled({ contacts_changed }: ImportRow, now: number): boolean {
  return contacts_changed === undefined || now - Date.parse(contacts_changed) >= DEFAULTS.directory.coolOffMs
}

async function keepProblems(tx: OrganisationTransaction, given: Part, problems: readonly LineProblem[]): Promise<void> {
  const rows = problems.map((problem, number) => ({ ...problem, number }))
  await sql`
    insert into directory_import_problems (import, part, line, number, code, message)
    select ${given.import}, ${given.part}, line, number, code, message
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (line bigint, number integer, code text, message text)`.execute(tx)
}

/** Throws away what was never approved. False where there is no such import, or it was. */
export async function discardImport(tx: OrganisationTransaction, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('directory_imports')
    .where('id', '=', id)
    .where('applied', 'is', null)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}
