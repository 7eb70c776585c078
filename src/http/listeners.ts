/** Where we listen, and under which names. Portal and console are two listeners of two origins (DESIGN §9). */
import type { ProblemDetails } from './problem.ts'

export type ListenerName = 'portal' | 'console'

export interface ListenerOptions {
  /** 127.0.0.1 unless said. */
  readonly bind?: string
  /** 0 takes a free one. */
  readonly port: number
  /** Under which people reach it, without a path: `https://help.example.com`. Unless said, `http://localhost:PORT`. */
  readonly url?: string
  /** Further host names, at the same port; `*.localhost` stands for every name under localhost. */
  readonly names?: readonly string[]
  /** Private key and certificate chain in PEM, when it speaks TLS itself rather than a proxy before it. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Addresses and networks whose X-Forwarded-For is believed. None unless said. */
  readonly trustedProxies?: readonly string[]
  /** Makes the page that a browser gets instead of problem details as JSON. */
  problemPage?(problem: ProblemDetails, nonce: { readonly style: string }): string
}

/** An origin of ours and the hosts that may stand in a request's Host. */
export interface Site {
  readonly name: ListenerName
  /** `https://help.example.com`, without a slash at the end. */
  readonly origin: string
  readonly isHttps: boolean
  /** In lower case, with the port where it is not the scheme's own; `*.` before a name stands for one label or more. */
  readonly hosts: readonly string[]
}

/** Throws a TypeError for a url that is none, or has more than an origin. */
export function siteOf(name: ListenerName, options: ListenerOptions, port: number): Site {
  const url = new URL(options.url ?? `${options.tls ? 'https' : 'http'}://localhost:${port}`)
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.href !== `${url.origin}/`) {
    throw new TypeError(
      `The url of the ${name}, ${url.href}, must be https:// or http:// and a host, and nothing else.`,
    )
  }
  const at = url.port === '' ? '' : `:${url.port}`
  return {
    name,
    origin: url.origin,
    isHttps: url.protocol === 'https:',
    hosts: [url.host, ...(options.names ?? []).map((host) => `${host.toLowerCase()}${at}`)],
  }
}

/** Whether a Host header names this site. Anything else may be a page of somebody else's that had its name point to us (DNS rebinding). */
export function isOurs(site: Site, host: string | undefined): boolean {
  const asked = host?.toLowerCase() ?? ''
  return site.hosts.some((ours) => (ours.startsWith('*.') ? isUnder(asked, ours.slice(1)) : asked === ours))
}

function isUnder(host: string, suffix: string): boolean {
  return host.endsWith(suffix) && /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(host.slice(0, -suffix.length))
}
