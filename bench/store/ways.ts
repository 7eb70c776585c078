/** Ways to write one batch: ours with all that belongs to it, others with the rows alone, and the floor, a bare COPY. */
import { type RawBuilder, sql } from 'kysely'
import { keepSignIns, type OrganisationTransaction, type SignInRow } from '../../src/store/index.ts'
import { DAY, NOON } from './rows.ts'

/** Inside a transaction of the organisation, as Postern's role. */
export type Way = (tx: OrganisationTransaction, rows: readonly SignInRow[], batch: number) => Promise<void>

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** What `keepSignIns` does for a batch: day, number, rows, head, position. */
export const ours: Way = async (tx, rows) => void (await keepSignIns(tx, rows, NOON))

function from(source: RawBuilder<unknown>, batch: number): RawBuilder<unknown> {
  return sql`insert into sign_ins (day, event, digest, time, account, batch, row)
    select ${DAY}::date, decode(e, 'hex'), decode(d, 'hex'), t, decode(a, 'hex'), ${batch}::int8, r from ${source}
    on conflict do nothing`
}

const records = (rows: readonly SignInRow[]): string =>
  JSON.stringify(
    rows.map(({ event, digest, time, account, row }) => ({
      e: hex(event),
      d: hex(digest),
      t: time,
      a: hex(account),
      r: row,
    })),
  )

export const WAYS: Readonly<Record<string, Way>> = {
  'one parameter, json': async (tx, rows, batch) => {
    const source = sql`json_to_recordset(${records(rows)}::json) as x (e text, d text, t int8, a text, r text)`
    await from(source, batch).execute(tx)
  },
  'one parameter, jsonb': async (tx, rows, batch) => {
    const source = sql`jsonb_to_recordset(${records(rows)}::jsonb) as x (e text, d text, t int8, a text, r text)`
    await from(source, batch).execute(tx)
  },
  'five arrays, unnest': async (tx, rows, batch) => {
    const list = (of: (row: SignInRow) => unknown) => JSON.stringify(rows.map(of))
    const texts = (value: string) => sql`array(select json_array_elements_text(${value}::json))`
    const times = sql`array(select json_array_elements_text(${list(({ time }) => time)}::json)::int8)`
    const arrays = [
      texts(list(({ event }) => hex(event))),
      texts(list(({ digest }) => hex(digest))),
      times,
      texts(list(({ account }) => hex(account))),
      texts(list(({ row }) => row)),
    ]
    await from(sql`unnest(${sql.join(arrays)}) as x (e, d, t, a, r)`, batch).execute(tx)
  },
  'multi-row VALUES': async (tx, rows, batch) => {
    await tx
      .insertInto('sign_ins')
      .values(
        rows.map(({ event, digest, time, account, row }) => ({ day: DAY, event, digest, time, account, batch, row })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },
}

/** The batch in COPY's text form for the table `copied`. */
export function copyText(rows: readonly SignInRow[], organisation: string, batch: number): string {
  const field = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
  return rows
    .map(({ event, digest, time, account, row }) =>
      [
        organisation,
        DAY,
        `\\\\x${hex(event)}`,
        `\\\\x${hex(digest)}`,
        time,
        `\\\\x${hex(account)}`,
        batch,
        field(row),
      ].join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('')
}
