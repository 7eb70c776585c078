/** The directory, put together: one room an organisation, with the accounts that the watch has seen. */
import type { DirectoryRoom } from '../directory/index.ts'
import { seenAccounts } from '../watch/index.ts'
import type { House } from './house.ts'

export function directoryRoomsOf(house: House): (organisation: string) => DirectoryRoom {
  return (organisation) => ({
    ledger: house.tenant(organisation).ledger,
    tokenKey: house.tenant(organisation).keys.tokenKey,
    masters: house.keys.masters,
    ...seenAccounts,
  })
}
