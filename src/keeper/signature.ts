/** One ledger of the front's, as it is signed over a connection. */
import {
  type LedgerSigner,
  parseSealMemory,
  parseVerifierKey,
  readEntry,
  type SealMemory,
  storedEntries,
  storedPlace,
  storedStream,
} from '../ledger/index.ts'
import { type ConnectedProvider, ProviderError, type State } from '../providers/index.ts'
import type { OrganisationStore } from '../store/index.ts'
import type { Connection } from './connection.ts'
import { away, KeeperError } from './keeper-error.ts'
import type { Opened } from './messages.ts'
import { peopleOver } from './people.ts'
import * as text from './text.ts'

export interface Signature {
  /** Shows the ledger to a keeper that has not read it. */
  open(connection: Connection): Promise<void>
  make(connection: Connection, origin: string): Promise<void>
  signer(): LedgerSigner
  providerOf(provider: string): ConnectedProvider | undefined
}

const ENTRIES_AT_ONCE = 500
/** A draft rests on few streams. */
const SHOWINGS_MAX = 50

/** `here`: the connection of now. Throws ERR_KEEPER_AWAY where there is none. */
export function createSignature(db: OrganisationStore, here: () => Connection): Signature {
  const { organisation } = db
  let opened: Opened | undefined
  let remembered: SealMemory | undefined
  const ports = new Map<string, ConnectedProvider>()

  function take(given: Opened): void {
    opened = given
    // Another keeper may have other connectors.
    ports.clear()
    remembered = parseMemory(given.remembered)
  }

  async function open(connection: Connection): Promise<void> {
    const place = await storedPlace(db)
    if (place === undefined) throw new KeeperError('ERR_KEEPER_RULE', 'This organisation has no ledger yet.')
    const answer = await connection.ask({ do: 'open', organisation, place: text.printPlace(place) })
    take('isUnread' in answer ? await showAll(connection, place.seq) : answer)
  }

  async function showAll(connection: Connection, size: number): Promise<Opened> {
    for (let from = 0; ; from += ENTRIES_AT_ONCE) {
      const bytes = await storedEntries(db, from, Math.min(ENTRIES_AT_ONCE, size - from))
      const isEnd = from + ENTRIES_AT_ONCE >= size
      const answer = await connection.ask({ do: 'show', organisation, entries: bytes.map(textOf), isEnd })
      if ('origin' in answer) return answer
      if (isEnd) throw away()
    }
  }

  function providerOf(provider: string): ConnectedProvider | undefined {
    const found = opened?.providers.find((one) => one.provider === provider)
    if (found === undefined) return undefined
    const port = ports.get(provider) ?? portOf(db, found, here)
    ports.set(provider, port)
    return port
  }

  return {
    open,
    async make(connection, origin) {
      take(await connection.ask({ do: 'make', organisation, origin }))
    },
    providerOf,
    signer() {
      if (opened === undefined) throw away()
      const { origin, entries, checkpoints, tokenKey, short } = opened
      const entryKey = parseVerifierKey(entries)
      const [first, ...others] = checkpoints.map((key) => ({ verifier: parseVerifierKey(key) }))
      return {
        keyId: entryKey.id,
        origin,
        entries: { verifier: entryKey },
        checkpoints: [first!, ...others],
        tokenKey: Buffer.from(tokenKey, 'base64'),
        short: short ?? undefined,
        remembered: async () => remembered,
        async seal(drafts, place, { transaction, show }) {
          const question = { do: 'sign', organisation, place: text.printPlace(place), transaction } as const
          const answer = await untilShown(show, (shown) => here().ask({ ...question, drafts: [...drafts], shown }))
          return answer.entries.map((one) => readEntry(Buffer.from(one)))
        },
        async checkpoint(shown) {
          const entries = shown.entries.map(textOf)
          const asked = await here().ask({ do: 'checkpoint', organisation, edge: text.printEdge(shown.edge), entries })
          const answer = text.parseCheckpointAnswer(asked)
          if ('remembered' in asked) remembered = parseMemory(asked.remembered)
          return answer
        },
        async prepareEpoch(next) {
          return parseVerifierKey((await here().ask({ do: 'epoch', organisation, origin: next })).key)
        },
      }
    },
  }
}

function parseMemory(printed: string | null): SealMemory | undefined {
  return printed === null ? undefined : parseSealMemory(printed)
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}

/** Asks until the keeper has seen every stream that its answer rests on. */
async function untilShown<Answer extends object>(
  show: (stream: string) => Promise<readonly Uint8Array[]>,
  ask: (shown: Record<string, string[]>) => Promise<Answer | { readonly show: readonly string[] }>,
): Promise<Exclude<Answer, { readonly show: unknown }>> {
  const shown: Record<string, string[]> = {}
  for (let times = 0; times < SHOWINGS_MAX; times++) {
    const answer = await ask(shown)
    if (!('show' in answer)) return answer as Exclude<Answer, { readonly show: unknown }>
    for (const stream of answer.show) shown[stream] = (await show(stream)).map(textOf)
  }
  throw new KeeperError('ERR_KEEPER_RULE', 'This rests on more streams than one thing may.')
}

/** A provider whose connector, with its secret, is the keeper's. */
function portOf(
  db: OrganisationStore,
  { provider, capabilities, tenant }: Opened['providers'][number],
  here: () => Connection,
): ConnectedProvider {
  const { organisation } = db
  return {
    provider: provider as ConnectedProvider['provider'],
    capabilities,
    ...(tenant === null ? {} : { people: peopleOver(here, { organisation, provider }, tenant) }),
    async read(target, signal) {
      signal.throwIfAborted()
      const { state } = await here().ask({ do: 'read', organisation, provider, target })
      return state as unknown as State
    },
    async change(change, { key, signal }) {
      signal.throwIfAborted()
      const question = { do: 'change', organisation, provider, change, remedy: `remedy/${key}` } as const
      try {
        await untilShown(
          (stream) => storedStream(db, stream),
          (shown) => here().ask({ ...question, shown }),
        )
      } catch (error) {
        throw isFinal(error) ? new ProviderError('ERR_PROVIDER_REFUSED', error.message) : error
      }
    },
    async issue() {
      throw new ProviderError('ERR_PROVIDER_REFUSED', 'No keeper has a secret made: nothing could warrant it yet.')
    },
  }
}

/** The keeper will not, and will not later. */
function isFinal(error: unknown): error is KeeperError {
  return error instanceof KeeperError && FINAL.has(error.code)
}

const FINAL: ReadonlySet<string> = new Set(['ERR_KEEPER_GIVING', 'ERR_KEEPER_INTENTION', 'ERR_KEEPER_LIMIT'])
