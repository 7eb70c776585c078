/** Watches every organisation: what is kept is judged, findings gather into incidents, and open screens hear of it. */
import type { Log } from '../http/index.ts'
import { setElapseBy } from '../incidents/index.ts'
import type { Jobs } from '../jobs/index.ts'
import type { Publish } from '../organisation/index.ts'
import {
  createIntakeOf,
  createWatch,
  createWatching,
  gatherFindings,
  type OrganisationIntake,
  type Watching,
} from '../watch/index.ts'
import type { House } from './house.ts'
import { systemTimer } from './timer.ts'

export interface WatchesOptions {
  readonly house: House
  readonly jobs: Jobs
  readonly clock: () => number
  readonly log: Log
  readonly publish: Publish
}

/** Reads and judges what is kept, and what will be. A held ledger is not watched. */
export function watchAll({ house, jobs, clock, log, publish }: WatchesOptions): Watching {
  const watching = createWatching({
    watchOf(organisation) {
      const { ledger, keys } = house.tenant(organisation)
      const elapse = { organisation, set: setElapseBy(jobs) }
      return createWatch({
        db: ledger.db,
        owe: gatherFindings({ sealer: ledger.sealer, tokenKey: keys.tokenKey, clock, elapse }),
        onTold({ told, withdrawn }, owed) {
          publish(organisation, 'verdicts', [...told.map(({ id }) => id), ...withdrawn])
          const incidents = owed?.facts.map(({ incident }) => incident) ?? []
          if (incidents.length > 0) publish(organisation, 'incidents', incidents)
        },
      })
    },
    clock,
    timer: systemTimer,
    onError: (organisation, err) => log.error({ organisation, err }, 'watching failed; it is tried again'),
  })
  for (const { organisation, ledger } of house.tenants) if (ledger.held() === undefined) watching.wake(organisation)
  return watching
}

/** One intake an organisation, made when its first delivery comes. */
export function intakesOf(
  house: House,
  watching: Watching,
  publish: Publish,
): (organisation: string) => OrganisationIntake {
  const intakes = new Map<string, OrganisationIntake>()
  return (organisation) => {
    let intake = intakes.get(organisation)
    if (intake === undefined) {
      const { ledger } = house.tenant(organisation)
      intake = createIntakeOf({
        ...ledger,
        onKept(batches) {
          watching.wake(organisation, batches)
          publish(organisation, 'sources', [])
        },
      })
      intakes.set(organisation, intake)
    }
    return intake
  }
}
