/** From merged records to sign-ins: of the rows of one event the one that counts, and those of one second by time. */
import type { PackedSignIn } from './packed-sign-in.ts'
import { type Block, createBlock } from './packed-text.ts'
import { copyRecord, placeRecord, recordLength } from './record.ts'
import { compareForReading, compareWithinSecond, countsRather, sameContent, standsEarlier } from './same-event.ts'
import type { SignIn } from './sign-in.ts'
import { sortPlaces } from './sorted-order.ts'

export interface Distinct {
  /** Rows that were not visited because another row of their event counts. */
  readonly duplicates: number
  /** Takes the next record in the order of `compareWithinSecond`; it is copied. */
  take(block: Block, at: number, second: number): void
  /** After the last record. */
  end(): void
}

/**
 * The rows of one second that are held back until it is over. A second with more (a log that gives minutes or days only)
 * is visited in parts: each in order, and still without duplicates.
 */
const HELD_ROWS_MAX = 20_000
/** For rows of monstrous size; how large a record is depends on what was read before, so this alone must not decide. */
const HELD_BYTES_MAX = 64 * 1024 * 1024

/** Visits sign-ins by (time, id), one for each event. The view given to `visit` is moved on afterwards. */
export function distinct(view: () => PackedSignIn, visit: (signIn: SignIn) => void): Distinct {
  let held = createBlock(64 * 1024)
  let places = new Uint32Array(256)
  let used = 0
  let count = 0
  /** Index of the first held row that has the id, provider and family of the last one. */
  let group = 0
  let heldSecond = Number.NaN
  let duplicates = 0
  const shown = view()
  const left = view()
  const right = view()

  function take(block: Block, at: number, second: number): void {
    if (second !== heldSecond) {
      visitHeld()
      heldSecond = second
    } else if (count > 0 && compareWithinSecond(held, places[group]!, block, at) === 0) {
      for (let index = group; index < count; index++) {
        if (!isSameEvent(places[index]!, block, at)) continue
        duplicates++
        choose(index, block, at)
        return
      }
      hold(block, at)
      return
    } else if (count >= HELD_ROWS_MAX || used > HELD_BYTES_MAX) {
      visitHeld()
    }
    group = count
    hold(block, at)
  }

  function isSameEvent(place: number, block: Block, at: number): boolean {
    const one = left.move(held, place)
    const other = right.move(block, at)
    // Two accounts under one id are two events, whatever made the ids meet; neither may vanish.
    if (one.account !== '' && other.account !== '' && one.account !== other.account) return false
    return one.tenant === other.tenant
  }

  /** Puts the record in the place of the held row of its event, if it counts rather. */
  function choose(index: number, block: Block, at: number): void {
    const place = places[index]!
    const before = left.move(held, place)
    const after = right.move(block, at)
    if (sameContent(held, place, block, at)) {
      if (!standsEarlier(after, before)) return
      placeRecord(held, place, after.file, after.line)
    } else if (countsRather(after, before)) {
      release(index)
      hold(block, at)
    }
  }

  function hold(block: Block, at: number): void {
    const needed = used + recordLength(block, at)
    if (needed > held.bytes.length) held = grown(held, used, needed)
    if (count === places.length) places = grownPlaces(places)
    places[count++] = used
    used += copyRecord(block, at, held, used)
  }

  function release(index: number): void {
    const place = places[index]!
    const length = recordLength(held, place)
    held.bytes.copyWithin(place, place + length, used)
    used -= length
    count--
    for (let later = index; later < count; later++) places[later] = places[later + 1]! - length
  }

  function visitHeld(): void {
    if (count > 1) sortPlaces(held, places.subarray(0, count), compareHeld)
    for (let index = 0; index < count; index++) visit(shown.move(held, places[index]!))
    used = 0
    count = 0
  }

  function compareHeld(a: Block, aAt: number, b: Block, bAt: number): number {
    const order = compareForReading(a, aAt, b, bAt)
    if (order !== 0) return order
    const aTenant = left.move(a, aAt).tenant
    const bTenant = right.move(b, bAt).tenant
    return aTenant < bTenant ? -1 : aTenant > bTenant ? 1 : 0
  }

  return {
    get duplicates() {
      return duplicates
    },
    take,
    end: visitHeld,
  }
}

function grown(block: Block, used: number, needed: number): Block {
  const larger = createBlock(Math.max(needed, 2 * block.bytes.length))
  block.bytes.copy(larger.bytes, 0, 0, used)
  return larger
}

function grownPlaces(places: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * places.length)
  larger.set(places)
  return larger
}
