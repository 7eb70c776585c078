/** Watches every organisation: what is kept is judged, findings gather into incidents, and open screens hear of it. */
import { type DirectoryRoom, emergencyWatch } from '../directory/index.ts'
import { setElapseBy, setGrowthBy } from '../incidents/index.ts'
import type { Jobs } from '../jobs/index.ts'
import type { Publish } from '../organisation/index.ts'
import { mayBeTrouble, type Responding } from '../response/index.ts'
import { createExplaining, type SentinelRoom } from '../sentinels/index.ts'
import { leaseOf, type OrganisationTransaction } from '../store/index.ts'
import {
  type Changes,
  createIntakeOf,
  createWatch,
  createWatching,
  gatherFindings,
  type OrganisationIntake,
  quarantineFull,
  type Watching,
} from '../watch/index.ts'
import type { House } from './house.ts'
import type { Telling } from './notices.ts'
import { systemTimer } from './timer.ts'
import type { Trouble } from './trouble.ts'

export interface WatchesOptions {
  readonly house: House
  readonly jobs: Jobs
  readonly clock: () => number
  readonly trouble: Trouble
  readonly publish: Publish
  readonly telling: Telling
  respondingOf(organisation: string): Responding
  directoryOf(organisation: string): DirectoryRoom
  sentinelOf(organisation: string): SentinelRoom
}

/** Reads and judges what is kept, and what will be. A held ledger is not watched. */
export function watchAll({
  house,
  jobs,
  clock,
  trouble,
  publish,
  telling,
  respondingOf,
  directoryOf,
  sentinelOf,
}: WatchesOptions): Watching {
  const watching = createWatching({
    watchOf(organisation) {
      const { ledger, keys } = house.tenant(organisation)
      const elapse = { organisation, set: setElapseBy(jobs), setGrowth: setGrowthBy(jobs) }
      const gather = gatherFindings({
        sealer: ledger.sealer,
        tokenKey: keys.tokenKey,
        clock,
        elapse,
        owe: telling.changes,
      })
      const responding = respondingOf(organisation)

      async function answer(tx: OrganisationTransaction, changes: Changes): Promise<readonly string[]> {
        let concerned: readonly string[] = []
        await responding.owe(tx, changes, async () => {
          const { facts, incidents } = await gather(tx, changes)
          concerned = facts.map(({ incident }) => incident)
          return (finding) => [...incidents.values()].find(({ sightings }) => sightings.has(finding))?.id
        })
        if (mayBeTrouble(changes)) await telling.troubles(tx)
        return concerned
      }

      return createWatch({
        db: ledger.db,
        lease: leaseOf(house.store, organisation, 'watch'),
        emergency: emergencyWatch(directoryOf(organisation)),
        explaining: createExplaining(ledger.db, sentinelOf(organisation)),
        owe: answer,
        onTold({ told, withdrawn }, concerned = []) {
          publish(organisation, 'verdicts', [...told.map(({ id }) => id), ...withdrawn])
          if (concerned.length > 0) publish(organisation, 'incidents', concerned)
        },
        onToldElsewhere() {
          for (const news of ['verdicts', 'incidents', 'sources'] as const) publish(organisation, news, [])
        },
      })
    },
    clock,
    timer: systemTimer,
    onError: (organisation, error) => trouble.tell(error, { organisation, in: 'watch' }),
  })
  for (const { organisation, ledger } of house.tenants) if (ledger.held() === undefined) watching.wake(organisation)
  return watching
}

/** One intake an organisation, made when its first delivery comes. */
export function intakesOf({
  house,
  watching,
  publish,
  telling,
  trouble,
}: Pick<WatchesOptions, 'house' | 'publish' | 'telling' | 'trouble'> & { readonly watching: Watching }): (
  organisation: string,
) => OrganisationIntake {
  const intakes = new Map<string, OrganisationIntake>()
  return (organisation) => {
    let intake = intakes.get(organisation)
    if (intake === undefined) {
      const { ledger } = house.tenant(organisation)
      intake = createIntakeOf({
        ...ledger,
        onFull: async (tx) => await telling.changes(tx, await quarantineFull(tx)),
        onKept(batches) {
          trouble.over()
          watching.wake(organisation, batches)
          publish(organisation, 'sources', [])
        },
      })
      intakes.set(organisation, intake)
    }
    return intake
  }
}
