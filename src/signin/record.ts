/**
 * The packed form of a sign-in: some 180 bytes, so that millions can be sorted, spilled to disk and merged.
 *
 * A record is a head of fixed places and a tail. Lists of the vocabulary are bytes. A text that comes again and again is
 * a number of its column's table (texts.ts), or, negative, the distance to where it stands in the tail. The id and the
 * attempt always stand in the tail, because they are different in nearly every row. `PackedSignIn` reads it back.
 */
import type { Block } from './packed-text.ts'
import { textRoom, writeText } from './packed-text.ts'
import type { People } from './person.ts'
import { createPeople } from './person.ts'
import type { Draft } from './sign-in.ts'
import { ACTIVITIES, CHANGES, FAMILIES, METHODS, OUTCOMES, PROVIDERS, REASONS, RISKS, STEPS } from './sign-in.ts'
import type { Texts } from './texts.ts'
import { createTexts } from './texts.ts'

/** Where each field stands, in bytes from the start of a record, which is a multiple of 8. */
export const AT = {
  length: 0, // of the whole record, a multiple of 8
  who: 4, // number in People, or, negative, the distance to tenant, account and name in the tail
  time: 8, // eight bytes
  provider: 16,
  family: 17,
  activity: 18,
  outcome: 19,
  step: 20,
  reason: 21,
  method: 22,
  change: 23,
  risk: 24,
  flags: 25,
  asn: 28,
  latitude: 32, // ten millionths of a degree
  longitude: 36,
  file: 40,
  line: 44,
  actor: 48,
  code: 52,
  detail: 56,
  ip: 60,
  country: 64,
  city: 68,
  device: 72,
  client: 76,
  app: 80,
  policies: 84, // as a JSON array
  target: 88,
  attempt: 92, // distance to the attempt in the tail
  id: 96, // the tail begins with it
} as const

export const FLAG = { known: 1, complete: 2, proved: 4, anonymous: 8, managed: 16, legacy: 32, pushed: 64 } as const

/** A ten millionth of a degree is a centimetre; what vendors write has fewer decimals and comes back exactly. */
export const DEGREE = 1e7
export const NOT_LOCATED = -(2 ** 31)

/** The texts and people of one collection of records, which its writer fills and its readers share. */
export interface Columns {
  readonly people: People
  readonly actor: Texts
  readonly code: Texts
  readonly detail: Texts
  readonly ip: Texts
  readonly country: Texts
  readonly city: Texts
  readonly device: Texts
  readonly client: Texts
  readonly app: Texts
  readonly policies: Texts
  readonly target: Texts
}

/** Empty columns. Their texts take some megabytes at most; people are not limited, memory grows with them. */
export function createColumns(): Columns {
  return {
    people: createPeople(),
    actor: createTexts(),
    code: createTexts(),
    detail: createTexts(),
    ip: createTexts(),
    country: createTexts(),
    city: createTexts(),
    device: createTexts(),
    client: createTexts(),
    app: createTexts(),
    policies: createTexts(),
    target: createTexts(),
  }
}

const providerNumber = numbering(PROVIDERS)
const familyNumber = numbering(FAMILIES)
const activityNumber = numbering(ACTIVITIES)
const outcomeNumber = numbering(OUTCOMES)
const stepNumber = numbering(STEPS)
const reasonNumber = numbering(REASONS)
const methodNumber = numbering(METHODS)
const changeNumber = numbering(CHANGES)
const riskNumber = numbering(RISKS)

/** The most bytes that `pack` can need for a draft. */
export function packedRoom(draft: Draft): number {
  let characters =
    draft.id.length + draft.attempt.length + draft.tenant.length + draft.account.length + draft.name.length
  characters += draft.actor.length + draft.code.length + draft.detail.length + draft.ip.length + draft.country.length
  characters += draft.city.length + draft.device.length + draft.client.length + draft.app.length + draft.target.length
  // Sixteen texts, each with its own head; six bytes are the longest escape that JSON has for one character.
  let policies = 2
  for (const policy of draft.policies) policies += 3 + 6 * policy.length
  return AT.id + textRoom(characters) + textRoom(policies) + 16 * 8
}

/**
 * Writes a draft at `at` (a multiple of 8) and returns the record's length. `person` is not written: it is decided when
 * all rows are in. There must be `packedRoom(draft)` bytes.
 */
export function pack(draft: Draft, columns: Columns, into: Block, at: number): number {
  const { bytes, ints } = into
  const head = at >> 2
  into.doubles[(at + AT.time) >> 3] = draft.time
  bytes[at + AT.provider] = providerNumber(draft.provider)
  bytes[at + AT.family] = familyNumber(draft.family)
  bytes[at + AT.activity] = activityNumber(draft.activity)
  bytes[at + AT.outcome] = outcomeNumber(draft.outcome)
  bytes[at + AT.step] = stepNumber(draft.step)
  bytes[at + AT.reason] = reasonNumber(draft.reason)
  bytes[at + AT.method] = methodNumber(draft.method)
  bytes[at + AT.change] = changeNumber(draft.change)
  bytes[at + AT.risk] = riskNumber(draft.risk)
  bytes[at + AT.flags] = flagsOf(draft)
  bytes[at + AT.flags + 1] = 0
  bytes[at + AT.flags + 2] = 0
  ints[head + AT.asn / 4] = draft.asn
  ints[head + AT.latitude / 4] = degrees(draft.latitude)
  ints[head + AT.longitude / 4] = degrees(draft.longitude)
  ints[head + AT.file / 4] = draft.file
  ints[head + AT.line / 4] = draft.line

  let tail = writeText(draft.id, into, at + AT.id)
  ints[head + AT.attempt / 4] = tail - at
  tail = writeText(draft.attempt, into, tail)
  tail = packWho(draft, columns.people, into, at, tail)
  tail = packText(draft.actor, columns.actor, into, at, AT.actor, tail)
  tail = packText(draft.code, columns.code, into, at, AT.code, tail)
  tail = packText(draft.detail, columns.detail, into, at, AT.detail, tail)
  tail = packText(draft.ip, columns.ip, into, at, AT.ip, tail)
  tail = packText(draft.country, columns.country, into, at, AT.country, tail)
  tail = packText(draft.city, columns.city, into, at, AT.city, tail)
  tail = packText(draft.device, columns.device, into, at, AT.device, tail)
  tail = packText(draft.client, columns.client, into, at, AT.client, tail)
  tail = packText(draft.app, columns.app, into, at, AT.app, tail)
  const policies = draft.policies.length === 0 ? '' : JSON.stringify(draft.policies)
  tail = packText(policies, columns.policies, into, at, AT.policies, tail)
  tail = packText(draft.target, columns.target, into, at, AT.target, tail)

  if ((tail & 7) !== 0) {
    ints[tail >> 2] = 0
    tail += 4
  }
  ints[head] = tail - at
  return tail - at
}

/** Bytes of the record at `at`; also those of one whose first eight bytes are all that is there yet. */
export function recordLength(block: Block, at: number): number {
  return block.ints[(at + AT.length) >> 2]!
}

/** Copies a record to `to`, where there must be room, and returns its length. */
export function copyRecord(block: Block, at: number, into: Block, to: number): number {
  const length = recordLength(block, at)
  // For so few words a loop is faster than a call.
  for (let word = 0; word < length >> 2; word++) into.ints[(to >> 2) + word] = block.ints[(at >> 2) + word]!
  return length
}

/** Makes a record stand at another line of another file. */
export function placeRecord(block: Block, at: number, file: number, line: number): void {
  block.ints[(at + AT.file) >> 2] = file
  block.ints[(at + AT.line) >> 2] = line
}

function packText(text: string, texts: Texts, into: Block, at: number, place: number, tail: number): number {
  const number = text === '' ? 0 : texts.intern(text)
  if (number !== 0 || text === '') {
    into.ints[(at + place) >> 2] = number
    return tail
  }
  into.ints[(at + place) >> 2] = at - tail
  return writeText(text, into, tail)
}

/** A number for people; nobody's tenant, account and name go into the tail, for an attack tries any number of names. */
function packWho(draft: Draft, people: People, into: Block, at: number, tail: number): number {
  if (draft.known && (draft.account !== '' || draft.name !== '')) {
    into.ints[(at + AT.who) >> 2] = people.who(draft.provider, draft.tenant, draft.account, draft.name)
    return tail
  }
  people.nobody(draft.provider, draft.tenant)
  into.ints[(at + AT.who) >> 2] = at - tail
  return writeText(draft.name, into, writeText(draft.account, into, writeText(draft.tenant, into, tail)))
}

function flagsOf(draft: Draft): number {
  return (
    (draft.known ? FLAG.known : 0) |
    (draft.complete ? FLAG.complete : 0) |
    (draft.proved ? FLAG.proved : 0) |
    (draft.anonymous ? FLAG.anonymous : 0) |
    (draft.managed ? FLAG.managed : 0) |
    (draft.legacy ? FLAG.legacy : 0) |
    (draft.pushed ? FLAG.pushed : 0)
  )
}

/** Beyond 180 degrees there is no place, whatever a log says. */
function degrees(value: number): number {
  return value >= -180 && value <= 180 ? Math.round(value * DEGREE) : NOT_LOCATED
}

/** A word's number in the list. The last answer is kept: most fields say the same in row after row. */
function numbering(list: readonly string[]): (word: string) => number {
  const numbers = new Map(list.map((word, number) => [word, number]))
  let lastWord = list[0]
  let lastNumber = 0
  return (word) => {
    if (word !== lastWord) {
      const number = numbers.get(word)
      if (number === undefined)
        throw new RangeError('A decoder wrote a word that the sign-in vocabulary does not have.')
      lastWord = word
      lastNumber = number
    }
    return lastNumber
  }
}
