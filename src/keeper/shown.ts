/** Streams that a front shows: each is taken only whole, and grows by what is signed meanwhile. */
import { type Entry, readEntry } from '../ledger/index.ts'
import { NotShown } from './judging.ts'
import { KeeperError } from './keeper-error.ts'

export interface ShownStreams {
  /** Throws NotShown, and ERR_KEEPER_RULE for less or other than was signed. */
  entriesOf(stream: string): readonly Entry[]
  /** One was signed. */
  add(entry: Entry): void
}

export function shownStreams(
  shown: Readonly<Record<string, readonly string[]>>,
  isWhole: (stream: string, texts: readonly string[]) => boolean,
): ShownStreams {
  const streams = new Map<string, Entry[]>()
  return {
    entriesOf(stream) {
      const known = streams.get(stream)
      if (known !== undefined) return known
      const texts = shown[stream] ?? []
      if (!isWhole(stream, texts)) {
        if (shown[stream] === undefined) throw new NotShown(stream)
        throw new KeeperError('ERR_KEEPER_RULE', 'A stream was shown otherwise than it was signed.')
      }
      const entries = texts.map((text) => readEntry(Buffer.from(text)).entry)
      streams.set(stream, entries)
      return entries
    },
    add: (entry) => void streams.get(entry.stream)?.push(entry),
  }
}
