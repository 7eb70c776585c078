/**
 * The simulator's own source of chance: sfc32 (Chris Doty-Humphrey, PractRand), seeded by splitmix32.
 *
 * Every person and day draws from a stream of its own, so that adding an incident for one person changes nothing for
 * another: two runs differ only where their settings do.
 */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number
  /** A number from `low` up to `high`. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the values, in proportion to its weight. */
  weighted<T>(list: readonly (readonly [T, number])[]): T
  /** Normally distributed (Box–Muller), cut at three deviations. */
  normal(mean: number, deviation: number): number
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
  /** A version 4 UUID (RFC 9562). */
  uuid(): string
}

/** Makes a stream from a seed and any number of keys; the same values give the same stream for ever. */
export function random(...keys: readonly number[]): Random {
  let state = 0x9e3779b9
  for (const key of keys) state = mix(state ^ mix(key | 0))
  const seed = (): number => {
    state = (state + 0x9e3779b9) | 0
    return mix(state)
  }
  return new Stream(seed(), seed(), seed())
}

function mix(value: number): number {
  let t = value ^ (value >>> 16)
  t = Math.imul(t, 0x21f0aaad)
  t ^= t >>> 15
  t = Math.imul(t, 0x735a2d97)
  return (t ^ (t >>> 15)) | 0
}

/** A class, because a run makes one for every person, day and row: methods are shared, closures would not be. */
class Stream implements Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(a: number, b: number, c: number) {
    this.#a = a
    this.#b = b
    this.#c = c
    for (let round = 0; round < 8; round++) this.#bits()
  }

  #bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  next(): number {
    return this.#bits() / 4_294_967_296
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }

  weighted<T>(list: readonly (readonly [T, number])[]): T {
    return weighted(list, this.next())
  }

  normal(mean: number, deviation: number): number {
    const size = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return mean + deviation * Math.max(-3, Math.min(3, size))
  }

  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.#bits().toString(16).padStart(8, '0')
    return text.slice(0, digits)
  }

  uuid(): string {
    const text = this.hex(32)
    const variant = '89ab'[Number.parseInt(text[16]!, 16) & 3]
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`
  }
}

function weighted<T>(list: readonly (readonly [T, number])[], share: number): T {
  let total = 0
  for (const [, weight] of list) total += weight
  let left = share * total
  for (const [value, weight] of list) {
    left -= weight
    if (left < 0) return value
  }
  return list[list.length - 1]![0]
}
