/** What of the settings can be changed: the kinds of all rooms. */
import { type DirectoryRoom, directoryChanges } from '../directory/index.ts'
import type { Jobs } from '../jobs/index.ts'
import { noticeChangeKinds } from '../notify/index.ts'
import { type ChangeKind, settingChanges } from '../organisation/index.ts'
import { policyChanges } from '../policy/index.ts'
import { playbookChanges, type ResponseRoom } from '../response/index.ts'
import { automationChanges, type SentinelRoom } from '../sentinels/index.ts'
import { foundingKind, machineTokenKinds, oidcKinds, type StaffRoom } from '../staff/index.ts'
import { sourceChanges } from '../watch/index.ts'
import type { House } from './house.ts'
import { clockOf } from './notices.ts'

interface KindsParts {
  readonly house: House
  readonly staff: StaffRoom
  readonly jobs: Jobs
  readonly clock: () => number
  responseRoomOf(organisation: string): ResponseRoom
  directoryOf(organisation: string): DirectoryRoom
  sentinelOf(organisation: string): SentinelRoom
  readonly random: (count: number) => Uint8Array
  address(): string
}

export function kindsOf(parts: KindsParts): readonly ChangeKind[] {
  const { house, staff, jobs, clock, random, responseRoomOf, directoryOf, sentinelOf, address } = parts
  const sealerOf = (organisation: string) => house.tenant(organisation).ledger.sealer
  const mastersOf = () => house.keys.masters
  return [
    ...settingChanges({ sealerOf }),
    ...sourceChanges({ sealerOf, random, addressOf: (source) => `${address()}/ingest/${source}` }),
    ...machineTokenKinds({ random, sealerOf }),
    ...oidcKinds({ room: staff }),
    foundingKind(staff),
    ...noticeChangeKinds({ jobs, clock: clockOf(clock, random), random, mastersOf, sealerOf }),
    ...playbookChanges(responseRoomOf),
    ...policyChanges((organisation) => house.tenant(organisation)),
    ...directoryChanges(directoryOf),
    ...automationChanges(sentinelOf),
  ]
}
