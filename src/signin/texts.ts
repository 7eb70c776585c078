/**
 * Texts that come again and again, each kept once and named by a number: codes, applications, cities, browsers.
 *
 * A table takes a few thousand texts and no more, so that memory does not grow with what is read, and so that looking one
 * up stays cheap. In a column with more different texts (addresses, devices) the record carries the text itself, and once
 * most texts of a column are not in its table, they are no longer looked up.
 */
export interface Texts {
  /** By number; number 0 is the empty text. */
  readonly list: readonly string[]
  /** The number of a text, above 0; or 0 if it is not in the table, and then the record carries the text. */
  intern(text: string): number
}

const TEXTS_MAX = 8192
/** Longer texts are hardly ever repeated word for word. */
const LENGTH_MAX = 1000
/** How many look-ups in a full table decide whether it is of use. */
const TRIAL = 4096

/** An empty table. */
export function createTexts(): Texts {
  const numbers = new Map([['', 0]])
  const list: string[] = ['']
  let last = ''
  let lastNumber = 0
  let misses = 0
  let lookups = 0
  let isClosed = false

  function intern(text: string): number {
    if (text === last) return lastNumber
    if (isClosed) return 0
    const number = numbers.get(text) ?? (list.length <= TEXTS_MAX ? add(text) : miss())
    lookups++
    last = list[number]!
    lastNumber = number
    return number
  }

  function add(text: string): number {
    if (text.length > LENGTH_MAX) return 0
    const number = list.length
    const kept = ownCopy(text)
    list.push(kept)
    numbers.set(kept, number)
    if (number === TEXTS_MAX) lookups = 0
    return number
  }

  function miss(): number {
    misses++
    if (lookups < TRIAL) return 0
    isClosed = misses > lookups / 2
    misses = 0
    lookups = 0
    return 0
  }

  return { list, intern }
}

/** An equal text that shares no memory with `text`: a slice of a row would otherwise keep the whole row in memory. */
export function ownCopy(text: string): string {
  const narrow = Buffer.from(text, 'latin1').toString('latin1')
  return narrow === text ? narrow : Buffer.from(text, 'utf16le').toString('utf16le')
}
