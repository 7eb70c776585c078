/**
 * Watches one organisation: follows the batches of kept sign-ins in the order of their commits, judges them, and commits
 * what is new.
 *
 * Nothing but the sign-ins themselves has to survive: after a crash all are read and judged again, and since a verdict's
 * id names what it says, nothing is lost and nothing told twice. So two servers may watch one organisation as well.
 */
import { readKept } from '../signin/index.ts'
import {
  batchesAfter,
  type OrganisationStore,
  type OrganisationTransaction,
  type SignInRow,
  signInsOfBatch,
} from '../store/index.ts'
import { createFold, type FoldOptions } from './fold.ts'
import type { KeptBatch } from './intake.ts'
import { isOpen, read, type Verdict } from './live-verdict.ts'
import { createSeenPeople, notedPosition, type SeenPeople } from './seen-people.ts'
import { createTelling } from './telling.ts'
import { type Changes, changes } from './told.ts'
import { toldVerdicts, writeChanges } from './verdicts.ts'

export interface Watch {
  /** Rows that were just kept, so that the next `follow` need not read them. What does not follow on is read after all. */
  offer(batches: readonly KeptBatch[]): void
  /**
   * Takes in what was kept since the last call, and commits what is new by it at `now` (milliseconds); gives that. Rows that
   * came late are judged as well, unless they are left for `catchUp`.
   */
  follow(now: number, late?: 'left'): Promise<Changes>
  /** Something that was told goes on, and time alone may end it. */
  readonly goesOn: boolean
  /** Rows are kept that are not judged yet, because they came late. */
  readonly isBehind: boolean
  /** Judges everything again, so many rows of it in this call; true once a round is done. What is new by it `follow` commits. */
  catchUp(rows: number): boolean
}

/** The registry of emergency accounts, as it is in a transaction. */
export interface EmergencyRegistry {
  /** Another number whenever it has changed. */
  version(tx: OrganisationTransaction): Promise<number>
  load(tx: OrganisationTransaction): Promise<NonNullable<FoldOptions['emergency']>>
}

export interface WatchOptions<Owed = unknown> {
  readonly db: OrganisationStore
  /** Looked at each time; when it has changed, everything is judged again. */
  readonly emergency?: EmergencyRegistry
  /** Within the transaction that commits changes: what they make owed. */
  readonly owe?: (tx: OrganisationTransaction, changes: Changes) => Promise<Owed>
  /** After that commit, with what `owe` gave. */
  readonly onTold?: (changes: Changes, owed: Owed | undefined) => void
}

/** What is read in one transaction: so many batches, and no further batch once there are so many rows. */
const BATCHES_MAX = 200
const ROWS_MAX = 20_000
/** Batches that wait to be taken; more are read when their turn comes. */
const OFFERED_MAX = 1000

const NOTHING: Changes = { told: [], withdrawn: [] }

/** `follow` for the first time reads all that is kept. One call at a time. */
export function createWatch<Owed>({ db, owe, onTold, emergency }: WatchOptions<Owed>): Watch {
  let isEmergency: FoldOptions['emergency']
  let registry: number | undefined
  const fold = createFold({ emergency: (who) => isEmergency?.(who) === true })
  const telling = createTelling()
  let position = 0
  let offered: KeptBatch[] = []
  /** The verdicts that stand, by id. */
  let told: ReadonlyMap<string, Verdict> | undefined
  let goesOn = false
  let people: SeenPeople | undefined

  /** Takes what was offered, as far as it follows on. */
  function takeOffered(): void {
    const batches = offered.sort((one, other) => one.position - other.position)
    offered = []
    for (const batch of batches) {
      if (batch.position !== position + 1) continue
      take(batch.rows, batch.position)
    }
  }

  function take(rows: readonly Pick<SignInRow, 'row'>[], to: number): void {
    const signIns = rows.map(({ row }) => readKept(row))
    fold.take(signIns)
    people?.see(signIns, to)
    position = to
  }

  /** Reads the registry of emergency accounts if it is another than before. */
  async function readRegistry(): Promise<void> {
    if (emergency === undefined) return
    const read = await db.transaction(async (tx) => {
      const version = await emergency.version(tx)
      return version === registry ? undefined : { version, isEmergency: await emergency.load(tx) }
    })
    if (read === undefined) return
    if (registry !== undefined) fold.judgeAgain()
    registry = read.version
    isEmergency = read.isEmergency
  }

  /** Commits what is new at `now`. */
  async function tell(now: number, before: ReadonlyMap<string, Verdict>): Promise<Changes> {
    const judgement = fold.judgement(now)
    const verdicts = unique(telling.verdicts(judgement, now))
    goesOn = verdicts.some((verdict) => isOpen(read(verdict)))
    const changed = changes(before, verdicts, { now, first: fold.first, gotIn: judgement.gotIn })
    if (changed.told.length === 0 && changed.withdrawn.length === 0) return NOTHING
    const owed = await db.transaction(async (tx) => {
      await writeChanges(tx, changed, now)
      return await owe?.(tx, changed)
    })
    told = after(before, changed)
    onTold?.(changed, owed)
    return changed
  }

  return {
    offer(batches) {
      // Before the first reading there is no place to go on from.
      if (told !== undefined && offered.length < OFFERED_MAX) offered.push(...batches)
    },
    get goesOn() {
      return goesOn
    },
    get isBehind() {
      return fold.isBehind
    },
    catchUp: fold.catchUp,
    async follow(now, late) {
      // What was told before is compared with all that is kept.
      const isFirst = told === undefined
      told ??= await db.transaction(toldVerdicts)
      people ??= createSeenPeople(await db.transaction(notedPosition))
      await readRegistry()
      takeOffered()
      for (;;) {
        const from = position
        const read = await db.transaction((tx) => readOn(tx, from))
        if (read.position === from) break
        take(read.rows, read.position)
      }
      if (isFirst || late === undefined) fold.catchUp()
      const changed = await tell(now, told)
      if (people.isDue) {
        await db.transaction(people.write)
        people.written()
      }
      return changed
    },
  }
}

interface Read {
  readonly position: number
  /** The kept rows of the batches up to there. */
  readonly rows: readonly SignInRow[]
}

async function readOn(tx: OrganisationTransaction, from: number): Promise<Read> {
  const rows: SignInRow[] = []
  let position = from
  for (const batch of await batchesAfter(tx, from, BATCHES_MAX)) {
    for (const row of await signInsOfBatch(tx, batch)) rows.push(row)
    position = batch.position
    if (rows.length > ROWS_MAX) break
  }
  return { position, rows }
}

/** What stands after these changes. */
function after(told: ReadonlyMap<string, Verdict>, { told: newly, withdrawn }: Changes): ReadonlyMap<string, Verdict> {
  const standing = new Map(told)
  for (const verdict of newly) standing.set(verdict.id, verdict)
  for (const id of withdrawn) standing.delete(id)
  return standing
}

function unique(verdicts: readonly Verdict[]): readonly Verdict[] {
  return [...new Map(verdicts.map((verdict) => [verdict.id, verdict])).values()]
}
