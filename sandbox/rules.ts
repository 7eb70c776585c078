/** What the conditional rules ask of one sign-in. Pure. */
import type { Rule } from './world.ts'

export interface Circumstances {
  readonly groups: readonly string[]
  /** Name of the network, or undefined: elsewhere. */
  readonly network: string | undefined
  readonly app: string
  readonly device: { readonly known: boolean; readonly managed: boolean }
}

export type Need = 'password' | 'mfa' | 'passkey'

export interface Judgement {
  /** Names of the rules that stop it; empty if none does. */
  readonly blockedBy: readonly string[]
  /** The block is for the device alone. */
  readonly byDevice: boolean
  readonly need: Need
  /** Names of the rules that ask for it; empty where none asks for more than the password. */
  readonly needOf: readonly string[]
}

/** The strictest of all rules that apply. */
export function judge(rules: readonly Rule[], circumstances: Circumstances): Judgement {
  const applying = rules.filter((rule) => rule.enabled && applies(rule, circumstances))
  const blocks = applying.filter(({ effect }) => effect === 'block')
  const devices = applying.filter(({ effect }) => effect === 'require-managed-device' && !circumstances.device.managed)
  const passkeys = applying.filter(({ effect }) => effect === 'require-passkey')
  const seconds = applying.filter(({ effect }) => effect === 'require-mfa')
  return {
    blockedBy: [...blocks, ...devices].map(({ name }) => name),
    byDevice: blocks.length === 0 && devices.length > 0,
    need: passkeys.length > 0 ? 'passkey' : seconds.length > 0 ? 'mfa' : 'password',
    needOf: (passkeys.length > 0 ? passkeys : seconds).map(({ name }) => name),
  }
}

function applies({ when }: Rule, { groups, network, app, device }: Circumstances): boolean {
  if (when.groups && !when.groups.some((group) => groups.includes(group))) return false
  if (when.networks && !(network !== undefined && when.networks.includes(network))) return false
  if (when.outsideNetworks && network !== undefined && when.outsideNetworks.includes(network)) return false
  if (when.apps && !when.apps.includes(app)) return false
  if (when.device === 'unknown' && device.known) return false
  return !(when.device === 'unmanaged' && device.managed)
}
