/** What an import would do, before anybody approves it: counted, and by line where people should look. */
import type { OrganisationTransaction } from '../store/index.ts'
import { accountsByKey } from './accounts.ts'
import type { Outcome } from './identity.ts'
import { findImport, type ImportState, isStale, outcomesApplied } from './import.ts'
import type { DirectoryRoom } from './room.ts'

export interface ImportPreview extends ImportState {
  /** Afterwards, as the ledger has them. */
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** It cannot be approved any more, because the directory changed meanwhile. */
  readonly isStale: boolean
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
    readonly provider: string
    /** What the line calls it. */
    readonly label: string
    readonly person: string
    /** What the account is called that the person began with; null where that is not known. */
    readonly personLabel: string | null
    readonly why: string | null
  }[]
}

const SHOWN_MAX = 1000

export async function previewImport(
  tx: OrganisationTransaction,
  room: Pick<DirectoryRoom, 'ledger'>,
  id: string,
): Promise<ImportPreview | undefined> {
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
  const applied = state.applied === null ? undefined : await outcomesApplied(tx, room, id)
  const { replaced } = await tx
    .selectFrom('directory_import_rows')
    .select(({ fn }) => fn.sum<string | null>('replaced').as('replaced'))
    .where('import', '=', id)
    .executeTakeFirstOrThrow()
  return {
    ...state,
    outcomes: { ...outcomes, ...applied },
    isStale: await isStale(tx, id),
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
    .select(['part', 'line', 'outcome', 'account', 'provider', 'label', 'person', 'why'])
    .where('import', '=', id)
    .where('outcome', 'in', ['linked', 'recreated', 'doubt'])
    .orderBy('outcome')
    .orderBy('part')
    .orderBy('line')
    .limit(SHOWN_MAX)
    .execute()
  const labels = await labelsOf(tx, id, [...new Set(rows.map(({ person }) => person))])
  return rows.map((row) => ({
    ...row,
    account: Buffer.from(row.account).toString('hex'),
    personLabel: labels.get(row.person) ?? null,
  }))
}

/** People are called by the account that they began with: one of the directory, or an earlier line. */
async function labelsOf(
  tx: OrganisationTransaction,
  id: string,
  people: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (people.length === 0) return new Map()
  const bytes = people.map((person) => Buffer.from(person, 'hex'))
  const lines = await tx
    .selectFrom('directory_import_rows')
    .select(['account', 'label'])
    .where('import', '=', id)
    .where('account', 'in', bytes)
    .execute()
  return new Map([
    ...lines.map(({ account, label }) => [Buffer.from(account).toString('hex'), label] as const),
    ...(await accountsByKey(tx, people)).map(({ key, label }) => [key, label] as const),
  ])
}
