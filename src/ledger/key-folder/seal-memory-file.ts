/** How far a ledger was signed, in a file beside its keys. */
import Type from 'typebox'
import { Value } from 'typebox/value'
import { readFileIfThere, replaceFile } from '../../base/durable-file.ts'
import { fromBase64, toBase64 } from '../base64.ts'
import { parseRing, printRing } from '../key-ring.ts'
import { LedgerError } from '../ledger-error.ts'
import type { SealMemory } from '../seal.ts'
import type { SealMemoryPort } from '../seal-ledger.ts'

const Hash = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })
const Remembered = Type.Object(
  {
    format: Type.Literal('postern.seal-memory/1'),
    origin: Type.String(),
    size: Type.Integer({ minimum: 0 }),
    root: Hash,
    /** Leaf hash of the last entry. */
    previous: Hash,
    keys: Type.String(),
  },
  { additionalProperties: false },
)

/** The memory at this path. `load` throws ERR_KEYS_MEMORY where the file is not what was kept. */
export function sealMemoryFile(path: string): SealMemoryPort {
  return {
    async load() {
      const text = readFileIfThere(path)
      return text === undefined ? undefined : read(text, path)
    },
    async keep(memory) {
      replaceFile(path, `${printSealMemory(memory)}\n`)
    },
  }
}

export function printSealMemory({ head, root }: SealMemory): string {
  const { origin, seq: size, previous, keys } = head
  const hashes = { root: toBase64(root), previous: toBase64(previous) }
  return JSON.stringify({ format: 'postern.seal-memory/1', origin, size, ...hashes, keys: printRing(keys) })
}

/** Throws what parsing throws. */
export function parseSealMemory(text: string): SealMemory {
  const { origin, size, root, previous, keys } = Value.Parse(Remembered, JSON.parse(text))
  const head = { origin, seq: size, previous: bytesOf(previous), keys: parseRing(keys) }
  return { head, root: bytesOf(root) }
}

function read(text: string, path: string): SealMemory {
  try {
    return parseSealMemory(text)
  } catch (error) {
    // What was signed must not be forgotten silently: without this memory another history could be signed.
    throw new LedgerError(
      'ERR_KEYS_MEMORY',
      `${path} is not what was remembered there. Put it back from where you keep a copy.`,
      error,
    )
  }
}

function bytesOf(hash: string): Uint8Array {
  return fromBase64(hash)!
}
