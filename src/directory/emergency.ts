/** The registry of emergency accounts where it is kept, and who asks it: remedies, playbooks and the watch. */
import { lastOfStream, loadState } from '../ledger/index.ts'
import { accountOfPerson } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Account, accountsByKey, findAccount, keyOfAccount, noteAccount } from './accounts.ts'
import { type By, commandIn } from './command.ts'
import { REGISTRY, REGISTRY_STREAM, type RegistryCommand } from './emergency-registry.ts'
import { DirectoryError, type DirectoryRoom } from './room.ts'
import { directoryVersion } from './versions.ts'

export interface EmergencyAccount extends Account {
  /** Milliseconds. */
  readonly since: number
}

/**
 * The accounts of the registry, as the ledger has them. Throws ERR_EMERGENCY_ALTERED where the database does not hold one as
 * it was entered: whoever asks does nothing then.
 */
export async function emergencyAccounts(
  tx: OrganisationTransaction,
  { ledger }: Pick<DirectoryRoom, 'ledger'>,
): Promise<readonly EmergencyAccount[]> {
  const registry = await loadState(tx, ledger, REGISTRY_STREAM, REGISTRY)
  const accounts = (await accountsByKey(tx, [...registry.keys()])).filter((one) => keyOfAccount(one) === one.key)
  if (accounts.length < registry.size) {
    const message =
      'An emergency account is not kept as two people entered it. Nothing automatic is done; look who could change the database.'
    throw new DirectoryError('ERR_EMERGENCY_ALTERED', message)
  }
  return accounts.map((account) => ({ ...account, since: registry.get(account.key) ?? 0 }))
}

/** The last part of a transaction. Gives why it was refused. */
export async function commandRegistry(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  command: RegistryCommand,
  by: By,
) {
  const account = await findAccount(tx, room, command.account)
  if (account === undefined) {
    const message = 'No account of this key is known. Note it first by its provider, tenant and id.'
    return { code: 'ERR_ACCOUNT_UNKNOWN', message }
  }
  const { provider, tenant, id, label } = account
  await noteAccount(tx, { provider, tenant, id, label }, command.at)
  return await commandIn(tx, room, { decider: REGISTRY, stream: REGISTRY_STREAM, command, by })
}

/** What the watch asks: whose rows are told always, and whether that, or whose an account is, has changed since it last asked. */
export interface EmergencyWatch {
  version(tx: OrganisationTransaction): Promise<number>
  load(tx: OrganisationTransaction): Promise<IsEmergency>
}

/** By the account; by its name too, since rows of failed sign-ins often have no more, and a name alone only raises suspicion. */
type IsEmergency = (who: { readonly person: string; readonly name: string }) => boolean

export function emergencyWatch(room: Pick<DirectoryRoom, 'ledger'>): EmergencyWatch {
  return {
    async version(tx) {
      const [last] = await lastOfStream(tx, REGISTRY_STREAM, 1)
      // Both only grow.
      return (last?.seq ?? -1) + (await directoryVersion(tx))
    },
    async load(tx) {
      // The registry's keys suffice: whoever alters the tables does not blind the watch.
      const registry = await loadState(tx, room.ledger, REGISTRY_STREAM, REGISTRY)
      const accounts = await accountsByKey(tx, [...registry.keys()])
      const names = new Set(accounts.map(({ label }) => label.toLowerCase()).filter((name) => name !== ''))
      return ({ person, name }) =>
        registry.size > 0 &&
        (registry.has(Buffer.from(accountOfPerson(person)).toString('hex')) || names.has(name.toLowerCase()))
    },
  }
}
