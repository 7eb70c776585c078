/** What a request brings to be known by: a bearer token, or the session cookie of this listener. */
import { parseCookie, stringifySetCookie } from 'cookie'
import type { SessionStart } from './answer.ts'
import type { Site } from './listeners.ts'

/** RFC 6750 §2.1, and no longer than any token of ours. */
const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,1024}=*)$/i

/**
 * The bearer token; undefined if there is no Authorization header; null if there is one that is no bearer token. Whoever
 * brings an Authorization header is judged by it alone.
 */
export function bearerOf(authorization: string | undefined): string | null | undefined {
  if (authorization === undefined) return undefined
  return BEARER.exec(authorization)?.[1] ?? null
}

/**
 * The password of Basic credentials (RFC 7617), where it can be a token; null otherwise. For sources only: some vendors can
 * send nothing else. Nobody is asked for it, so that no browser ever remembers a token and sends it along by itself.
 */
export function basicPasswordOf(authorization: string): string | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]{1,2048}={0,2})$/i.exec(authorization) ?? []
  if (encoded === undefined) return null
  const [, password] = /^[^:]*:([A-Za-z0-9._~+/-]{1,1024}=*)$/.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  return password ?? null
}

/** `__Host-` where there is HTTPS (ASVS V3.3.3). Elsewhere with the port, because all ports of localhost share cookies. */
function sessionCookieName(site: Site): string {
  if (site.isHttps) return `__Host-postern-${site.name}`
  return `postern-${site.name}-${new URL(site.origin).port || '80'}`
}

/** The session cookie's value; undefined if there is none, or two (then somebody planted one). */
export function sessionOf(site: Site, cookieHeader: string | undefined): string | undefined {
  if (cookieHeader === undefined) return undefined
  const name = sessionCookieName(site)
  const given = cookieHeader.split(';').filter((pair) => pair.trimStart().startsWith(`${name}=`))
  return given.length === 1 ? parseCookie(given[0] as string)[name] : undefined
}

/** The Set-Cookie header (ASVS V3.3). Links from a mail must find the portal's session, so it is lax; writes are guarded by cross-origin.ts. */
export function setSessionCookie(site: Site, session: SessionStart | 'end'): string {
  const { value, maxAgeSeconds } = session === 'end' ? { value: '', maxAgeSeconds: 0 } : session
  return stringifySetCookie({
    name: sessionCookieName(site),
    value,
    maxAge: maxAgeSeconds,
    path: '/',
    httpOnly: true,
    secure: site.isHttps,
    sameSite: site.name === 'portal' ? 'lax' : 'strict',
  })
}
