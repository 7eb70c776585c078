/** Resolves names, and hands out only addresses that the guard allows. */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { addressRefused } from './failure.ts'
import { isAllowedAddress, type NetworkPolicy } from './guard.ts'

/** All addresses of a name; as `dns.lookup` with `all`. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

export interface Network extends NetworkPolicy {
  /** For tests. Left out, the system's resolver. */
  readonly resolve?: Resolve
  /** Where vendors' APIs are, if not where they really are: where vendors are played (demo, tests, benchmarks). */
  readonly vendors?: { readonly slack?: string; readonly pagerduty?: string }
}

/**
 * The addresses of a host. One forbidden address among them refuses all: a name that points outside and inside at once is
 * there to mislead. Throws what ends the try.
 */
export async function allowedAddresses(hostname: string, network: Network): Promise<readonly LookupAddress[]> {
  const family = isIP(hostname)
  const resolve = network.resolve ?? systemResolve
  const addresses = family === 0 ? await resolve(hostname) : [{ address: hostname, family }]
  if (addresses.length === 0 || !addresses.every(({ address }) => isAllowedAddress(address, network))) {
    throw addressRefused()
  }
  return addresses
}

/**
 * The `lookup` of a connection that goes to these addresses and no others: what was checked is what is connected to, and a
 * name that points elsewhere a moment later changes nothing (DNS rebinding).
 */
export function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [...addresses])
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  }
}

function systemResolve(hostname: string): Promise<LookupAddress[]> {
  return lookup(hostname, { all: true })
}
