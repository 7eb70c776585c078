/**
 * The registry of emergency accounts (DESIGN §3 rule 18): a fold of one stream. Two people enter an account and two take it out;
 * no role, group, name or import does. An account is named by the hash of its provider, tenant and immutable id, so that a
 * database which says something else about it is not believed.
 */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'
import { Member } from './tier.ts'

const Strict = { additionalProperties: false }
/** The key of an account: 16 bytes as hexadecimal digits. */
export const AccountKey = Type.String({ pattern: '^[0-9a-f]{32}$' })
const Entry = Type.Object(
  {
    at: Type.Integer({ minimum: 0 }),
    account: AccountKey,
    by: Type.Array(Member, { minItems: 2, maxItems: 10, uniqueItems: true }),
  },
  Strict,
)

const REGISTRY_ENTRIES = {
  'emergency-account-registered': entryType('emergency-account-registered', Entry),
  'emergency-account-removed': entryType('emergency-account-removed', Entry),
}
type RegistryFact = FactOf<typeof REGISTRY_ENTRIES>

/** Keys of the accounts, and since when each is registered, in milliseconds. */
export type Registry = ReadonlyMap<string, number>

export interface RegistryCommand {
  readonly do: 'register' | 'remove'
  readonly at: number
  readonly account: string
  /** The members who agreed. */
  readonly by: readonly string[]
}

export const REGISTRY_STREAM = 'directory/emergency'

export const REGISTRY = {
  types: REGISTRY_ENTRIES,
  initial: new Map() as Registry,

  evolve(registry: Registry, { type, data }: RegistryFact): Registry {
    const after = new Map(registry)
    if (type === 'emergency-account-registered') after.set(data.account, data.at)
    else after.delete(data.account)
    return after
  },

  decide(registry: Registry, { do: what, at, account, by }: RegistryCommand): Decided<RegistryFact> {
    const data = { at, account, by: [...new Set(by)] }
    if (data.by.length < 2) return refused('ERR_EMERGENCY_TWO_PEOPLE', 'Two people decide on this. Ask somebody else.')
    if (what === 'remove') {
      if (registry.has(account)) return { facts: [{ type: 'emergency-account-removed', data }] }
      return refused('ERR_EMERGENCY_UNKNOWN', 'This account is not in the registry. Load it again.')
    }
    if (registry.has(account)) return refused('ERR_EMERGENCY_KNOWN', 'This account is in the registry already.')
    if (registry.size >= DEFAULTS.directory.emergencyMax) {
      return refused('ERR_EMERGENCY_FULL', `There are ${registry.size} emergency accounts. Take one out first.`)
    }
    return { facts: [{ type: 'emergency-account-registered', data }] }
  },
}

function refused(code: string, message: string): Decided<RegistryFact> {
  return { facts: [], refused: { code, message } }
}
