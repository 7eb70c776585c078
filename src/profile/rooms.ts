/**
 * Rooms of numbers in a few sizes, many to a page, so that a million of them are a few thousand objects to the collector of
 * garbage. Whoever outgrows a room takes a larger one and gives the old one back.
 */

/** Memory seen as numbers of four bytes and of eight, cut into rooms of one size. */
export interface Page {
  readonly words: Int32Array
  readonly doubles: Float64Array
  /** Words of each of its rooms. */
  readonly size: number
  /** Of which it is a page. */
  readonly rooms: Rooms
}

/** A room begins at the word `at`, which is even. */
export interface Room {
  readonly page: Page
  readonly at: number
}

export interface Rooms {
  /** The smallest room of at least so many words, all of them 0. */
  take(words: number): Room
  /** It is used no more. */
  give(room: Room): void
}

const PAGE_WORDS = 16_384

/** `sizes`: even numbers of words, the smallest first. Throws RangeError from `take` for more than the last of them. */
export function createRooms(sizes: readonly number[]): Rooms {
  const vacant = sizes.map((): Room[] => [])

  function addPage(size: number, into: Room[]): void {
    const count = Math.floor(PAGE_WORDS / size)
    const memory = new ArrayBuffer(4 * size * count)
    const page = { words: new Int32Array(memory), doubles: new Float64Array(memory), size, rooms: all }
    for (let number = count - 1; number >= 0; number--) into.push({ page, at: size * number })
  }

  const all: Rooms = {
    take(words) {
      const index = sizes.findIndex((size) => size >= words)
      const rooms = vacant[index]
      if (rooms === undefined) throw new RangeError(`No room has ${words} words.`)
      if (rooms.length === 0) addPage(sizes[index]!, rooms)
      return rooms.pop()!
    },
    give(room) {
      const { page, at } = room
      page.words.fill(0, at, at + page.size)
      vacant[sizes.indexOf(page.size)]!.push(room)
    },
  }
  return all
}
