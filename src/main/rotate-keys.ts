/**
 * Changes keys of the installation while no server works with them: a running one would go on to sign with those that count
 * no longer, and nobody could verify its ledger any more.
 */

import { lockKeys } from '../keeper/index.ts'
import {
  holdsFolder,
  type KeyFolder,
  type KeyUse,
  LedgerError,
  openKeyFolder,
  openWorkingLedger,
  type Random,
  rewrapPersonKeys,
  rotateKey,
} from '../ledger/index.ts'
import { rewrapChannels } from '../notify/index.ts'
import { lastAlive } from '../organisation/index.ts'
import { rewrapOidc } from '../staff/index.ts'
import { openStore, type Place, type Store } from '../store/index.ts'

export interface RotatingKeys {
  readonly place: Place
  readonly keyFolder: string
  readonly random: Random
  /** Milliseconds. */
  readonly now: number
}

/** Of one organisation's ledger: the public half of the key that counts from now on. */
export interface RotatedKey {
  readonly organisation: string
  readonly key: string
}

/** A server says every 15 seconds that it is up. */
const UP_MS = 60_000

/**
 * Changes what signs entries or checkpoints, in every organisation's ledger. Called again after a crash it goes on. Throws
 * ERR_KEYS_IN_USE, ERR_LEDGER_HELD, and what opening the place throws.
 */
export function rotateSigningKeys(rotating: RotatingKeys, use: KeyUse): Promise<readonly RotatedKey[]> {
  return withStore(rotating, async (store, folder) => {
    const { random, now } = rotating
    const rotated: RotatedKey[] = []
    for (const organisation of await store.organisations()) {
      const key = await rotateKey({ db: store.in(organisation), folder, random, use, now })
      rotated.push({ organisation, key })
    }
    return rotated
  })
}

/**
 * Encrypts with a new master key what the ones before encrypt; gives its id and how many secrets those were. The old ones stay
 * in the folder: backups from before need them.
 */
export function rotateMasterKey(rotating: RotatingKeys): Promise<{ readonly id: string; readonly rewrapped: number }> {
  return withStore(rotating, async (store, folder) => {
    const { random } = rotating
    // After a crash there is one more, and all that others encrypt comes under the newest.
    const masters = folder.addMaster()
    let rewrapped = 0
    for (const organisation of await store.organisations()) {
      const db = store.in(organisation)
      for (const before of masters.slice(1)) {
        for (let count = -1; count !== 0; rewrapped += count)
          count = await db.transaction((tx) => rewrapPersonKeys(tx, before, masters[0], random))
      }
      rewrapped += await db.transaction(
        async (tx) => (await rewrapChannels(tx, masters, random)) + (await rewrapOidc(tx, masters, random)),
      )
    }
    return { id: masters[0].id, rewrapped }
  })
}

async function withStore<Result>(
  { place, keyFolder, random, now }: RotatingKeys,
  work: (store: Store, folder: KeyFolder) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ place, kind: undefined, clock: () => now })
  let unlock = (): void => undefined
  try {
    // The embedded database lets one process in; PostgreSQL lets everybody.
    if ('url' in place) await refuseRunning(store, now)
    unlock = lockKeys(keyFolder)
    const folder = openKeyFolder(keyFolder, random)
    for (const organisation of await store.organisations()) {
      const why = (await openWorkingLedger({ db: store.in(organisation), keys: holdsFolder(folder), random })).held()
      if (why !== undefined) throw new LedgerError('ERR_LEDGER_HELD', why)
    }
    return await work(store, folder)
  } finally {
    await store.close()
    unlock()
  }
}

async function refuseRunning(store: Store, now: number): Promise<void> {
  for (const organisation of await store.organisations()) {
    const alive = await store.in(organisation).transaction(lastAlive)
    if (alive === undefined || Math.abs(now - alive) >= UP_MS) continue
    throw new LedgerError(
      'ERR_KEYS_IN_USE',
      'A server worked with these keys less than a minute ago. Stop every server of this database, wait a minute, and start this again.',
    )
  }
}
