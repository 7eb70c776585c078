/** Every route of every room, with what each needs of the others. */
import { type Changes, changeRoutes } from '../approvals/index.ts'
import { type DirectoryRoom, directoryRoutes } from '../directory/index.ts'
import { type Feed, type Log, Problem, type Route } from '../http/index.ts'
import { incidentRoutes, setElapseBy } from '../incidents/index.ts'
import type { Jobs } from '../jobs/index.ts'
import { ledgerRoutes, type Random } from '../ledger/index.ts'
import { guardedFetch, type NotifyRoom, noticeRoutes } from '../notify/index.ts'
import { newsRoutes, organisationRoutes, type Publish, settingsOf } from '../organisation/index.ts'
import { policyRoutes } from '../policy/index.ts'
import { actsAbout, playbookRoutes, type ResponseRoom, responseRoutes, switchboardRoutes } from '../response/index.ts'
import { type SentinelRoom, sentinelRoutes } from '../sentinels/index.ts'
import {
  createEpochCeremony,
  createOidc,
  decidingOf,
  epochRoutes,
  machineTokenRoutes,
  oidcRoutes,
  type StaffRoom,
  staffRoutes,
} from '../staff/index.ts'
import {
  type DeliveryReader,
  findingsTold,
  type KnownSources,
  latestSightings,
  type OrganisationIntake,
  overviewRoutes,
  personRoutes,
  quarantineRoutes,
  searchRoutes,
  sourceActivity,
  sourceRoutes,
  tokensOfPerson,
  type Watching,
  watchRoutes,
} from '../watch/index.ts'
import type { House } from './house.ts'
import { membersOf } from './members.ts'
import type { Telling } from './notices.ts'
import { SENTENCES } from './sentences.ts'

export interface RoutesOptions {
  readonly house: House
  readonly staff: StaffRoom
  readonly changes: Changes
  readonly notify: NotifyRoom
  readonly telling: Telling
  responseRoomOf(organisation: string): ResponseRoom
  directoryOf(organisation: string): DirectoryRoom
  sentinelOf(organisation: string): SentinelRoom
  readonly jobs: Jobs
  readonly watching: Watching
  readonly sources: KnownSources
  readonly reader: DeliveryReader
  intakeOf(organisation: string): OrganisationIntake
  readonly feed: Feed
  readonly publish: Publish
  readonly clock: () => number
  readonly random: Random
  readonly log: Log
  /** It has to be started again. */
  readonly onOver: () => void
}

export function routesOf(options: RoutesOptions): readonly Route[] {
  return [...deliveryRoutes(options), ...readingRoutes(options), ...answeringRoutes(options), ...peopleRoutes(options)]
}

/** What comes in. */
function deliveryRoutes({ house, sources, reader, intakeOf, clock }: RoutesOptions): readonly Route[] {
  const { store } = house
  const sealerOf = (organisation: string) => house.tenant(organisation).ledger.sealer
  const activityOf = (organisation: string) => store.in(organisation).transaction((tx) => sourceActivity(tx, clock()))
  return [
    ...watchRoutes({ store, sources, reader, intakeOf }),
    ...sourceRoutes({ store, activityOf }),
    ...quarantineRoutes({ store, reader, intakeOf, sealerOf }),
  ]
}

/** What is looked at, and decided about incidents. */
function readingRoutes(options: RoutesOptions): readonly Route[] {
  const { house, staff, jobs, telling, directoryOf, sentinelOf, watching, feed, publish, clock, random } = options
  const { store } = house
  const members = membersOf(staff, clock)
  const reading = { store, findings: findingsTold, nameOf: members.nameOf }
  const tokenKeyOf = (organisation: string) => house.tenant(organisation).keys.tokenKey

  return [
    ...overviewRoutes({ ...reading, watching }),
    ...personRoutes({ store }),
    ...searchRoutes({ ...reading, tokenKeyOf }),
    ...incidentRoutes({
      ...reading,
      actsAbout,
      sealerOf: (organisation) => house.tenant(organisation).ledger.sealer,
      deciding: decidingOf(staff),
      personOf: personIn(options),
      statements: { masters: () => house.keys.masters, random },
      setElapse: setElapseBy(jobs),
      latestOf: (organisation) => latestSightings(tokenKeyOf(organisation)),
      owe: telling.changes,
      onChanged: (organisation, ids) => publish(organisation, 'incidents', ids),
    }),
    ...ledgerRoutes({
      store,
      verifierKeyOf: (organisation) => house.tenant(organisation).keys.checkpoints[0].verifier.text,
      sentences: SENTENCES,
      nameOf: members.nameOf,
    }),
    ...directoryRoutes({ roomOf: directoryOf, nameOf: members.nameOf }),
    ...policyRoutes((organisation) => house.tenant(organisation)),
    ...sentinelRoutes(sentinelOf),
    ...newsRoutes(feed),
    ...organisationRoutes({
      store,
      home: house.home.organisation,
      heldOf: (organisation) => house.tenant(organisation).ledger.held(),
    }),
  ]
}

/** The people that a member of staff may be in an organisation: those who sign in by the address that staff write to them at. */
function personIn({ house, staff, clock }: RoutesOptions) {
  const members = membersOf(staff, clock)
  return async (organisation: string, member: string): Promise<readonly string[]> => {
    const email = await members.emailOf(member)
    if (email === undefined) return []
    const { tokenKey } = house.tenant(organisation).keys
    return await house.store.in(organisation).transaction((tx) => tokensOfPerson(tx, tokenKey, [email]))
  }
}

/** Who is told, and what is done by itself. */
function answeringRoutes(options: RoutesOptions): readonly Route[] {
  const { house, staff, notify, responseRoomOf, random } = options
  const { store } = house
  const deciding = decidingOf(staff)
  return [
    ...noticeRoutes(notify),
    ...responseRoutes({ roomOf: responseRoomOf, deciding, personOf: personIn(options) }),
    ...playbookRoutes({ roomOf: responseRoomOf, deciding }),
    ...switchboardRoutes({
      store,
      newId: () => Buffer.from(random(16)).toString('hex'),
      zoneOf: async (tx) => (await settingsOf(tx)).zone,
    }),
  ]
}

/** Who works here, and what they change. */
function peopleRoutes({ house, staff, changes, notify, random, log, onOver }: RoutesOptions): readonly Route[] {
  const { store, home } = house
  const ceremony = createEpochCeremony(staff, home.ledger)
  const oidc = createOidc({
    room: staff,
    fetch: guardedFetch(notify.network),
    onRefused: (why) => log.warn({ why }, 'the provider’s answer does not hold'),
  })
  return [
    ...staffRoutes({ store, room: staff }),
    ...oidcRoutes({ store, oidc, random }),
    ...machineTokenRoutes(store),
    ...changeRoutes(changes),
    ...epochRoutes((organisation) => {
      if (organisation !== home.organisation) throw notHome()
      return ceremony
    }, onOver),
  ]
}

function notHome(): Problem {
  return new Problem({
    code: 'ERR_EPOCH_HOME',
    status: 409,
    title: 'Not here',
    detail: 'An epoch is opened in the organisation that runs this installation: its staff are the staff.',
    next: 'Open this page in that organisation.',
  })
}
