/** The directory, put together: one room an organisation, with the accounts that the watch has seen. */
import type { DirectoryRoom } from '../directory/index.ts'
import { PROVIDERS } from '../signin/index.ts'
import { seenAccounts } from '../watch/index.ts'
import type { House } from './house.ts'
import { listPeople } from './listed-people.ts'
import type { ProviderOf } from './responses.ts'

export function directoryRoomsOf(house: House, providerOf: ProviderOf): (organisation: string) => DirectoryRoom {
  return (organisation) => ({
    ledger: house.tenant(organisation).ledger,
    tokenKey: house.tenant(organisation).keys.tokenKey,
    masters: house.keys.masters,
    ...seenAccounts,
    listings: () =>
      PROVIDERS.flatMap((provider) => {
        const people = providerOf(organisation, provider)?.people
        if (people === undefined) return []
        return { provider, tenant: people.tenant, people: (signal) => listPeople(provider, people, signal) }
      }),
  })
}
