/** The installation: its database, its keys, and its organisations with what each works with. */
import { randomUUID } from 'node:crypto'
import {
  type KeyHolder,
  type LedgerSigner,
  openWorkingLedger,
  type Random,
  type WorkingLedger,
} from '../ledger/index.ts'
import { foundOrganisation } from '../organisation/index.ts'
import { type DataKind, openStore, type Place, type Store } from '../store/index.ts'

export interface Tenant {
  readonly organisation: string
  readonly keys: LedgerSigner
  readonly ledger: WorkingLedger
}

export interface House {
  readonly store: Store
  readonly keys: KeyHolder
  /** Oldest first. */
  readonly tenants: readonly Tenant[]
  /** The organisation that runs this installation: its staff are the staff. */
  readonly home: Tenant
  /** Throws RangeError for one that is not here. */
  tenant(organisation: string): Tenant
}

export interface HouseOptions {
  readonly place: Place
  readonly keys: KeyHolder
  readonly kind: DataKind
  /** Name of the first organisation, where there is none yet. */
  readonly name: string
  /** Host under which the console is reached: the ledger's name begins with it. */
  readonly host: string
  readonly clock: () => number
  readonly random: Random
}

/** Opens everything that is kept, and founds the first organisation in an empty place. Throws StoreError and LedgerError. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { place, keys, kind, clock, random } = options
  const store = await openStore({ place, kind, clock })
  try {
    if ((await store.organisations()).length === 0) await foundFirst(store, options)
    const tenants: Tenant[] = []
    for (const organisation of await store.organisations())
      tenants.push(await openTenant(store, keys, organisation, random))
    return {
      store,
      keys,
      tenants,
      home: tenants[0]!,
      tenant(organisation) {
        const found = tenants.find((tenant) => tenant.organisation === organisation)
        if (found === undefined) throw new RangeError('No organisation of this id is served here.')
        return found
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function foundFirst(store: Store, { keys, host, name, clock }: HouseOptions): Promise<void> {
  const organisation = randomUUID()
  const signer = await keys.make(store.in(organisation), `${host}/${organisation}`)
  await foundOrganisation(store, { organisation, name, signer, now: clock() })
}

async function openTenant(store: Store, keys: KeyHolder, organisation: string, random: Random): Promise<Tenant> {
  const ledger = await openWorkingLedger({ db: store.in(organisation), keys, random })
  return { organisation, keys: ledger.keys, ledger }
}

/** One after another, the home first. */
export async function eachTenant({ tenants }: House, work: (tenant: Tenant) => Promise<unknown>): Promise<void> {
  for (const tenant of tenants) await work(tenant)
}
