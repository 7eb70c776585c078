/**
 * Whom the sign-ins name, for search: an account is written down when it is first seen, and again when it is called
 * something else. What was seen is remembered by 52 bits of a hash, which takes some 50 bytes each; that two of a million
 * accounts share them, so that one of them cannot be searched for, happens once in 10,000 installations.
 */
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { storable } from '../base/storable-text.ts'
import { accountOf, type SignIn } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { termsOf } from './search-terms.ts'

export interface SeenPeople {
  /** Notes whom rows name that stand in batches up to this position. */
  see(signIns: readonly SignIn[], position: number): void
  /** The last position of which rows were seen. */
  readonly looked: number
  /** Something should be written down. */
  readonly isDue: boolean
  write(tx: OrganisationTransaction): Promise<void>
  /** It is committed, here or by another server. */
  written(): void
}

interface Row {
  readonly person: string
  readonly provider: string
  readonly tenant: string
  readonly account: string
  readonly label: string
  readonly search: string
  /** Of the row that says so. */
  readonly time: number
}

const REMEMBERED_MAX = 4_000_000
const ROWS_PER_STATEMENT = 5000
/** After so many batches without a new face it is noted all the same how far was looked. */
const BATCHES_MAX = 1000

/** Of the last batch whose people are written down; 0 if there is none. */
export async function notedPosition(tx: OrganisationTransaction): Promise<number> {
  return (await tx.selectFrom('people_noted').select('position').executeTakeFirst())?.position ?? 0
}

/** `noted`: up to where everybody is written down already. */
export function createSeenPeople(noted: number): SeenPeople {
  const seen = new Set<number>()
  const waiting = new Map<string, Row>()
  let upTo = noted
  let looked = noted

  return {
    see(signIns, position) {
      looked = Math.max(looked, position)
      if (position <= noted) return
      for (const signIn of signIns) {
        if (!signIn.known || (signIn.account === '' && signIn.name === '')) continue
        const face = faceOf(signIn)
        if (seen.has(face)) continue
        if (seen.size >= REMEMBERED_MAX) seen.clear()
        seen.add(face)
        const row = rowOf(signIn)
        const before = waiting.get(row.person)
        if (before === undefined || isNewer(row, before)) waiting.set(row.person, row)
      }
    },
    get looked() {
      return looked
    },
    get isDue() {
      return waiting.size > 0 || looked - upTo >= BATCHES_MAX
    },
    async write(tx) {
      const rows = [...waiting.values()]
      let added = 0n
      for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
        added += await writeRows(tx, rows.slice(at, at + ROWS_PER_STATEMENT))
      }
      await sql`
        insert into people_noted (position, people) values (${looked}, ${Number(added)})
        on conflict (organisation) do update
          set position = excluded.position, people = people_noted.people + excluded.people`.execute(tx)
    },
    written() {
      waiting.clear()
      upTo = looked
    },
  }
}

/** An account under one name. */
function faceOf({ provider, tenant, account, name }: SignIn): number {
  const digest = hash('sha256', JSON.stringify([provider, tenant, account, name]), 'buffer')
  return digest.readUInt32BE(0) * 2 ** 20 + (digest.readUInt32BE(4) >>> 12)
}

function rowOf(signIn: SignIn): Row {
  const { provider, tenant, account, name, time } = signIn
  const label = storable(name === '' ? account : name)
  const person = Buffer.from(accountOf(signIn)).toString('hex')
  const texts = { tenant: storable(tenant), account: storable(account), label, search: label.toLowerCase() }
  return { person, provider, time, ...texts }
}

/** A row without a name takes none away. Rows of one delivery come in the order of their hashes. */
function isNewer(row: Row, before: Row): boolean {
  if (row.label === row.account || before.label === before.account) return before.label === before.account
  return row.time >= before.time
}

/** Gives how many are new. Of the others the name that came last counts. */
async function writeRows(tx: OrganisationTransaction, rows: readonly Row[]): Promise<bigint> {
  const given = JSON.stringify(rows)
  const added = await sql`
    insert into people (person, provider, tenant, account, label, search)
    select decode(person, 'hex'), provider, tenant, account, label, search
    from json_to_recordset(${given}::json)
      as given (person text, provider text, tenant text, account text, label text, search text)
    on conflict do nothing`.execute(tx)
  await sql`
    update people set label = given.label, search = given.search
    from json_to_recordset(${given}::json) as given (person text, account text, label text, search text)
    where people.person = decode(given.person, 'hex')
      and people.label <> given.label and given.label <> given.account`.execute(tx)
  const terms = rows.flatMap(({ person, search }) => termsOf(search).map((term) => ({ person, term })))
  await sql`
    insert into people_terms (term, person)
    select term, decode(person, 'hex') from json_to_recordset(${JSON.stringify(terms)}::json)
      as given (person text, term text)
    on conflict do nothing`.execute(tx)
  return added.numAffectedRows ?? 0n
}
