/** Organisations that are founded while the server runs: what each needs is begun, as the start does it for those that were there. */
import { type Jobs, schedulePurge } from '../jobs/index.ts'
import { type NotifyRoom, scheduleNotices } from '../notify/index.ts'
import type { ResponseRoom } from '../response/index.ts'
import type { Watching } from '../watch/index.ts'
import type { House, Tenant } from './house.ts'
import { installPlaybooks } from './responses.ts'

export interface GrowingOptions {
  readonly house: House
  readonly jobs: Jobs
  readonly notify: NotifyRoom
  readonly watching: Watching
  readonly clock: () => number
  responseRoomOf(organisation: string): ResponseRoom
  onOpened(tenant: Tenant): void
  onError(error: unknown): void
}

export interface Growing {
  /** Opens what is new. What fails is told, and tried again with the next call. */
  look(): Promise<void>
}

export function createGrowing(options: GrowingOptions): Growing {
  const { house, onOpened, onError } = options
  const opened: Tenant[] = []
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    opened.push(...(await house.grow()))
    for (let tenant = opened[0]; tenant !== undefined; tenant = opened[0]) {
      await begin(options, tenant)
      opened.shift()
      onOpened(tenant)
    }
  }

  return {
    look() {
      looking = looking.then(look).catch(onError)
      return looking
    },
  }
}

/** Each step may be done twice. */
async function begin(
  { house, jobs, notify, watching, responseRoomOf, clock }: GrowingOptions,
  tenant: Tenant,
): Promise<void> {
  const { organisation, ledger } = tenant
  await schedulePurge(house.store, jobs, organisation, clock())
  if (ledger.held() !== undefined) return
  await installPlaybooks(tenant, responseRoomOf(organisation), clock())
  await ledger.db.transaction((tx) => scheduleNotices(notify, tx, organisation))
  watching.wake(organisation)
}
