/** Who is told, put together: notify's outbox over store and jobs, with the words of the rooms above. */
import { describeChange } from '../approvals/index.ts'
import type { Jobs } from '../jobs/index.ts'
import {
  type Change,
  type Describe,
  lockNotices,
  type Network,
  type NotifyRoom,
  owe,
  PUBLIC_ONLY,
} from '../notify/index.ts'
import { type ChangeKind, organisationOf } from '../organisation/index.ts'
import { describeApproval, describePause, describeTrouble, doneAbout, tellTroubles } from '../response/index.ts'
import { profileOf, type StaffRoom } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { describeIncident, describeQuarantineFull } from '../watch/index.ts'
import type { House } from './house.ts'

export interface NotifyOptions {
  readonly house: House
  readonly staff: StaffRoom
  readonly jobs: Jobs
  readonly clock: () => number
  readonly random: (count: number) => Uint8Array
  readonly network?: Network
  /** Of the changes of settings that people are told of. */
  kinds(): readonly ChangeKind[]
  /** Where people reach the console. */
  address(): string
}

const RANDOM_BYTES = 4

export function notifyRoomOf({
  house,
  staff,
  jobs,
  clock,
  random,
  network = PUBLIC_ONLY,
  address,
  kinds,
}: NotifyOptions): NotifyRoom {
  const { store, keys, home } = house
  return {
    store,
    jobs,
    mastersOf: () => keys.masters,
    random,
    clock: clockOf(clock, random),
    network,
    get consoleUrl() {
      return address()
    },
    describe: {
      incident: withWhatWasDone,
      emergency: describeIncident,
      lockout: describeTrouble,
      'quarantine-full': describeQuarantineFull,
      approval: describeApproval,
      'automation-paused': describePause,
      setting: (tx, asked) => describeChange(kinds())(tx, asked),
    },
    // Staff are people of the home organisation; elsewhere they are ids.
    profileOf: async (tx, member) =>
      home.organisation === (await organisationOf(tx)) ? profileOf(tx, staff, member) : undefined,
  }
}

export interface Telling {
  /** What facts owe to people, in their transaction. */
  changes(tx: OrganisationTransaction, changes: readonly Change[]): Promise<void>
  /** What is new about troubles that many have. */
  troubles(tx: OrganisationTransaction): Promise<void>
}

/** Notify's `owe`, with what hangs together told as one: an incident that is nobody's attack is part of a trouble. */
export function tellingBy(notify: Pick<NotifyRoom, 'jobs' | 'clock'>): Telling {
  const told = (tx: OrganisationTransaction, changes: readonly Change[]) => owe(notify, tx, changes)
  const lock = async (tx: OrganisationTransaction) => void (await lockNotices(tx))
  const troubles = (tx: OrganisationTransaction) => tellTroubles(tx, { now: notify.clock.now(), lock, owe: told })
  return {
    troubles,
    async changes(tx, changes) {
      const others = changes.filter(({ kind }) => kind !== 'lockout')
      await told(tx, others)
      if (others.length < changes.length) await troubles(tx)
    },
  }
}

/** Pauses between tries have some chance in them, so that not all channels are tried at once. */
export function clockOf(clock: () => number, random: NotifyOptions['random']): NotifyRoom['clock'] {
  return { now: clock, chance: () => Buffer.from(random(RANDOM_BYTES)).readUInt32BE() / 2 ** 32 }
}

/** An incident's notice lists what playbooks did about it; watch/ does not know of these. */
const withWhatWasDone: Describe = async (tx, asked) => {
  const notice = await describeIncident(tx, asked)
  const { incident } = asked.subject.about
  if (notice?.kind !== 'incident' || incident === undefined) return notice
  return { ...notice, done: [...(await doneAbout(tx, incident))] }
}
