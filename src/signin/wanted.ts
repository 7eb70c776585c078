/**
 * The members that a decoder wants, compiled from its paths: a tree in which the picker finds each key it meets, or finds
 * that nobody wants it, by one hash of the key's length and first four bytes.
 */
import { placeOf } from './parsed-row.ts'

/** A member by its name, and what is wanted of it: its value, its members, its elements. */
export interface Wanted {
  readonly name: string
  /** The name's bytes: how many, and as numbers the first four (or fewer), each further whole four, and the last four. */
  readonly length: number
  readonly head: number
  readonly words: Int32Array
  readonly tail: number
  /** Where its value is noted; -1 if only what lies inside is wanted. In arrays: the value of element 0. */
  slot: number
  /** True if nothing inside it is wanted. */
  leaf: boolean
  /** True for a key that is a whole path with dots: rare enough to leave to the full parser. */
  whole: boolean
  /** The stamp of the object in which it was last seen. */
  seen: number
  inside: Members
  /** What is wanted of each element, if it is an array. */
  elements: Elements | null
  /** The next of the same hash. */
  next: Wanted | null
}

export interface Elements {
  readonly each: Wanted
  /** Number of this array among the wanted ones. */
  readonly list: number
  /** Slots of the values wanted inside. */
  readonly slots: number[]
}

export interface Members {
  readonly all: Wanted[]
  readonly buckets: (Wanted | null)[]
  readonly shift: number
}

export interface Tree {
  readonly root: Members
  /** By path: the slot of its value, or of its value in element 0. */
  readonly slots: Int32Array
  /** By path: the number of its array, or -1. */
  readonly lists: Int32Array
  /** Slots of the paths without `[]` come first, this many. */
  readonly single: number
  readonly slotCount: number
  readonly listCount: number
}

/** Compiles paths; for each array, `elementsMax` slots a path stand ready. */
export function compile(paths: readonly string[], elementsMax: number): Tree {
  const root = wanted('')
  const places = paths.map(placeOf)
  const slots = new Int32Array(paths.length)
  const lists = new Int32Array(paths.length).fill(-1)
  let slotCount = 0
  let listCount = 0
  places.forEach((place, path) => {
    if (place.list) return
    const member = descend(root, place.outer)
    if (member.slot < 0) member.slot = slotCount++
    slots[path] = member.slot
    if (place.outer.length > 1) descend(root, [place.whole]).whole = true
  })
  const single = slotCount
  places.forEach((place, path) => {
    if (!place.list) return
    const array = descend(root, place.outer)
    array.elements ??= { each: wanted(''), list: listCount++, slots: [] }
    const member = descend(array.elements.each, place.inner)
    if (member.slot < 0) {
      member.slot = slotCount
      array.elements.slots.push(slotCount)
      slotCount += elementsMax
    }
    slots[path] = member.slot
    lists[path] = array.elements.list
  })
  finish(root)
  return { root: root.inside, slots, lists, single, slotCount, listCount }
}

const MASKS = [0, 0xff, 0xffff, 0xffffff]
const NO_MEMBERS: Members = { all: [], buckets: [null, null], shift: 31 }

/** The first four bytes of a key as a number, given what stands there and the key's length. */
export function headOf(fourBytes: number, length: number): number {
  return length < 4 ? fourBytes & (MASKS[length] as number) : fourBytes
}

/** The bucket of a key. */
export function bucketOf(head: number, length: number, shift: number): number {
  return Math.imul(head ^ length, 0x9e3779b1) >>> shift
}

function wanted(name: string): Wanted {
  const bytes = Buffer.from(name)
  const { length } = bytes
  const padded = Buffer.concat([bytes, Buffer.alloc(4)])
  return {
    name,
    length,
    head: headOf(padded.readInt32LE(0), length),
    words: Int32Array.from({ length: length >> 2 }, (_, index) => bytes.readInt32LE(index * 4)),
    tail: length < 4 ? 0 : bytes.readInt32LE(length - 4),
    slot: -1,
    leaf: false,
    whole: false,
    seen: 0,
    inside: NO_MEMBERS,
    elements: null,
    next: null,
  }
}

function descend(from: Wanted, names: readonly string[]): Wanted {
  let member = from
  for (const name of names) {
    if (member.inside === NO_MEMBERS) member.inside = { all: [], buckets: [], shift: 0 }
    const { all } = member.inside
    let next = all.find((known) => known.name === name)
    if (!next) {
      next = wanted(name)
      all.push(next)
    }
    member = next
  }
  return member
}

/** Fills the buckets, four a key, so that most keys that nobody wants meet an empty one. */
function finish(member: Wanted): void {
  member.leaf = member.inside === NO_MEMBERS && member.elements === null
  if (member.elements) finish(member.elements.each)
  if (member.inside === NO_MEMBERS) return
  const { all } = member.inside
  const bits = Math.ceil(Math.log2(all.length * 4))
  const buckets: (Wanted | null)[] = new Array(2 ** bits).fill(null)
  for (const child of all) {
    const bucket = bucketOf(child.head, child.length, 32 - bits)
    child.next = buckets[bucket] as Wanted | null
    buckets[bucket] = child
    finish(child)
  }
  member.inside = { all, buckets, shift: 32 - bits }
}
