/**
 * The front's side: ledgers are signed, and providers changed, by whoever answers on the connection. While nobody does, all that
 * would change something is refused with ERR_KEEPER_AWAY; the keeper is looked for again, and shown its ledgers anew.
 */
import type { Duplex } from 'node:stream'
import type { EncryptionKey, KeyHolder, LedgerSigner } from '../ledger/index.ts'
import type { ConnectedProvider } from '../providers/index.ts'
import type { OrganisationStore } from '../store/index.ts'
import { type Connection, connectionOn } from './connection.ts'
import { away } from './keeper-error.ts'
import { PROTOCOL } from './messages.ts'
import { createSignature, type Signature } from './signature.ts'

export interface Front extends KeyHolder {
  /** With which provider something may be changed, and whose people read. */
  providerOf(organisation: string, provider: string): ConnectedProvider | undefined
  /** Throws ERR_KEEPER_AWAY. */
  refuseAway(): void
  close(): Promise<void>
}

export interface FrontOptions {
  /** Rejects where nobody is there. */
  connect(): Promise<Duplex>
  /** Told once for each time that it went away, and each time that it is back. */
  onAway?(): void
  onBack?(): void
}

const AGAIN_MS_MIN = 50
const AGAIN_MS_MAX = 2000

/** Rejects with ERR_KEEPER_AWAY where no keeper answers at the beginning. */
export async function openFront({ connect, onAway, onBack }: FrontOptions): Promise<Front> {
  const ledgers = new Map<string, Signature>()
  let connection: Connection | undefined
  let isReady = false
  let isClosed = false
  let searching: Promise<void> | undefined

  async function join(): Promise<readonly EncryptionKey[]> {
    const stream = await connect().catch((error: unknown) => {
      throw away(error)
    })
    const joined = connectionOn(stream, () => {
      if (connection !== joined) return
      connection = undefined
      isReady = false
      if (isClosed) return
      onAway?.()
      searching = search()
    })
    connection = joined
    const { masters } = await joined.ask({ do: 'hello', protocol: PROTOCOL })
    for (const ledger of ledgers.values()) await ledger.open(joined)
    isReady = true
    return masters.map(({ id, bytes }) => ({ id, bytes: Buffer.from(bytes, 'base64') }))
  }

  async function search(): Promise<void> {
    for (let wait = AGAIN_MS_MIN; !isClosed; wait = Math.min(AGAIN_MS_MAX, 2 * wait)) {
      await new Promise((resolve) => setTimeout(resolve, wait).unref())
      try {
        if (!isClosed && connection === undefined) await join()
        if (isReady) return onBack?.()
      } catch {
        const broken = connection
        connection = undefined
        broken?.close()
      }
    }
  }

  function here(): Connection {
    if (connection === undefined || !isReady) throw away()
    return connection
  }

  async function opened(db: OrganisationStore): Promise<LedgerSigner> {
    const ledger = ledgers.get(db.organisation) ?? createSignature(db, here)
    await ledger.open(here())
    ledgers.set(db.organisation, ledger)
    return ledger.signer()
  }

  /** It is not shown to the next keeper: what comes of it is opened once it is committed. */
  async function made(db: OrganisationStore, origin: string): Promise<LedgerSigner> {
    const ledger = createSignature(db, here)
    await ledger.make(here(), origin)
    return ledger.signer()
  }

  const [first, ...others] = await join()
  if (first === undefined) throw away()
  return {
    masters: [first, ...others],
    make: made,
    signerOf: opened,
    providerOf: (organisation, provider) => ledgers.get(organisation)?.providerOf(provider),
    refuseAway: () => void here(),
    async close() {
      isClosed = true
      connection?.close()
      await searching
    },
  }
}
