/** Who passkeys are registered with: the name under which the console is reached. */

export interface RelyingParty {
  /** The host's name: what a passkey is bound to (WebAuthn level 3, §4, RP ID). */
  readonly id: string
  /** The console's origin, exactly: an answer that was given on any other page does not count. */
  readonly origin: string
}

/**
 * The relying party of a console's address. Throws TypeError for an address where passkeys do not work: an IP address, and
 * anything but https, except localhost and names under it.
 */
export function relyingPartyOf(address: string): RelyingParty {
  const { protocol, hostname, origin } = new URL(address)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) {
    throw new TypeError('Passkeys need a name, not an IP address: use http://localhost or the host’s name with https.')
  }
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) {
    throw new TypeError('Passkeys need https, except on localhost.')
  }
  return { id: hostname, origin }
}
