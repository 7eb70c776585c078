/** What an import would do, before anybody approves it: counted, and by line where people should look. */
import type { OrganisationTransaction } from '../store/index.ts'
import type { Outcome } from './identity.ts'
import { findImport, type ImportState } from './import.ts'

export interface ImportPreview extends ImportState {
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** Values that another would take the place of, and so begin a cool-off. */
  readonly replaced: number
  /** At most 1,000, in the order of the file. */
  readonly faults: readonly {
    readonly part: number
    readonly line: number
    readonly code: string
    readonly message: string
  }[]
  /** Lines that join an account to somebody, or do not dare to; at most 1,000. */
  readonly joined: readonly {
    readonly part: number
    readonly line: number
    readonly outcome: Outcome
    readonly account: string
    readonly person: string
    readonly why: string | null
  }[]
}

const SHOWN_MAX = 1000

export async function previewImport(tx: OrganisationTransaction, id: string): Promise<ImportPreview | undefined> {
  const state = await findImport(tx, id)
  if (state === undefined) return undefined
  const counted = await tx
    .selectFrom('directory_import_rows')
    .select(({ fn }) => ['outcome', fn.countAll<number>().as('n')])
    .where('import', '=', id)
    .groupBy('outcome')
    .execute()
  const outcomes = { new: 0, known: 0, linked: 0, recreated: 0, doubt: 0 }
  for (const { outcome, n } of counted) outcomes[outcome] = Number(n)
  const { replaced } = await tx
    .selectFrom('directory_import_rows')
    .select(({ fn }) => fn.sum<string | null>('replaced').as('replaced'))
    .where('import', '=', id)
    .executeTakeFirstOrThrow()
  return {
    ...state,
    outcomes,
    replaced: Number(replaced ?? 0),
    faults: await faultsOf(tx, id),
    joined: await joinedIn(tx, id),
  }
}

async function faultsOf(tx: OrganisationTransaction, id: string): Promise<ImportPreview['faults']> {
  return await tx
    .selectFrom('directory_import_problems')
    .select(['part', 'line', 'code', 'message'])
    .where('import', '=', id)
    .orderBy('part')
    .orderBy('line')
    .orderBy('number')
    .limit(SHOWN_MAX)
    .execute()
}

async function joinedIn(tx: OrganisationTransaction, id: string): Promise<ImportPreview['joined']> {
  const rows = await tx
    .selectFrom('directory_import_rows')
    .select(['part', 'line', 'outcome', 'account', 'person', 'why'])
    .where('import', '=', id)
    .where('outcome', 'in', ['linked', 'recreated', 'doubt'])
    .orderBy('outcome')
    .orderBy('part')
    .orderBy('line')
    .limit(SHOWN_MAX)
    .execute()
  return rows.map((row) => ({ ...row, account: Buffer.from(row.account).toString('hex') }))
}
