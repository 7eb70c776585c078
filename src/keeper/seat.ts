/**
 * One ledger at the keeper. It signs entries for the place that is next, once each is judged, and checkpoints over what it
 * signed. What it knows it has from the ledger's own entries, which a front shows it once, and from what it signed since.
 */
import {
  type CheckpointAnswer,
  checkpointSigner,
  type Decision,
  type Draft,
  type Entry,
  equalHashes,
  evolveKeys,
  type Head,
  LEDGER_STREAM,
  leafHash,
  type OrganisationKeys,
  type Place,
  type Sealed,
  type Short,
  type Shown,
  signEntry,
} from '../ledger/index.ts'
import type { RelyingParty, Staff } from '../staff/index.ts'
import { signEpoch, signOpening } from './first-words.ts'
import { judge } from './judge.ts'
import type { Judging } from './judging.ts'
import { KeeperError } from './keeper-error.ts'
import { copied, isWhole, type Knowledge, laterThan, learn, merge, nameOf } from './knowledge.ts'
import type { Limits } from './limits.ts'
import type { Owed } from './owed.ts'
import { admit, isSamePlace, type Places } from './places.ts'
import type { PlaceMemory } from './process/place-file.ts'
import type { Read } from './reading.ts'
import { shownStreams } from './shown.ts'

export interface SeatOptions {
  readonly organisation: string
  readonly home: string
  readonly keys: OrganisationKeys
  readonly read: Read
  readonly memory: PlaceMemory
  readonly limits: Limits
  /** Of the home organisation; of this one, what it is after the drafts before. */
  staff(): Staff
  relyingPartyOf(decision: Decision): RelyingParty | undefined
  /** Milliseconds. */
  readonly clock: () => number
}

export interface SignRequest {
  readonly place: Place
  readonly transaction: string
  readonly drafts: readonly Draft[]
  readonly shown: Readonly<Record<string, readonly string[]>>
}

export interface Seat {
  readonly keys: OrganisationKeys
  readonly kind: Read['kind']
  readonly short: Short | undefined
  staff(): Staff
  /** Whether the ledger ends here as far as the keeper knows: else it is to be read anew. */
  isAt(place: Place): boolean
  /** Throws KeeperError and LedgerError; NotShown where it has to see a stream first. Then nothing was signed. */
  sign(request: SignRequest): Promise<readonly Sealed[]>
  checkpoint(shown: Shown): Promise<CheckpointAnswer>
  /** The entries of a stream, if that is all of it. Throws NotShown, ERR_KEEPER_RULE. */
  entriesOf(stream: string, shown: SignRequest['shown']): readonly Entry[]
  /** When each remedy was begun that takes, by its stream. */
  begun(): ReadonlyMap<string, number>
}

/** Longer none takes; and nobody keeps one open to replace what was signed in it. */
const TRANSACTION_MS_MAX = 15 * 60_000
/** A checkpoint is signed every few seconds; without one this process would only grow. */
const UNSEALED_MAX = 2_000_000

/** Throws ERR_KEEPER_RULE where the ledger is not the one that was signed here. */
export function openSeat(options: SeatOptions): Seat {
  const { organisation, home, keys, memory, limits, clock } = options
  const { known, kind } = options.read
  const signer = checkpointSigner(keys)
  let later = laterThan(known)
  let { tail } = options.read
  let tailFrom = known.head.seq - tail.length
  let owed: readonly Owed[] = []
  let given = new Set<string>()
  let transaction = ''
  let since = 0
  const { places: found, short } = placesAt(
    known.head,
    { remembered: memory.load(), sealed: options.read.sealed },
    leafBefore,
  )
  let places = found
  if (short === undefined) memory.keep(places)

  /** Undefined for one that is not known any more: it lies below the last checkpoint. */
  function leafBefore(seq: number): Uint8Array | undefined {
    return tail[seq - 1 - tailFrom]
  }

  /** Throws what refuses it; where the last transaction came to nothing, it is forgotten. */
  function begin({ place, transaction: name }: SignRequest, now: number): void {
    if (short !== undefined) {
      beginEpoch(place)
      return
    }
    const isSameTransaction = name === transaction && now - since <= TRANSACTION_MS_MAX
    const admission = admit(places, place, { isSameTransaction })
    if (admission === 'goes-on') return
    if (admission === 'refused') throw refusedPlace()
    if (admission === 'unsettled') {
      const message = 'The entries before rest on a decision that was not brought. They are not built upon.'
      throw new KeeperError('ERR_KEEPER_UNDECIDED', message)
    }
    if (admission === 'follows') merge(known, later)
    else tail.length = places.base.seq - tailFrom
    later = laterThan(known)
    owed = []
    given = new Set()
    transaction = name
    since = now
    places = { base: place, signed: place, isSettled: true }
  }

  /** The only thing that is signed where entries are missing; it comes under another name. */
  function beginEpoch(place: Place): void {
    const here = placeOf(known.head)
    if (!isSamePlace({ ...place, origin: here.origin }, here)) throw refusedPlace()
    later = laterThan(known)
  }

  async function signOne(
    draft: Draft,
    { trial, judging }: { readonly trial: Knowledge; readonly judging: Judging },
  ): Promise<Sealed> {
    const place = placeOf(trial.head)
    const isFirst = place.seq === 0
    if (short !== undefined || isFirst || draft.stream === LEDGER_STREAM) {
      const first = { draft, place, keys, judging, short }
      return isFirst ? signOpening(first) : await signEpoch(first)
    }
    await judge(draft, judging)
    return signEntry(draft, place, keys.entries)
  }

  async function sign(request: SignRequest): Promise<readonly Sealed[]> {
    const { drafts, shown } = request
    const now = clock()
    begin(request, now)
    if (tail.length + drafts.length > UNSEALED_MAX) {
      throw new KeeperError(
        'ERR_KEEPER_LIMIT',
        'No checkpoint was signed for a long time. Nothing is added before one is.',
      )
    }
    limits.countEntries(drafts.length, now)
    const trial = copied(later)
    if (request.place.origin !== trial.head.origin) trial.head = { ...trial.head, origin: request.place.origin }
    const streams = shownStreams(shown, (stream, texts) => isWhole(stream, texts, later, known))
    const judging: Judging = {
      organisation,
      home,
      kind,
      now,
      owed,
      given: new Set(given),
      get staff() {
        return organisation === home ? trial.staff : options.staff()
      },
      get incidents() {
        return trial.incidents
      },
      // What this transaction spends is in `given`.
      isSpent: (decision) => known.spent.has(nameOf(decision)),
      entriesOf: streams.entriesOf,
      relyingPartyOf: options.relyingPartyOf,
      countDecision: () => limits.countDecision(now),
    }
    const sealed: Sealed[] = []
    for (const draft of drafts) {
      const one = await signOne(draft, { trial, judging })
      const { entry, leaf } = one
      const ring = evolveKeys(trial.head.keys, entry)
      trial.head = { origin: entry.origin, seq: entry.seq + 1, previous: leaf, keys: ring }
      learn(trial, entry, leaf, known)
      streams.add(entry)
      sealed.push(one)
    }
    // Remembered before anybody has it: what is known by then can be replaced, and never joined by another.
    places = { base: places.base, signed: placeOf(trial.head), isSettled: judging.owed.length === 0 }
    if (short === undefined) memory.keep(places)
    later = trial
    owed = judging.owed
    given = judging.given as Set<string>
    for (const { leaf } of sealed) tail.push(leaf)
    return sealed
  }

  return {
    keys,
    kind,
    short,
    staff: () => later.staff,
    isAt: (place) => {
      if (isSamePlace(place, places.base) || isSamePlace(place, places.signed)) return true
      const leaf = leafBefore(place.seq)
      return leaf !== undefined && place.seq < places.base.seq && equalHashes(leaf, place.previous)
    },
    sign,
    async checkpoint(shown) {
      const first = shown.edge.size
      const end = first + shown.entries.length
      if (end > (places.isSettled ? places.signed : places.base).seq) throw refusedPlace()
      for (const [index, bytes] of shown.entries.entries()) {
        const leaf = leafBefore(first + index + 1)
        if (leaf !== undefined && !equalHashes(leaf, leafHash(bytes))) throw refusedPlace()
      }
      const answer = await signer.checkpoint(shown)
      if ('note' in answer) {
        tail = tail.slice(Math.max(0, answer.checkpoint.size - tailFrom))
        tailFrom = Math.max(tailFrom, answer.checkpoint.size)
        certainUpTo(answer.checkpoint.size)
      }
      return answer
    },
    entriesOf(stream, shown) {
      const streams = shownStreams(shown, (name, texts) => isWhole(name, texts, later, known))
      return streams.entriesOf(stream) as readonly Entry[]
    },
    begun: () => new Map([...known.begun, ...later.begun]),
  }

  /** What a checkpoint was signed over is never replaced. */
  function certainUpTo(size: number): void {
    if (size <= places.base.seq) return
    merge(known, later)
    later = laterThan(known)
    places = { base: places.signed, signed: places.signed, isSettled: true }
    memory.keep(places)
  }
}

/** Where the ledger ends, held against what is remembered of it. `sealed`: how many entries the last checkpoint has. */
function placesAt(
  head: Head,
  { remembered, sealed }: { readonly remembered: Places | undefined; readonly sealed: number },
  leafBefore: (seq: number) => Uint8Array | undefined,
): { readonly places: Places; readonly short: Short | undefined } {
  const here = placeOf(head)
  const places = { base: here, signed: here, isSettled: true }
  // Under another name an epoch was opened: two people said that what is missing is missing.
  const last = remembered?.base.origin === here.origin ? remembered : undefined
  const expected = Math.max(sealed, last?.base.seq ?? 0)
  if (here.seq < expected) return { places, short: { size: here.seq, expected } }
  if (last === undefined || isSamePlace(here, last.base)) return { places, short: undefined }
  const isOn = ({ seq, previous }: Place): boolean => {
    const leaf = leafBefore(seq)
    return seq <= here.seq && (leaf === undefined || equalHashes(leaf, previous))
  }
  // Signed by our keys, and further than is remembered: the memory did not outlive a power cut, or a tool wrote meanwhile.
  const isFurther = here.seq > last.signed.seq && (isOn(last.signed) || isOn(last.base))
  if (isFurther || (last.isSettled && isSamePlace(here, last.signed))) return { places, short: undefined }
  throw refusedPlace()
}

function placeOf({ origin, seq, previous }: Head): Place {
  return { origin, seq, previous }
}

function refusedPlace(): KeeperError {
  const message = 'Something else was signed for this place, and of two only one is ever signed. Verify the ledger.'
  return new KeeperError('ERR_KEEPER_PLACE', message)
}
