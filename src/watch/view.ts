/**
 * One view of an organisation's sign-ins: its rows in memory, and diagnoses of them that are kept up with what comes.
 *
 * A row that is the newest is judged at once. One that comes late, corrects another or tells whose another row is waits for
 * `catchUp`, which judges everything again at about 3 µs a row; the newest go on being judged meanwhile.
 */
import type { Diagnosis } from '../diagnosis/index.ts'
import { copySignIn, type Draft, type SignIn } from '../signin/index.ts'
import { createLiveLog } from './live-log.ts'

export interface View<Diagnoses extends readonly Diagnosis[]> {
  /** Takes rows in any order; rows that came before may be among them. */
  take(rows: readonly Draft[]): void
  /** Rows have come that are not judged yet, because they are not the newest. */
  readonly isBehind: boolean
  /** Judges everything again, if need be. */
  catchUp(): void
  readonly diagnoses: Diagnoses
  /** Its rows, one for each event. */
  rows(): readonly SignIn[]
  /** Forgets rows before `time`: they are not judged again. */
  keepFrom(time: number): void
  /** From when on it has all rows that there were; infinite without any. */
  readonly first: number
}

/** `start`: diagnoses that have seen nothing yet. */
export function createView<Diagnoses extends readonly Diagnosis[]>(start: () => Diagnoses): View<Diagnoses> {
  const log = createLiveLog()
  let diagnoses = start()
  let isBehind = false
  let last = Number.NEGATIVE_INFINITY
  /** Events of the second in which the last one lies: rows of one event never lie in two. */
  const inLastSecond = new Set<string>()

  function judge(signIn: SignIn): void {
    if (secondOf(signIn.time) !== secondOf(last)) inLastSecond.clear()
    inLastSecond.add(eventOf(signIn))
    last = signIn.time
    for (const diagnosis of diagnoses) diagnosis.see(signIn)
  }

  const isKnown = (signIn: SignIn): boolean => inLastSecond.has(eventOf(signIn))

  return {
    take(rows) {
      if (log.add(rows)) isBehind = true
      const before = last
      log.forEachNew((signIn) => {
        const isNewest = signIn.time > before && !(secondOf(signIn.time) === secondOf(before) && isKnown(signIn))
        if (isNewest) judge(signIn)
        else isBehind = true
      })
    },
    get isBehind() {
      return isBehind
    },
    catchUp() {
      if (!isBehind) return
      diagnoses = start()
      log.forEach(judge)
      isBehind = false
    },
    get diagnoses() {
      return diagnoses
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

function secondOf(time: number): number {
  return Math.floor(time / 1000)
}

/** What names an event within its second, but for its tenant. */
function eventOf({ provider, family, id }: SignIn): string {
  return `${provider} ${family} ${id}`
}
