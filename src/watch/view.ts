/**
 * One view of an organisation's sign-ins: its rows in memory, and diagnoses of them that are kept up with what comes.
 *
 * A row that is the newest is judged at once. One that comes late, corrects another or tells whose another row is waits for
 * `catchUp`, in which new diagnoses judge everything again, at about 3 µs a row and in as many steps as one likes. The old
 * ones go on judging the newest meanwhile; when the new ones have all that the old have, they take their place.
 */
import type { Diagnosis } from '../diagnosis/index.ts'
import { copySignIn, type Draft, type SignIn } from '../signin/index.ts'
import { createLiveLog } from './live-log.ts'

export interface View<Diagnoses extends readonly Diagnosis[]> {
  /** Takes rows in any order; rows that came before may be among them. */
  take(rows: readonly Draft[]): void
  /** Rows have come that are not judged yet, because they are not the newest. */
  readonly isBehind: boolean
  /** Judges everything again, if need be: so many rows of it in this call. True once a round is done; late rows may have come since. */
  catchUp(rows: number): boolean
  readonly diagnoses: Diagnoses
  /** What `start` goes by has changed: everything is to be judged again. */
  judgeAgain(): void
  /** Its rows, one for each event. */
  rows(): readonly SignIn[]
  /** Forgets rows before `time`: they are not judged again. */
  keepFrom(time: number): void
  /** From when on it has all rows that there were; infinite without any. */
  readonly first: number
}

/** Diagnoses, and how far they have come. */
interface Line<Diagnoses> {
  readonly diagnoses: Diagnoses
  last: number
  /** Events of the second in which the last one lies: rows of one event never lie in two. */
  readonly inLastSecond: Set<string>
  /** Rows came that were not the newest for it. */
  isBehind: boolean
}

/** A line that is being judged anew. */
interface Anew<Diagnoses> {
  readonly line: Line<Diagnoses>
  /** Goes through the rows that there were at its beginning. */
  readonly step: (rows: number) => boolean
  /** The deliveries that have come since, each in order and with one row for each event. */
  readonly since: SignIn[][]
}

/** `start`: diagnoses that have seen nothing yet. */
export function createView<Diagnoses extends readonly Diagnosis[]>(start: () => Diagnoses): View<Diagnoses> {
  const log = createLiveLog()
  let current = newLine(start())
  let anew: Anew<Diagnoses> | undefined

  function beginAnew(): Anew<Diagnoses> {
    const line = newLine(start())
    return { line, step: log.inSteps((signIn) => judge(line, signIn)), since: [] }
  }

  return {
    take(rows) {
      if (log.add(rows)) {
        // What was judged anew so far took some rows for somebody else's.
        current.isBehind = true
        anew = undefined
      }
      // Rows of this delivery are compared with what was there before it, not with one another.
      const from = placeOf(current)
      const delivered: SignIn[] = []
      log.forEachNew((signIn) => {
        judgeIfNewest(current, from, signIn)
        if (anew !== undefined) delivered.push(copySignIn(signIn))
      })
      anew?.since.push(delivered)
    },
    get isBehind() {
      return current.isBehind
    },
    catchUp(rows) {
      if (!current.isBehind) return true
      anew ??= beginAnew()
      if (!anew.step(rows)) return false
      const { line, since } = anew
      for (const delivered of since) {
        const from = placeOf(line)
        for (const signIn of delivered) judgeIfNewest(line, from, signIn)
      }
      current = line
      anew = undefined
      return true
    },
    judgeAgain() {
      current.isBehind = true
      anew = undefined
    },
    get diagnoses() {
      return current.diagnoses
    },
    rows() {
      const rows: SignIn[] = []
      log.forEach((signIn) => void rows.push(copySignIn(signIn)))
      return rows
    },
    keepFrom: log.keepFrom,
    get first() {
      return log.first
    },
  }
}

function newLine<Diagnoses>(diagnoses: Diagnoses): Line<Diagnoses> {
  return { diagnoses, last: Number.NEGATIVE_INFINITY, inLastSecond: new Set(), isBehind: false }
}

interface Place {
  readonly last: number
  readonly isKnown: (signIn: SignIn) => boolean
}

function placeOf({ last, inLastSecond }: Line<unknown>): Place {
  return { last, isKnown: (signIn) => inLastSecond.has(eventOf(signIn)) }
}

function judgeIfNewest(line: Line<readonly Diagnosis[]>, { last, isKnown }: Place, signIn: SignIn): void {
  const isNewest = signIn.time > last && !(secondOf(signIn.time) === secondOf(last) && isKnown(signIn))
  if (isNewest) judge(line, signIn)
  else line.isBehind = true
}

function judge(line: Line<readonly Diagnosis[]>, signIn: SignIn): void {
  if (secondOf(signIn.time) !== secondOf(line.last)) line.inLastSecond.clear()
  line.inLastSecond.add(eventOf(signIn))
  line.last = signIn.time
  for (const diagnosis of line.diagnoses) diagnosis.see(signIn)
}

function secondOf(time: number): number {
  return Math.floor(time / 1000)
}

/** What names an event within its second, but for its tenant. */
function eventOf({ provider, family, id }: SignIn): string {
  return `${provider} ${family} ${id}`
}
