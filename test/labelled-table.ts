/**
 * How Postern agrees with Panther's labelled rows: `node test/labelled-table.ts` prints the tables of docs/labelled.md.
 *
 * A label is the truth about a single row, whatever a rule's threshold. So each row is read and diagnosed alone.
 */
import { DECODERS } from '../src/signin/index.ts'
import { readRows } from '../src/signin/read-rows.ts'
import { RULES, type Rule, type Said } from './labelled-rules.ts'
import { diagnosedRows, isLabelled, type Labelled, labelled, sharedLogs } from './shared-data.ts'

export interface Tally {
  readonly rule: string
  readonly answer: Rule
  readonly rows: number
  /** Rows that we read and that expect an alert; and those of them that we tell of. */
  alerts: number
  told: number
  /** Rows that we read and that expect none; and those of them that we are silent on. */
  others: number
  silent: number
  /** Rows of vendors that Postern does not read: reported as problems, judged neither way. */
  unread: number
  /** Names of the rows on which we disagree. */
  readonly disagree: string[]
}

/** Every labelled rule, in the order of the files. Throws if a rule is not in the table. */
export async function tallies(): Promise<readonly Tally[]> {
  const result: Tally[] = []
  for (const [rule, rows] of rowsByRule()) {
    const answer = RULES[rule]
    if (answer === undefined) throw new Error(`labelled-rules.ts says nothing of ${rule}`)
    const tally: Tally = { rule, answer, rows: rows.length, ...NOTHING, disagree: [] }
    if ('says' in answer) for (const row of rows) judge(tally, row, await heard(row, answer.says))
    result.push(tally)
  }
  return result
}

function rowsByRule(): ReadonlyMap<string, readonly Labelled[]> {
  return Map.groupBy(sharedLogs().filter(isLabelled).flatMap(labelled), ({ rule_id }) => rule_id)
}

const NOTHING = { alerts: 0, told: 0, others: 0, silent: 0, unread: 0 }

function judge(tally: Tally, row: Labelled, alert: boolean | undefined): void {
  if (alert === undefined) {
    tally.unread++
    return
  }
  if (row.expected_alert) tally.alerts++
  else tally.others++
  if (alert !== row.expected_alert) tally.disagree.push(row.test)
  else if (alert) tally.told++
  else tally.silent++
}

/** Would Postern tell of this row? Undefined if it cannot read it. */
async function heard(row: Labelled, says: (said: Said) => boolean): Promise<boolean | undefined> {
  const log = timed(row.log)
  if (log === undefined) return undefined
  const { findings, lockouts } = await diagnosedRows([log])
  const detections = new Set(findings.map(({ detection }) => detection))
  const causes = new Set(lockouts.map(({ cause }) => cause))
  return readRows(DECODERS, JSON.stringify(log)).events.some((event) => says({ event, detections, causes }))
}

const TIME = '2026-06-01T09:00:00.000Z'

/** Where vendors write the time. */
const TIMES: readonly ((log: Labelled['log']) => Labelled['log'])[] = [
  (log) => log,
  (log) => ({ ...log, published: TIME }),
  (log) => ({ ...log, created_at: TIME }),
  (log) => ({ ...log, isotimestamp: TIME }),
  (log) => ({ ...log, eventTime: TIME }),
  ({ id, ...log }) => ({ ...log, id: typeof id === 'object' ? { ...id, time: TIME } : id }),
]

/** The row with a time, if it was cut out of it; undefined if it is no row that Postern knows. */
function timed(log: Labelled['log']): Labelled['log'] | undefined {
  return TIMES.map((put) => put(log)).find((row) => readRows(DECODERS, JSON.stringify(row)).problems.length === 0)
}

/** Two tables in Markdown: rules that Postern answers, and rules out of its scope. */
export function tables(all: readonly Tally[]): string {
  const inside = all.filter(({ answer }) => 'says' in answer)
  const outside = all.filter(({ answer }) => 'outside' in answer)
  const line = (name: string, says: string, rows: number, list: readonly Tally[]) =>
    `| ${name} | ${says} | ${rows} | ${share(list, 'told', 'alerts')} | ${share(list, 'silent', 'others')} | ${sum(list, 'unread')} |`
  return [
    '| rule | Postern says of one row | rows | alerts told | silent else | not read |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...inside.map((one) => line(one.rule, 'answer' in one.answer ? one.answer.answer : '', one.rows, [one])),
    line(`**${inside.length} rules**`, '', sum(inside, 'rows'), inside),
    '',
    '| rule out of scope | rows | why |',
    '| --- | ---: | --- |',
    ...outside.map(({ rule, answer, rows }) => `| ${rule} | ${rows} | ${'outside' in answer ? answer.outside : ''} |`),
    `| **${outside.length} rules** | ${sum(outside, 'rows')} | |`,
    '',
  ].join('\n')
}

export function sum(list: readonly Tally[], of: 'rows' | keyof typeof NOTHING): number {
  return list.reduce((total, tally) => total + tally[of], 0)
}

function share(list: readonly Tally[], part: keyof typeof NOTHING, whole: keyof typeof NOTHING): string {
  return sum(list, whole) === 0 ? '' : `${sum(list, part)} of ${sum(list, whole)}`
}

if (import.meta.main) process.stdout.write(tables(await tallies()))
