/**
 * Where people were last: what impossible travel remembers of everybody for a day, and so in as few bytes as it can.
 *
 * What a row said of a place is a string of about 120 bytes, in place of a dozen objects; nothing is lost by it. The two
 * diagnoses that judge one row keep one string between them.
 */
import {
  afterText,
  CHANGES,
  createBlock,
  createTexts,
  METHODS,
  PROVIDERS,
  REASONS,
  readText,
  type Texts,
  type Trace,
  textRoom,
  writeText,
} from '../signin/index.ts'

/** What a row said of where somebody is. */
interface Sight {
  readonly latitude: number
  readonly longitude: number
  readonly country: string
  readonly device: string
  readonly client: string
  readonly trace: Trace
}

export interface Place extends Sight {
  /** When the person was last seen there; `trace` is of a row from there that is not much older. */
  time: number
  /** Signed in with a device of the person's own, or of the organisation. */
  readonly ownDevice: boolean
  /** Neither device nor network were the person's when they signed in there. */
  readonly foreign: boolean
  /** There was time to travel there from where the person was before. */
  readonly reached: boolean
}

/** One place of each person, by the person's number. */
export interface Places {
  /** False, and then nothing is kept, if a row says more than anybody remembers. */
  put(person: number, place: Place): boolean
  /** An equal place, the caller's own. */
  get(person: number): Place | undefined
  drop(person: number): void
  /** Drops those where nobody was seen since then. */
  dropBefore(time: number): void
}

const OWN_DEVICE = 1
const FOREIGN = 2
const REACHED = 4

export function createPlaces(): Places {
  const sights: (string | undefined)[] = []
  let times = new Float64Array(1024)
  let flags = new Uint8Array(1024)

  return {
    put(person, place) {
      const sight = packSight(place)
      while (sights.length <= person) sights.push(undefined)
      sights[person] = sight
      if (sight === undefined) return false
      if (person >= times.length) {
        const people = Math.ceil(1.25 * (person + 1))
        times = copied(times, new Float64Array(people))
        flags = copied(flags, new Uint8Array(people))
      }
      times[person] = place.time
      const { ownDevice, foreign, reached } = place
      flags[person] = (ownDevice ? OWN_DEVICE : 0) | (foreign ? FOREIGN : 0) | (reached ? REACHED : 0)
      return true
    },
    get(person) {
      const packed = sights[person]
      if (packed === undefined) return undefined
      const bits = flags[person]!
      return {
        ...unpackSight(packed),
        time: times[person]!,
        ownDevice: (bits & OWN_DEVICE) !== 0,
        foreign: (bits & FOREIGN) !== 0,
        reached: (bits & REACHED) !== 0,
      }
    },
    drop(person) {
      if (person < sights.length) sights[person] = undefined
    },
    dropBefore(time) {
      for (let person = 0; person < sights.length; person++) if (times[person]! < time) sights[person] = undefined
    },
  }
}

function copied<Numbers extends { set(from: Numbers): void }>(from: Numbers, to: Numbers): Numbers {
  to.set(from)
  return to
}

/** A packed sight's bytes: three numbers of eight, two of four, then single ones and those of two. The texts follow. */
const AT = { latitude: 0, longitude: 8, time: 16, file: 24, line: 28, words: 32, flags: 36, texts: 48 }
const SUCCESS = 1
const PUSHED = 2

/** Texts that come again and again, for all diagnoses of this process, and where in a sight their numbers stand. */
interface Column {
  readonly texts: Texts
  readonly place: number
}
const COUNTRY: Column = { texts: createTexts(), place: 38 }
const CLIENT: Column = { texts: createTexts(), place: 40 }
const CODE: Column = { texts: createTexts(), place: 42 }
const DETAIL: Column = { texts: createTexts(), place: 44 }
const TARGET: Column = { texts: createTexts(), place: 46 }
/** In place of a number: the text stands behind the others. */
const APART = 0xffff

const ROOM_BYTES = 16_384
const room = createBlock(ROOM_BYTES)
const roomNumbers = new Uint16Array(room.bytes.buffer)

/** The last one that was packed or unpacked: of one row it is asked for several times. */
let last: { readonly packed: string; readonly sight: Sight } | undefined

/** Undefined if its texts are too long. */
function packSight(sight: Sight): string | undefined {
  if (last !== undefined && last.sight.trace === sight.trace) return last.packed
  const { latitude, longitude, country, device, client, trace } = sight
  const { id, name, ip, code, detail, target } = trace
  let characters = country.length + device.length + client.length + id.length + name.length + ip.length
  characters += code.length + detail.length + target.length
  if (AT.texts + textRoom(characters) + 9 * textRoom(0) > ROOM_BYTES) return undefined
  const { bytes, ints, doubles } = room
  doubles[AT.latitude >> 3] = latitude
  doubles[AT.longitude >> 3] = longitude
  doubles[AT.time >> 3] = trace.time
  ints[AT.file >> 2] = trace.file
  ints[AT.line >> 2] = trace.line
  bytes[AT.words] = PROVIDERS.indexOf(trace.provider)
  bytes[AT.words + 1] = REASONS.indexOf(trace.reason)
  bytes[AT.words + 2] = METHODS.indexOf(trace.method)
  bytes[AT.words + 3] = CHANGES.indexOf(trace.change)
  bytes[AT.flags] = (trace.success ? SUCCESS : 0) | (trace.pushed ? PUSHED : 0)
  bytes[AT.flags + 1] = 0
  let end = writeText(id, room, AT.texts)
  end = writeText(name, room, end)
  end = writeText(ip, room, end)
  end = writeText(device, room, end)
  end = packText(country, COUNTRY, end)
  end = packText(client, CLIENT, end)
  end = packText(code, CODE, end)
  end = packText(detail, DETAIL, end)
  end = packText(target, TARGET, end)
  const written = bytes.latin1Slice(0, end)
  const packed = written === last?.packed ? last.packed : written
  last = { packed, sight: { latitude, longitude, country, device, client, trace } }
  return packed
}

/** As a number, or behind the other texts; gives where they end. */
function packText(text: string, { place, texts }: Column, end: number): number {
  const number = text === '' ? 0 : texts.intern(text) || APART
  roomNumbers[place >> 1] = number
  return number === APART ? writeText(text, room, end) : end
}

function unpackSight(packed: string): Sight {
  if (last?.packed === packed) return last.sight
  const { bytes, ints, doubles } = room
  bytes.write(packed, 0, 'latin1')
  const texts = readingTexts(AT.texts)
  const [id, name, ip, device] = [texts.next(), texts.next(), texts.next(), texts.next()]
  const [country, client] = [texts.of(COUNTRY), texts.of(CLIENT)]
  const [code, detail, target] = [texts.of(CODE), texts.of(DETAIL), texts.of(TARGET)]
  const flags = bytes[AT.flags]!
  const trace: Trace = {
    time: doubles[AT.time >> 3]!,
    id,
    file: ints[AT.file >> 2]! >>> 0,
    line: ints[AT.line >> 2]! >>> 0,
    provider: PROVIDERS[bytes[AT.words]!]!,
    code,
    detail,
    reason: REASONS[bytes[AT.words + 1]!]!,
    method: METHODS[bytes[AT.words + 2]!]!,
    change: CHANGES[bytes[AT.words + 3]!]!,
    ip,
    name,
    success: (flags & SUCCESS) !== 0,
    target,
    pushed: (flags & PUSHED) !== 0,
  }
  const sight = {
    latitude: doubles[AT.latitude >> 3]!,
    longitude: doubles[AT.longitude >> 3]!,
    country,
    device,
    client,
    trace,
  }
  last = { packed, sight }
  return sight
}

/** Reads texts in the order in which they were written. */
function readingTexts(from: number): { next(): string; of(column: Column): string } {
  let at = from
  function next(): string {
    const start = at
    at = afterText(room, start)
    return readText(room, start)
  }
  function of({ place, texts }: Column): string {
    const number = roomNumbers[place >> 1]!
    return number === APART ? next() : texts.list[number]!
  }
  return { next, of }
}
