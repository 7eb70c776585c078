/** Brings the records of one block into the order in which runs are merged: by second, id, provider and family. */
import type { Block } from './packed-text.ts'
import { compareWithinSecond, secondOf } from './same-event.ts'

/** Up to this length insertion is the faster way to sort; most seconds have fewer events. */
const INSERTION_MAX = 16

/** The places of `count` records in order. `places` are theirs as they were written. */
export function sortedOrder(block: Block, places: Uint32Array, count: number): Uint32Array {
  const order = bySecond(block, places, count)
  let from = 0
  for (let to = 1; to <= count; to++) {
    if (to < count && secondOf(block, order[to]!) === secondOf(block, order[from]!)) continue
    if (to - from > 1) sortPlaces(block, order.subarray(from, to), compareWithinSecond)
    from = to
  }
  return order
}

/** Sorts places by comparing their records. */
export function sortPlaces(block: Block, places: Uint32Array, compare: typeof compareWithinSecond): void {
  if (places.length > INSERTION_MAX) {
    places.sort((a, b) => compare(block, a, block, b))
    return
  }
  for (let next = 1; next < places.length; next++) {
    const place = places[next]!
    let to = next
    for (; to > 0 && compare(block, places[to - 1]!, block, place) > 0; to--) places[to] = places[to - 1]!
    places[to] = place
  }
}

/**
 * Second and index in one number each, because typed arrays sort plain numbers many times faster than anything that asks
 * a comparison function. Only a run that spans millions of years is too wide for that.
 */
function bySecond(block: Block, places: Uint32Array, count: number): Uint32Array {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (let index = 0; index < count; index++) {
    const second = secondOf(block, places[index]!)
    first = Math.min(first, second)
    last = Math.max(last, second)
  }
  // A power of two, so that dividing by it is exact.
  const width = 2 ** Math.ceil(Math.log2(Math.max(count, 2)))
  if ((last - first + 1) * width > Number.MAX_SAFE_INTEGER) {
    return places.slice(0, count).sort((a, b) => secondOf(block, a) - secondOf(block, b))
  }
  const keys = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    keys[index] = (secondOf(block, places[index]!) - first) * width + index
  }
  keys.sort()
  const order = new Uint32Array(count)
  for (let index = 0; index < count; index++) {
    const key = keys[index]!
    order[index] = places[key - Math.floor(key / width) * width]!
  }
  return order
}
