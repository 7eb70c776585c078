/**
 * Which addresses notices may go to. Whoever may set a webhook could otherwise make this server knock at doors that only it
 * can reach: the machine itself, the network behind it, a cloud's metadata service (OWASP, server-side request forgery).
 */
import ipaddr from 'ipaddr.js'

export interface NetworkPolicy {
  /** Networks that the operator of the server allows besides the public ones, in CIDR form: `10.20.0.0/16`. */
  readonly allowed: readonly string[]
  /** `http:` and mail without encryption. For tests, and for gateways on the same machine. */
  readonly plain: boolean
}

export const PUBLIC_ONLY: NetworkPolicy = { allowed: [], plain: false }

/** Is it an address of the public Internet, or of a network that the operator allows? Anything that is no address is not. */
export function isAllowedAddress(text: string, { allowed }: NetworkPolicy): boolean {
  if (!ipaddr.isValid(text)) return false
  // ::ffff:127.0.0.1 reaches 127.0.0.1: it is judged as that.
  const address = ipaddr.process(text)
  const isPublic = address.range() === 'unicast' && !INWARD.some((network) => contains(network, address))
  return isPublic || allowed.some((network) => contains(network, address))
}

/**
 * What counts as public and leads inside: IPv4 addresses in their old IPv6 form (::169.254.169.254, RFC 4291 §2.5.5.1), and the
 * address at which each Azure machine reaches its host (wireserver).
 */
const INWARD = ['::/96', '168.63.129.16/32']

/** Can `text` be used as one of the allowed networks? */
export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text)
}

function contains(network: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (!ipaddr.isValidCIDR(network)) return false
  const [base, bits] = ipaddr.parseCIDR(network)
  return base.kind() === address.kind() && address.match(base, bits)
}
