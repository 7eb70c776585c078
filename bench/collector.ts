/**
 * What the collector costs: `node bench/collector.ts [events] [people]`, 5 million events of 100,000 people by default.
 *
 * Rows come newest first with 5 % repeated. Each person has three devices and three addresses. As from a decoder, texts
 * of few values are the same string each time, all others are new strings. Making the rows is measured by itself and
 * subtracted; peak memory includes Node.
 */
import { createCollector } from '../src/cli/collector.ts'
import type { Draft, SignIn } from '../src/signin/sign-in.ts'
import { blank } from '../src/signin/sign-in.ts'

const EVENTS = Number(process.argv[2] ?? 5_000_000)
const PEOPLE = Number(process.argv[3] ?? 100_000)
const PERIOD_MS = 30 * 86_400_000
const NEWEST = Date.UTC(2026, 1, 23)

/** A small generator of numbers that are alike in each run (Mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const HEX = Buffer.from('0123456789abcdef', 'latin1')
const guidBytes = Buffer.from('00000000-0000-4000-8000-000000000000', 'latin1')

/** A GUID of 64 bits as a new flat string. */
function guid(high: number, low: number): string {
  for (let index = 0; index < 8; index++, high >>>= 4) guidBytes[index] = HEX[high & 15]!
  for (let index = 24; index < 32; index++, low >>>= 4) guidBytes[index] = HEX[low & 15]!
  return guidBytes.toString('latin1')
}

/** The same mixed-up number for the same number. */
function mixed(number: number): number {
  const half = Math.imul(number ^ (number >>> 16), 0x45d9f3b)
  return (half ^ (half >>> 15)) >>> 0
}

const nameBytes = Buffer.from('person.000000@example.com', 'latin1')
function nameOf(person: number): string {
  for (let index = 12, rest = person; index > 6; index--, rest = Math.floor(rest / 10))
    nameBytes[index] = 48 + (rest % 10)
  return nameBytes.toString('latin1')
}

const addressBytes = Buffer.from('10.100.100.100', 'latin1')
function addressOf(number: number): string {
  for (const [index, shift] of [
    [4, 0],
    [5, 3],
    [8, 6],
    [9, 9],
    [12, 12],
    [13, 15],
  ] as const) {
    addressBytes[index] = 48 + ((number >>> shift) & 7)
  }
  return addressBytes.toString('latin1')
}

const CITIES = Array.from({ length: 400 }, (_, index) => `City ${index}`)
const CLIENTS = Array.from({ length: 300 }, (_, index) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/${index}.0`)
const APPS = Array.from({ length: 60 }, (_, index) => `Application ${index}`)
const COUNTRIES = ['DE', 'FR', 'US', 'GB', 'ES']
const CODES = ['0', '50074', '50076', '500121', '53003', '50126']

function generate(add: (draft: Draft) => void): void {
  const random = createRandom(2)
  const draft = blank()
  draft.tenant = '72f988bf-0000-4000-8000-2d7cd011db47'
  draft.family = 'sign-in'
  draft.activity = 'sign-in'
  for (let row = 0; row < EVENTS; row++) {
    draft.line = row + 1
    // One row in twenty is the one before it again, as where folders overlap.
    if (random() % 20 !== 0 || row === 0) fill(draft, random() % PEOPLE, row, random)
    add(draft)
  }
}

function fill(draft: Draft, person: number, row: number, random: () => number): void {
  const choice = random()
  draft.time = NEWEST - Math.floor((row / EVENTS) * PERIOD_MS)
  draft.id = guid(random(), random())
  draft.attempt = guid(random(), random())
  draft.account = guid(mixed(person), 0)
  draft.name = nameOf(person)
  draft.device = guid(mixed(person), 1 + (choice % 3))
  draft.ip = addressOf(person * 3 + ((choice >>> 4) % 3))
  draft.country = COUNTRIES[person % 5]!
  draft.city = CITIES[person % 400]!
  draft.client = CLIENTS[(choice >>> 8) % 300]!
  draft.app = APPS[(choice >>> 16) % 60]!
  const code = (choice >>> 3) % 24
  draft.code = CODES[code] ?? '0'
  draft.outcome = code === 0 || code > 5 ? 'success' : 'failure'
  draft.reason = code === 3 ? 'refused' : code === 5 ? 'wrong-password' : 'none'
  draft.complete = draft.outcome === 'success'
}

let checksum = 0
function readTwelve(row: SignIn): void {
  checksum += row.time + row.person.length + row.activity.length + row.outcome.length + row.reason.length
  checksum += row.method.length + row.ip.length + row.country.length + row.device.length + row.attempt.length
  checksum += row.code.length + (row.complete ? 1 : 0)
}

function report(what: string, ms: number): void {
  const usage = `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB peak`
  console.log(
    `${what.padEnd(28)} ${(ms / 1000).toFixed(2)} s  ${((ms * 1000) / EVENTS).toFixed(2)} µs an event  ${usage}`,
  )
}

function measure(what: string, work: () => void): number {
  const start = performance.now()
  work()
  const ms = performance.now() - start
  report(what, ms)
  return ms
}

report('(Node)', 0)
let ignored = 0
const making = measure('(making the rows)', () =>
  generate((draft) => {
    ignored += draft.id.length
  }),
)
const collector = createCollector()
const adding = measure('add, with making', () => generate(collector.add))
let total = adding - making
let merged: ReturnType<typeof collector.finish> | undefined
total += measure('finish', () => {
  merged = collector.finish()
})
const all = merged!
total += measure('forEach, twelve getters', () => all.forEach(readTwelve))
report('collector altogether', total)
measure('forEach again, no getters', () => all.forEach(() => {}))
console.log(
  `${all.events} events, ${all.duplicates} duplicates, ${all.people} people (${ignored + checksum > 0 ? 'read' : ''})`,
)
all.close()
