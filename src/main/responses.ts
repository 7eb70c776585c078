/** Playbooks, put together: one room an organisation, with the provider that they may change something at. */
import { type DirectoryRoom, emergencyAccounts, tierOfMentioned } from '../directory/index.ts'
import type { Jobs } from '../jobs/index.ts'
import { lockNotices, type NotifyRoom, owe } from '../notify/index.ts'
import type { ConnectedProvider } from '../providers/index.ts'
import {
  changesOfResponses,
  hadPlaybooks,
  installShipped,
  type ResponseRoom,
  responseJobs,
  verifyUndo,
} from '../response/index.ts'
import type { StaffRoom } from '../staff/index.ts'
import type { House, Tenant } from './house.ts'

/** With which provider of an organisation something may be changed, and whose people read; undefined where none is connected. */
export type ProviderOf = (organisation: string, provider: string) => ConnectedProvider | undefined

export interface ResponsesOptions {
  readonly house: House
  readonly staff: StaffRoom
  readonly jobs: Jobs
  readonly notify: NotifyRoom
  directoryOf(organisation: string): DirectoryRoom
  readonly clock: () => number
  readonly providerOf: ProviderOf
}

/** Gives the room of an organisation: the same one however often it is asked for. */
export function responseRoomsOf(options: ResponsesOptions): (organisation: string) => ResponseRoom {
  const rooms = new Map<string, ResponseRoom>()
  return (organisation) => {
    let room = rooms.get(organisation)
    if (room === undefined) {
      room = roomOf(options, organisation)
      rooms.set(organisation, room)
    }
    return room
  }
}

function roomOf(
  { house, staff, jobs, notify, directoryOf, clock, providerOf }: ResponsesOptions,
  organisation: string,
): ResponseRoom {
  const { ledger, keys } = house.tenant(organisation)
  const directory = directoryOf(organisation)
  return {
    ledger,
    tokenKey: keys.tokenKey,
    clock,
    providerOf: (provider) => providerOf(organisation, provider),
    emergencyAccounts: async (tx) =>
      (await emergencyAccounts(tx, directory)).map(({ provider, id }) => ({ provider, account: id })),
    tierOf: (tx, { provider, account, person: label }) =>
      tierOfMentioned(tx, directory, { provider, account, label }, clock()),
    jobs: responseJobs(jobs.in(organisation)),
    isDecided: (approved) => verifyUndo(staff, approved),
    lockNotices: async (tx) => void (await lockNotices(tx)),
    owe: (tx, notices) => owe(notify, tx, changesOfResponses(notices)),
  }
}

/** Puts the playbooks that come with Postern into force where an organisation never had any; they only report at first. */
export async function installPlaybooks(
  { ledger }: Pick<Tenant, 'ledger'>,
  room: ResponseRoom,
  now: number,
): Promise<void> {
  if (ledger.held() !== undefined) return
  await ledger.db.transaction(async (tx) => {
    if (await hadPlaybooks(tx)) return
    await installShipped(tx, room, { actor: 'system/response', now })
  })
}
