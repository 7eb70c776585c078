/**
 * Makes an empty place a demo, before the server starts: its organisation and staff, dated back so that roles count, and the
 * sources of its simulated people. A place that is one already is looked at, and a further start noted.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { holdsFolder, openKeyFolder } from '../ledger/index.ts'
import type { LiveVendor } from '../simulator/index.ts'
import { relyingPartyOf, type StaffRoom } from '../staff/index.ts'
import { addSource } from '../watch/index.ts'
import { refuseUnlessDemo } from './demo-error.ts'
import { type DemoState, readDemoState, writeDemoState } from './demo-folder.ts'
import { openPersonas, type Persona } from './demo-personas.ts'
import { type House, openHouse } from './house.ts'
import type { Settings } from './settings.ts'

export interface DemoHouseOptions {
  readonly settings: Settings
  /** Where the passkeys of its people lie, and what it remembers. Made if it is not there. */
  readonly folder: string
  /** When it begins, milliseconds. */
  readonly now: number
}

export interface PreparedDemo {
  readonly personas: readonly Persona[]
  readonly state: DemoState
  /** Takes note of how far the rows have been delivered. */
  keepPosition(position: number): void
}

/** Longer than a role waits until it counts (72 hours), with time for the ceremonies. */
const FOUNDED_BEFORE_MS = 6 * 86_400_000
const SEED = 7
/** The first says where the history begins; of the later ones the last are enough. */
const STARTS_MAX = 30
/** As the sandbox's rows name it. */
export const SANDBOX_TENANT = 'sandbox'
const TENANTS: Readonly<Record<LiveVendor | 'sandbox', { readonly name: string; readonly tenant: string }>> = {
  entra: { name: 'Entra ID', tenant: 'northwind.example.com' },
  okta: { name: 'Okta (clinic)', tenant: 'northwindclinic.example.com' },
  sandbox: { name: 'Sandbox', tenant: SANDBOX_TENANT },
}

/** Throws DemoError, StoreError and LedgerError; nothing is served then. */
export async function prepareDemo({ settings, folder, now }: DemoHouseOptions): Promise<PreparedDemo> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'demo.json')
  const { place, organisation, listeners } = settings
  const house = await openHouse({
    place,
    // Its beginning lies days back: no keeper signs with such a clock.
    keys: holdsFolder(openKeyFolder(settings.keys, randomBytes)),
    kind: 'demo',
    name: organisation,
    host: 'localhost',
    clock: () => now - FOUNDED_BEFORE_MS,
    random: randomBytes,
  })
  try {
    refuseUnlessDemo(house.store, listeners)
    const room = roomOf(house, settings)
    const personas = await openPersonas({ room, path: join(folder, 'personas.json'), now })
    const before = readDemoState(path)
    let state: DemoState =
      before === undefined
        ? { seed: SEED, starts: [now], position: 0, sources: await addSources(house, now) }
        : { ...before, starts: startsWith(before.starts, now) }
    writeDemoState(path, state)
    await house.home.ledger.seal()
    return {
      personas,
      state,
      keepPosition(position) {
        state = { ...state, position }
        writeDemoState(path, state)
      },
    }
  } finally {
    await house.store.close()
  }
}

function startsWith([first = 0, ...later]: readonly number[], now: number): number[] {
  return [first, ...[...later, now].filter((start) => start > first && start <= now).slice(-STARTS_MAX)]
}

async function addSources({ home }: House, now: number): Promise<DemoState['sources']> {
  const add = async (id: keyof typeof TENANTS) => {
    const doing = { actor: 'system/demo', now: now - FOUNDED_BEFORE_MS }
    return { id, token: await addSource(home.ledger, { id, ...TENANTS[id] }, randomBytes(32), doing) }
  }
  return { entra: await add('entra'), okta: await add('okta'), sandbox: await add('sandbox') }
}

function roomOf({ home, keys }: House, { listeners }: Settings): StaffRoom {
  const { url, port } = listeners.console
  return {
    ledger: home.ledger,
    relyingParty: relyingPartyOf(url ?? `http://localhost:${port}`),
    tokenKey: home.keys.tokenKey,
    masters: keys.masters,
    owe: async () => {},
  }
}
