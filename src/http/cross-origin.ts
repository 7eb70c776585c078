/**
 * Against requests that a page of another origin makes in the name of whoever looks at it (CSRF). No token in forms: every
 * browser in use says where a request comes from (Fetch Metadata, W3C; Origin, RFC 6454), and what does not say so is no
 * browser, or is refused with its cookie. Ports of one host share cookies, so the same site is not enough.
 */
import type { IncomingHttpHeaders } from 'node:http'

const SAFE = new Set(['GET', 'HEAD'])

/** Whether a write comes from a page of ours, from the address bar, or from a program. Holds for every route. */
export function isOwnWrite(method: string, headers: IncomingHttpHeaders, origin: string): boolean {
  if (SAFE.has(method)) return true
  const site = headers['sec-fetch-site']
  // Pages with a strict referrer policy say "null"; then Fetch Metadata alone has to say it.
  const from = headers.origin === 'null' && site !== undefined ? undefined : headers.origin
  if (from !== undefined && from !== origin) return false
  return site === undefined || site === 'same-origin' || site === 'none'
}

/** Whether a request may use the cookie that came with it. */
export function mayUseCookie(method: string, headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (!SAFE.has(method)) return site !== undefined || headers.origin !== undefined
  // Reading from another site: only by following a link, never as a picture, a frame, a script or a fetch.
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
}
