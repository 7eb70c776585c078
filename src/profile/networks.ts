/**
 * The networks that people get in from, by number: how many people share each, and which are exits of a tunnel.
 *
 * They lie in one array of numbers, because there are as many as there are homes.
 */
import { DEFAULTS } from '../base/defaults.ts'

/** People are the numbers that their surroundings gave them. */
export interface Networks {
  /** The number of a network, as `networkOf` names it; -1 if nobody got in from it yet, and for ''. */
  find(network: string): number
  /** The number of a network that somebody gets in from; -1 for ''. */
  numberOf(network: string): number
  /** Somebody got in from there. */
  arrive(network: number, person: number): void
  /** A located sign-in from there. */
  locate(network: number): void
  /** Somebody was there and, too soon before or after, far away from there. */
  jump(network: number, person: number): void
  /** True if so many people got in from there that it is an office, a VPN exit or a carrier. */
  isShared(network: number): boolean
  /** True if it is an exit of the organisation's own tunnel: people are there and at home at the same time. */
  isTunnel(network: number): boolean
}

export function createNetworks(): Networks {
  const numbers = new Map<string, number>()
  // Judging and learning ask about the same row's network.
  let last = ''
  let lastNumber = -1

  // Of each network: sign-ins located there while it was shared, those of them that were jumps, and then the people who
  // got in and the people who jumped, as far as it takes to call it shared; 0 is no person yet.
  const peopleMax = DEFAULTS.travel.sharedByPeopleMin
  const arrived = 2
  const jumped = arrived + peopleMax
  const size = jumped + peopleMax
  let words = new Int32Array(1024 * size)

  function find(network: string): number {
    if (network !== last) {
      last = network
      lastNumber = numbers.get(network) ?? -1
    }
    return lastNumber
  }

  function numberOf(network: string): number {
    const known = find(network)
    if (known >= 0 || network === '') return known
    const number = numbers.size
    numbers.set(network, number)
    lastNumber = number
    if (number * size === words.length) {
      const larger = new Int32Array(2 * words.length)
      larger.set(words)
      words = larger
    }
    return number
  }

  /** Adds a person to the list at `from`, unless it is full. */
  function add(from: number, person: number): void {
    for (let at = from; at < from + peopleMax; at++) {
      if (words[at] === person + 1) return
      if (words[at] !== 0) continue
      words[at] = person + 1
      return
    }
  }

  const isFull = (from: number): boolean => words[from + peopleMax - 1] !== 0
  const isShared = (network: number): boolean => network >= 0 && isFull(network * size + arrived)

  return {
    find,
    numberOf,
    arrive(network, person) {
      if (network >= 0) add(network * size + arrived, person)
    },
    locate(network) {
      if (isShared(network)) words[network * size]!++
    },
    jump(network, person) {
      if (network < 0) return
      words[network * size + 1]!++
      add(network * size + jumped, person)
    },
    isShared,
    isTunnel(network) {
      const at = network * size
      if (!isShared(network) || !isFull(at + jumped)) return false
      return words[at + 1]! >= DEFAULTS.travel.tunnelShareMin * words[at]!
    },
  }
}
