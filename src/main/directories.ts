/** The directory, put together: one room an organisation, with the accounts that the watch has seen. */
import type { DirectoryRoom } from '../directory/index.ts'
import type { Provider } from '../signin/index.ts'
import { accountsCalled, idOf, personById } from '../watch/index.ts'
import type { House } from './house.ts'

export function directoryRoomsOf(house: House): (organisation: string) => DirectoryRoom {
  return (organisation) => ({
    ledger: house.tenant(organisation).ledger,
    tokenKey: house.tenant(organisation).keys.tokenKey,
    masters: house.keys.masters,
    async seenAccount(tx, key) {
      const seen = await personById(tx, key)
      // A name that no account had yet is nobody's account.
      if (seen === undefined || seen.account === '') return undefined
      const { provider, tenant, account, label } = seen
      return { provider: provider as Provider, tenant, id: account, label }
    },
    seenKeys: async (tx, mentioned) => (await accountsCalled(tx, mentioned)).map(idOf),
  })
}
