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
import { loadStaff } from '../staff/index.ts'
import { type DataKind, openStore, type Place, type Store } from '../store/index.ts'
import { assertLedgerKinds } from './ledger-kind.ts'

export interface Tenant {
  readonly organisation: string
  readonly keys: LedgerSigner
  readonly ledger: WorkingLedger
}

export interface House {
  readonly store: Store
  readonly keys: KeyHolder
  /** The home first, then the oldest. There are more after `grow`. */
  readonly tenants: readonly Tenant[]
  /** The organisation that runs this installation: its staff are the staff. */
  readonly home: Tenant
  /** Throws NotServed for one that is not here, or not yet. */
  tenant(organisation: string): Tenant
  /**
   * Founds what two people have decided at home, opens what is not open yet, here founded or by another server, and gives it. One
   * call at a time. Throws StoreError and LedgerError; then the next call goes on.
   */
  grow(): Promise<readonly Tenant[]>
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

/** An organisation that is not open here: of another installation, or founded a moment ago at another server. */
export class NotServed extends RangeError {
  readonly code = 'ERR_ORGANISATION_NOT_SERVED'
}

/** Opens everything that is kept, and founds what is to be founded: the home in an empty place. Throws StoreError and LedgerError. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { place, keys, kind, clock, random } = options
  const store = await openStore({ place, kind, clock })
  try {
    await assertLedgerKinds(store)
    if ((await store.organisations()).length === 0) await found(store, options, { id: randomUUID() })
    const tenants: Tenant[] = []

    async function openNew(): Promise<readonly Tenant[]> {
      const opened: Tenant[] = []
      for (const organisation of await store.organisations()) {
        if (tenants.some((tenant) => tenant.organisation === organisation)) continue
        const tenant = await openTenant(store, keys, organisation, random)
        tenants.push(tenant)
        opened.push(tenant)
      }
      return opened
    }

    async function grow(): Promise<readonly Tenant[]> {
      await foundDecided(store, options, tenants[0]!)
      return await openNew()
    }

    await openNew()
    await grow()
    return {
      store,
      keys,
      tenants,
      home: tenants[0]!,
      tenant(organisation) {
        const tenant = tenants.find((one) => one.organisation === organisation)
        if (tenant === undefined) throw new NotServed('No organisation of this id is served here.')
        return tenant
      },
      grow,
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

interface ToFound {
  readonly id: string
  /** Of one that two people founded beside the home. */
  readonly name?: string
}

async function found(store: Store, options: HouseOptions, { id, name }: ToFound): Promise<void> {
  const { keys: holder, host, name: first, clock } = options
  const keys = () => holder.make(store.in(id), `${host}/${id}`)
  const isHome = name === undefined
  await foundOrganisation(store, { organisation: id, name: name ?? first, isHome, keys, now: clock() })
}

/** What the home's ledger says was founded and is not there: it was said a moment ago, or Postern died in between. */
async function foundDecided(store: Store, options: HouseOptions, { ledger }: Tenant): Promise<void> {
  if (ledger.held() !== undefined) return
  const { organisations } = await ledger.db.transaction((tx) => loadStaff(tx, ledger))
  if (organisations.size === 0) return
  const there = new Set(await store.organisations())
  for (const [id, { name }] of organisations) if (!there.has(id)) await found(store, options, { id, name })
}

async function openTenant(store: Store, keys: KeyHolder, organisation: string, random: Random): Promise<Tenant> {
  const ledger = await openWorkingLedger({ db: store.in(organisation), keys, random })
  return { organisation, keys: ledger.keys, ledger }
}

/** One after another, the home first. */
export async function eachTenant({ tenants }: House, work: (tenant: Tenant) => Promise<unknown>): Promise<void> {
  for (const tenant of tenants) await work(tenant)
}
