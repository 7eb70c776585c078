/** Who called about a trouble, and who waits to be told that it works: the table behind the switchboard. */
import { DEFAULTS } from '../../base/defaults.ts'
import type { Finding, Lockout, Outage, PolicyBlock } from '../../diagnosis/index.ts'
import type { OrganisationTransaction } from '../../store/index.ts'
import { type Belonging, belonging, type Standing, type Trouble, troubleAlone, troublesOf } from './trouble.ts'

export interface Caller extends Belonging {
  readonly id: string
  readonly label: string
  readonly contact: string | null
  /** Milliseconds. */
  readonly called: number
  readonly told: number | null
}

/** Troubles that are shown at `now`. */
export async function loadTroubles(tx: OrganisationTransaction, now: number): Promise<readonly Trouble[]> {
  const rows = await selectTroubles(tx)
    .where('withdrawn', 'is', null)
    .where('changed', '>=', now - DEFAULTS.switchboard.shownMs)
    .orderBy('id')
    .execute()
  return troublesOf(standingOf(rows), now)
}

/** What one verdict tells of, also when it does not stand any more. */
export async function troubleById(tx: OrganisationTransaction, id: string, now: number): Promise<Trouble | undefined> {
  const rows = await selectTroubles(tx).where('id', '=', id).execute()
  return troubleAlone(standingOf(rows), now)
}

type Row = Awaited<ReturnType<ReturnType<typeof selectTroubles>['execute']>>[number]

/** Verdicts that may be about many. */
function selectTroubles(tx: OrganisationTransaction) {
  return tx
    .selectFrom('verdicts')
    .select(['kind', 'body'])
    .where((is) =>
      is.or([
        is('kind', 'in', ['outage', 'policy-block']),
        is.and([is('kind', '=', 'lockout'), is('people', '>=', DEFAULTS.wide.peopleMin)]),
        is.and([is('kind', '=', 'finding'), is('body', 'like', '%"detection":"mass-lockout"%')]),
      ]),
    )
}

function standingOf(rows: readonly Row[]): Standing {
  const of = <Body>(kind: Row['kind']): readonly Body[] =>
    rows.filter((row) => row.kind === kind).map(({ body }) => JSON.parse(body) as Body)
  return {
    outages: of<Outage>('outage'),
    policyBlocks: of<PolicyBlock>('policy-block'),
    lockouts: of<Lockout>('lockout').filter(({ scope }) => scope !== 'one'),
    findings: of<Finding>('finding').filter(({ detection, reportOnly }) => detection === 'mass-lockout' && !reportOnly),
  }
}

export async function callersOf(tx: OrganisationTransaction, trouble: string): Promise<readonly Caller[]> {
  return await tx
    .selectFrom('switchboard_callers')
    .select(['id', 'label', 'contact', 'belongs', 'why', 'called', 'told'])
    .where('trouble', '=', trouble)
    .orderBy('called')
    .orderBy('id')
    .execute()
}

export interface NewCaller {
  readonly id: string
  readonly label: string
  readonly contact: string | null
  readonly called: number
}

/** Enters somebody, and judges whether they belong. Undefined where there are too many already. */
export async function addCaller(
  tx: OrganisationTransaction,
  trouble: Trouble,
  caller: NewCaller,
): Promise<Caller | undefined> {
  const { count } = await tx
    .selectFrom('switchboard_callers')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('trouble', '=', trouble.id)
    .executeTakeFirstOrThrow()
  if (Number(count) >= DEFAULTS.switchboard.callersMax) return undefined
  const judged = belonging(trouble, caller.label, await lockoutsOf(tx, caller.label))
  await tx
    .insertInto('switchboard_callers')
    .values({ trouble: trouble.id, ...caller, ...judged, told: null })
    .execute()
  return { ...caller, ...judged, told: null }
}

/** Notes that somebody was told; false if nobody of that id waits. */
export async function noteTold(
  tx: OrganisationTransaction,
  trouble: string,
  id: string,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('switchboard_callers')
    .set({ told: now })
    .where('trouble', '=', trouble)
    .where('id', '=', id)
    .where('told', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The lockouts of one person that stand. The label is looked for as JSON writes it, then compared. */
async function lockoutsOf(tx: OrganisationTransaction, label: string): Promise<readonly Lockout[]> {
  const rows = await tx
    .selectFrom('verdicts')
    .select('body')
    .where('kind', '=', 'lockout')
    .where('withdrawn', 'is', null)
    .where((is) =>
      is(is.fn<number>('strpos', [is.fn('lower', ['body']), is.val(JSON.stringify(label).toLowerCase())]), '>', 0),
    )
    .orderBy('changed', 'desc')
    .limit(100)
    .execute()
  return rows
    .map(({ body }) => JSON.parse(body) as Lockout)
    .filter(({ people }) => people.some((name) => name.toLowerCase() === label.toLowerCase()))
}
