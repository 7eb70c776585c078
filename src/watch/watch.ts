/**
 * Watches one organisation: follows the batches of kept sign-ins in the order of their commits, judges them, and commits
 * what is new.
 *
 * Nothing but the sign-ins themselves has to survive: after a crash all are read and judged again, and since a verdict's
 * id names what it says, nothing is lost and nothing told twice. Of several servers each reads and judges; one tells, whose
 * turn it is, and the next goes on from what stands.
 *
 * What is judged of a part of the rows says nothing: until all that was kept before the start is read and judged, nothing is
 * told and nothing withdrawn.
 */
import type { Explaining } from '../sentinels/index.ts'
import { type Draft, readKept } from '../signin/index.ts'
import {
  ALONE,
  batchesAfter,
  keptRowCount,
  type Lease,
  type OrganisationStore,
  type OrganisationTransaction,
  type SignInRow,
  signInsOfBatch,
} from '../store/index.ts'
import { createFold, type FoldOptions, type Judgement } from './fold.ts'
import type { KeptBatch } from './intake.ts'
import { isOpen, read, type Verdict } from './live-verdict.ts'
import { createSeenPeople, notedPosition, type SeenPeople } from './seen-people.ts'
import { createTelling } from './telling.ts'
import { type Changes, changes } from './told.ts'
import { lastChange, toldVerdicts, writeChanges } from './verdicts.ts'

export interface Watch {
  /** Rows that were just kept, so that the next `follow` need not read them. What does not follow on is read after all. */
  offer(batches: readonly KeptBatch[]): void
  /**
   * Takes in what was kept since the last call, and commits what is new by it at `now` (milliseconds); gives that. Rows that
   * came late are judged as well, unless they are left for `catchUp`. Then the first reading is done in steps, too: one a call.
   */
  follow(now: number, late?: 'left'): Promise<Changes>
  /** Something that was told goes on, and time alone may end it. */
  readonly goesOn: boolean
  /** Rows are kept that are not judged yet, because they came late. */
  readonly isBehind: boolean
  /** How far it is with what was kept before it began; undefined once nothing of that is left. */
  readonly catchingUp: CatchingUp | undefined
  /** Judges everything again, so many rows of it in this call; true once a round is done. What is new by it `follow` commits. */
  catchUp(rows: number): boolean
  /** Among several servers: keeps the turn to tell, or takes it; true if there is something to follow that was not offered here. */
  look(): Promise<boolean>
  /** Leaves the turn to another server. */
  leave(): Promise<void>
}

/** The registry of emergency accounts, as it is in a transaction. */
export interface EmergencyRegistry {
  /** Another number whenever it has changed. */
  version(tx: OrganisationTransaction): Promise<number>
  load(tx: OrganisationTransaction): Promise<NonNullable<FoldOptions['emergency']>>
}

export interface CatchingUp {
  /** First all is read; what did not lie in the order of time is judged again afterwards. */
  readonly doing: 'reading' | 'judging'
  readonly rows: number
  readonly of: number
}

export interface WatchOptions<Owed = unknown> {
  readonly db: OrganisationStore
  /** Whose turn it is to tell; without it, nobody else is there. */
  readonly lease?: Lease
  /** Looked at each time; when it has changed, everything is judged again. */
  readonly emergency?: EmergencyRegistry
  /** What explains changes at providers. Left out, nothing does. */
  readonly explaining?: Explaining
  /** Within the transaction that commits changes: what they make owed. */
  readonly owe?: (tx: OrganisationTransaction, changes: Changes) => Promise<Owed>
  /** After that commit, with what `owe` gave. */
  readonly onTold?: (changes: Changes, owed: Owed | undefined) => void
  /** Another server told something since the last `look`. */
  readonly onToldElsewhere?: () => void
}

/** What is read in one transaction: so many batches, and no further batch once there are so many rows. */
const BATCHES_MAX = 200
const ROWS_MAX = 20_000
/** The same while the first reading is done in steps, and what is judged of it without a pause: some ten milliseconds. */
const STEP_BATCHES_MAX = 50
const STEP_ROWS = 2000
/** Batches that wait to be taken; more are read when their turn comes. */
const OFFERED_MAX = 1000

const NOTHING: Changes = { told: [], withdrawn: [] }

/** One call at a time. */
export function createWatch<Owed>({
  db,
  lease = ALONE,
  owe,
  onTold,
  onToldElsewhere,
  emergency,
  explaining,
}: WatchOptions<Owed>): Watch {
  let isEmergency: FoldOptions['emergency']
  let registry: number | undefined
  const fold = createFold({
    emergency: (who) => isEmergency?.(who) === true,
    ours: (who) => explaining?.isOurs(who) === true,
  })
  const telling = createTelling()
  let position = 0
  let offered: KeptBatch[] = []
  let standing: Standing | undefined
  let goesOn = false
  let people: SeenPeople | undefined
  let taken = 0
  let lastSeen: number | undefined
  let catchingUp: CatchingUp | undefined = { doing: 'reading', rows: 0, of: 0 }

  const isReading = (): boolean => catchingUp?.doing === 'reading'

  /** Takes what was offered, as far as it follows on. */
  function takeOffered(): void {
    const batches = offered.sort((one, other) => one.position - other.position)
    offered = []
    for (const batch of batches) {
      if (batch.position !== position + 1) continue
      take(
        batch.rows.map(({ row }) => readKept(row)),
        batch.position,
      )
    }
  }

  function take(signIns: readonly Draft[], to: number): void {
    fold.take(signIns)
    people?.see(signIns, to)
    taken += signIns.length
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

  async function begin(): Promise<SeenPeople> {
    const { noted, rows } = await db.transaction(async (tx) => ({
      noted: await notedPosition(tx),
      rows: await keptRowCount(tx),
    }))
    catchingUp = { doing: 'reading', rows: 0, of: rows }
    return createSeenPeople(noted)
  }

  /** What others told may rest on rows that came late: until they are judged here as well, nothing is told. */
  async function beginTurn(turn: number): Promise<Standing> {
    explaining?.readAgain()
    if (fold.isBehind) catchingUp ??= { doing: 'judging', rows: 0, of: taken }
    return { turn, told: await db.transaction(toldVerdicts) }
  }

  /** A step of the first reading. */
  async function readStep(): Promise<void> {
    const from = position
    const read = await db.transaction((tx) => readOn(tx, from, { batches: STEP_BATCHES_MAX, rows: STEP_ROWS }))
    await takeInSteps(read)
    const { rows, of } = catchingUp!
    if (read.position > from) {
      catchingUp = { doing: 'reading', rows: rows + read.rowCount, of: Math.max(of, rows + read.rowCount) }
    } else catchingUp = fold.isBehind ? { doing: 'judging', rows: 0, of } : undefined
  }

  /** In the order of time, so that one part makes no other late. */
  async function takeInSteps(read: Read): Promise<void> {
    const rows = read.rows.toSorted((one, other) => one.time - other.time)
    for (let at = 0; at < rows.length; at += STEP_ROWS) {
      take(
        rows.slice(at, at + STEP_ROWS).map(({ row }) => readKept(row)),
        read.position,
      )
      // Others have their turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
    position = read.position
  }

  async function readRest(): Promise<void> {
    for (;;) {
      const from = position
      const read = await db.transaction((tx) => readOn(tx, from, { batches: BATCHES_MAX, rows: ROWS_MAX }))
      if (read.position === from) return
      take(
        read.rows.map(({ row }) => readKept(row)),
        read.position,
      )
    }
  }

  /** Whoever tells writes down whom the rows name, and the others look whether that is done. */
  async function notePeople(seen: SeenPeople, turn: number | undefined): Promise<void> {
    if (!seen.isDue) return
    const isWritten = await db.transaction(async (tx) => {
      if (turn === undefined || !(await lease.isOn(tx, turn))) return (await notedPosition(tx)) >= seen.looked
      await seen.write(tx)
      return true
    })
    if (isWritten) seen.written()
  }

  function catchUp(rows?: number): boolean {
    const isRoundDone = fold.catchUp(rows)
    if (catchingUp?.doing !== 'judging') return isRoundDone
    const { rows: judged, of } = catchingUp
    catchingUp = isRoundDone ? undefined : { doing: 'judging', rows: Math.min(judged + (rows ?? of), of), of }
    return isRoundDone
  }

  async function withoutExplained(judgement: Judgement): Promise<Judgement> {
    if (explaining === undefined) return judgement
    const { all, read, wary } = judgement
    const looks = [all, read, wary].filter((look) => look !== undefined)
    const findings = new Map((await explaining.part(looks)).map((left, index) => [looks[index], left]))
    const parted = <L extends typeof wary>(look: L): L => look && { ...look, findings: findings.get(look) ?? [] }
    return { ...judgement, all: parted(all), read: parted(read), wary: parted(wary) }
  }

  /** Commits what is new at `now`, if it is still this server's turn. */
  async function tell(now: number, { turn, told }: Standing): Promise<Changes> {
    const judgement = await withoutExplained(fold.judgement(now))
    const verdicts = unique(telling.verdicts(judgement, now))
    goesOn = verdicts.some((verdict) => isOpen(read(verdict)))
    const changed = changes(told, verdicts, { now, first: fold.first, gotIn: judgement.gotIn })
    const isNews = changed.told.length > 0 || changed.withdrawn.length > 0
    if (!isNews && explaining?.isDue !== true) return NOTHING
    const written = await db.transaction(async (tx) => {
      if (!(await lease.isOn(tx, turn))) return undefined
      await explaining?.write(tx)
      if (!isNews) return { owed: undefined }
      await writeChanges(tx, changed, now)
      return { owed: await owe?.(tx, changed) }
    })
    if (written === undefined) {
      standing = undefined
      return NOTHING
    }
    explaining?.written()
    if (!isNews) return NOTHING
    standing = { turn, told: after(told, changed) }
    onTold?.(changed, written.owed)
    return changed
  }

  return {
    offer(batches) {
      // During the first reading there is no place to go on from.
      if (!isReading() && offered.length < OFFERED_MAX) offered.push(...batches)
    },
    get goesOn() {
      return goesOn
    },
    get isBehind() {
      return !isReading() && fold.isBehind
    },
    get catchingUp() {
      return catchingUp
    },
    catchUp,
    async follow(now, late) {
      // As of now: what is read below has all that whoever had the turn before rests on.
      const { turn } = lease
      people ??= await begin()
      await readRegistry()
      if (isReading()) {
        do {
          await readStep()
          await notePeople(people, turn)
        } while (isReading() && late === undefined)
      } else {
        takeOffered()
        await readRest()
      }
      if (turn !== undefined && turn !== standing?.turn && !isReading()) standing = await beginTurn(turn)
      if (late === undefined) catchUp()
      // What was told before is compared with all that is kept.
      const mayTell = turn !== undefined && catchingUp === undefined && standing !== undefined
      const changed = mayTell ? await tell(now, standing!) : NOTHING
      await notePeople(people, turn)
      return changed
    },
    async look() {
      const before = lease.turn
      await lease.hold()
      const found = await db.transaction(async (tx) => ({
        next: await batchesAfter(tx, position, 1),
        changed: await lastChange(tx),
      }))
      if (lease.turn === undefined && found.changed !== lastSeen) onToldElsewhere?.()
      lastSeen = found.changed
      return found.next.length > 0 || lease.turn !== before
    },
    leave: () => lease.release(),
  }
}

/** The verdicts that stand, by id, as whoever has this turn knows them: nobody else changes them meanwhile. */
interface Standing {
  readonly turn: number
  readonly told: ReadonlyMap<string, Verdict>
}

interface Read {
  readonly position: number
  /** As their batches say; those of a purged day are not there any more. */
  readonly rowCount: number
  /** The kept rows of the batches up to there. */
  readonly rows: readonly SignInRow[]
}

async function readOn(
  tx: OrganisationTransaction,
  from: number,
  most: { readonly batches: number; readonly rows: number },
): Promise<Read> {
  const rows: SignInRow[] = []
  let [position, rowCount] = [from, 0]
  for (const batch of await batchesAfter(tx, from, most.batches)) {
    for (const row of await signInsOfBatch(tx, batch)) rows.push(row)
    position = batch.position
    rowCount += batch.rowCount
    if (rows.length >= most.rows) break
  }
  return { position, rowCount, rows }
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
