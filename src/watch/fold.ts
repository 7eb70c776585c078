/**
 * The live fold: an organisation's sign-ins, judged as they come by the diagnosis that the command line uses.
 *
 * What live and batch end with is the same, whatever the order of arrival, and all that is held here can be made again from
 * the kept sign-ins.
 *
 * Rows that were pushed are judged beside those that were read, and never instead (docs/adr/0008-pushed-and-read.md): what
 * was read has a log, and so a diagnosis, of its own, which nobody can change by pushing.
 */
import {
  createDiagnosis,
  createTrustingPair,
  type Diagnosis,
  type DiagnosisOptions,
  type Verdicts,
} from '../diagnosis/index.ts'
import type { Draft, Provider } from '../signin/index.ts'
import { createView, type View } from './view.ts'

export type FoldOptions = Pick<DiagnosisOptions, 'emergency' | 'ours'>

/** What is known, by how far it can be trusted. */
export interface Judgement {
  /** Of all rows, as if what was pushed were so. */
  readonly all: Verdicts
  /** Of those that were read alone; undefined as long as nothing was pushed, when it is `all`. */
  readonly read: Verdicts | undefined
  /** Of all rows, but nothing that was pushed makes anything usual; undefined as long as nothing was pushed. */
  readonly wary: Pick<Verdicts, 'findings' | 'surroundings'> | undefined
  /** When the provider was last read to say that this account got in, in milliseconds; NaN if never. */
  gotIn(provider: Provider, account: string): number
}

export interface Fold {
  /** Takes rows that are kept from now on, in any order; rows that came before may be among them. */
  take(rows: readonly Draft[]): void
  /** Rows have come that are not judged yet, because they are not the newest. */
  readonly isBehind: boolean
  /** Judges everything again, if need be: until it is not behind, or so many rows in this call; true once a round is done. */
  catchUp(rows?: number): boolean
  /** What the options say has changed: everything is to be judged again. */
  judgeAgain(): void
  /** What is known at `now`, of the rows that are judged. Verdicts have the same ids each time. */
  judgement(now: number): Judgement
  /** Forgets rows before `time`: they are not judged again. */
  keepFrom(time: number): void
  /** From when on it has all rows that there were. */
  readonly first: number
}

type Trusting = readonly [all: Diagnosis, wary: Diagnosis]

export function createFold(options: FoldOptions = {}): Fold {
  const read = createView(() => [createDiagnosis(options)] as const)
  /** All rows, from the first pushed one on. */
  let all: View<Trusting> | undefined
  let from = Number.NEGATIVE_INFINITY
  /** By provider, then by account. */
  const lastIn = new Map<Provider, Map<string, number>>()
  /** The view that was read is done in this round; it may be behind again, and waits until the other has had its turn. */
  let isReadDone = false

  function catchUpInSteps(rows: number): boolean {
    isReadDone ||= read.catchUp(rows)
    if (!isReadDone || all?.catchUp(rows) === false) return false
    isReadDone = false
    return true
  }

  function takePushed(rows: readonly Draft[], pushed: readonly Draft[]): void {
    if (all === undefined) {
      all = createView(() => createTrustingPair(options))
      all.keepFrom(from)
      if (read.first !== Number.POSITIVE_INFINITY) all.take(read.rows())
      all.take(pushed)
    } else all.take(rows)
  }

  function noteEntries(rows: readonly Draft[]): void {
    for (const { complete, activity, known, provider, account, time } of rows) {
      if (!complete || activity !== 'sign-in' || !known || account === '') continue
      const ofProvider = lastIn.get(provider) ?? new Map<string, number>()
      lastIn.set(provider, ofProvider)
      ofProvider.set(account, Math.max(time, ofProvider.get(account) ?? time))
    }
  }

  return {
    take(rows) {
      const pushed = rows.filter((row) => row.pushed)
      const wereRead = pushed.length === 0 ? rows : rows.filter((row) => !row.pushed)
      read.take(wereRead)
      noteEntries(wereRead)
      if (all !== undefined || pushed.length > 0) takePushed(rows, pushed)
    },
    get isBehind() {
      return read.isBehind || all?.isBehind === true
    },
    catchUp(rows) {
      if (rows !== undefined) return catchUpInSteps(rows)
      for (const view of [read, all]) while (view?.isBehind) view.catchUp(Number.POSITIVE_INFINITY)
      return true
    },
    judgeAgain() {
      read.judgeAgain()
      all?.judgeAgain()
    },
    judgement(now) {
      const [ofRead] = read.diagnoses
      const gotIn: Judgement['gotIn'] = (provider, account) => lastIn.get(provider)?.get(account) ?? Number.NaN
      if (all === undefined) return { all: ofRead.soFar(now), read: undefined, wary: undefined, gotIn }
      const [ofAll, wary] = all.diagnoses
      return { all: ofAll.soFar(now), read: ofRead.soFar(now), wary: wary.findingsSoFar(now), gotIn }
    },
    keepFrom(time) {
      from = time
      read.keepFrom(time)
      all?.keepFrom(time)
    },
    get first() {
      return all?.first ?? read.first
    },
  }
}
