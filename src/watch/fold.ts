/**
 * The live fold: an organisation's sign-ins, judged as they come by the diagnosis that the command line uses.
 *
 * A row that is the newest is judged at once. One that comes late, corrects another or tells whose another row is waits for
 * `catchUp`, which judges everything again at about 3 µs a row; the newest go on being judged meanwhile. So what live and
 * batch end with is the same, whatever the order of arrival, and all that is held here can be made again from the kept
 * sign-ins.
 */
import { createDiagnosis, type Verdicts } from '../diagnosis/index.ts'
import type { Draft, SignIn } from '../signin/index.ts'
import { createLiveLog } from './live-log.ts'

export interface FoldOptions {
  /** Login names of emergency accounts, lower case. */
  readonly emergency?: ReadonlySet<string>
}

export interface Fold {
  /** Takes rows that are kept from now on, in any order; rows that came before may be among them. */
  take(rows: readonly Draft[]): void
  /** Rows have come that are not judged yet, because they are not the newest. */
  readonly isBehind: boolean
  /** Judges everything again, if need be. */
  catchUp(): void
  /** What is known at `now`, of the rows that are judged. Verdicts have the same ids each time. */
  verdicts(now: number): Verdicts
  /** Forgets rows before `time`: they are not judged again. */
  keepFrom(time: number): void
  /** From when on it has all rows that there were. */
  readonly first: number
}

export function createFold(options: FoldOptions = {}): Fold {
  const log = createLiveLog()
  let diagnosis = createDiagnosis(options)
  let isBehind = false
  let last = Number.NEGATIVE_INFINITY
  /** Events of the second in which the last one lies: rows of one event never lie in two. */
  const inLastSecond = new Set<string>()

  function judge(signIn: SignIn): void {
    if (secondOf(signIn.time) !== secondOf(last)) inLastSecond.clear()
    inLastSecond.add(eventOf(signIn))
    last = signIn.time
    diagnosis.see(signIn)
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
      diagnosis = createDiagnosis(options)
      log.forEach(judge)
      isBehind = false
    },
    verdicts: (now) => diagnosis.soFar(now),
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
