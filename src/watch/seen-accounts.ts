/** Accounts that sign-ins named, as the directory asks for them. */
import type { DirectoryRoom, SeenAccount } from '../directory/index.ts'
import type { Provider } from '../signin/index.ts'
import { accountsCalled, findPeople, idOf, type PersonRow, personById } from './people.ts'

export const seenAccounts: Pick<DirectoryRoom, 'seenAccount' | 'seenKeys' | 'findSeen'> = {
  async seenAccount(tx, key) {
    const seen = await personById(tx, key)
    // A name that no account had yet is nobody's account.
    return seen === undefined || seen.account === '' ? undefined : seenAccount(seen)
  },
  seenKeys: async (tx, mentioned) => (await accountsCalled(tx, mentioned)).map(idOf),
  findSeen: async (tx, text, limit) => (await findPeople(tx, text, limit)).map(seenAccount),
}

function seenAccount({ person, provider, tenant, account, label }: PersonRow): SeenAccount {
  return { key: idOf({ person }), provider: provider as Provider, tenant, id: account, label }
}
