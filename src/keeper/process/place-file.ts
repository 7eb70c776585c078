/**
 * Which places are signed, in a file beside the keys. Written at each signature and not awaited: it outlives the process, which is
 * what somebody could end; a power cut may take the last seconds, and then the ledger's own signatures tell them.
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { readFileIfThere } from '../../base/durable-file.ts'
import type { Place } from '../../ledger/index.ts'
import type { Places } from '../places.ts'

/** Two origins of the greatest length fit. */
const PADDED = 1024

const Strict = { additionalProperties: false }
const PlaceSchema = Type.Object(
  {
    origin: Type.String(),
    seq: Type.Integer({ minimum: 0 }),
    previous: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
  },
  Strict,
)
const PlacesSchema = Type.Object(
  {
    format: Type.Literal('postern.signed-places/1'),
    base: PlaceSchema,
    signed: PlaceSchema,
    isSettled: Type.Boolean(),
  },
  Strict,
)

export interface PlaceMemory {
  /** Undefined where nothing was signed yet, or the file did not outlive a power cut. */
  load(): Places | undefined
  keep(places: Places): void
  close(): void
}

export function placeFile(path: string): PlaceMemory {
  let file: number | undefined
  return {
    load() {
      const text = readFileIfThere(path)
      return text === undefined ? undefined : read(text)
    },
    keep({ base, signed, isSettled }) {
      file ??= openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600)
      const kept = { format: 'postern.signed-places/1', base: plain(base), signed: plain(signed), isSettled }
      // One write, always as long: whoever ends this process finds all of it, or what was there before.
      writeSync(file, JSON.stringify(kept).padEnd(PADDED), 0, 'utf8')
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

function plain({ origin, seq, previous }: Place) {
  return { origin, seq, previous: Buffer.from(previous).toString('base64') }
}

function read(text: string): Places | undefined {
  try {
    const { base, signed, isSettled } = Value.Parse(PlacesSchema, JSON.parse(text))
    const place = (one: typeof base): Place => ({ ...one, previous: Buffer.from(one.previous, 'base64') })
    return { base: place(base), signed: place(signed), isSettled }
  } catch {
    return undefined
  }
}
