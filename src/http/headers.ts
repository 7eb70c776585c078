/** Headers of every answer (ASVS V3.4). */
import type { FastifyHelmetOptions } from '@fastify/helmet'

const TWO_YEARS_S = 63_072_000

/** Besides helmet's. Nothing of ours is for a cache, unless a route says so. */
export const ALWAYS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
}

/** For answers that are written before there is a request, where no hook runs. */
export const BARE: Readonly<Record<string, string>> = {
  ...ALWAYS,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

/**
 * Scripts and styles from our own files, or inline with the nonce of the answer; everything else from nowhere.
 * Referrer-Policy is same-origin, because under no-referrer browsers say `Origin: null` even to ourselves.
 */
export function helmetFor(isHttps: boolean): FastifyHelmetOptions {
  return {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: TWO_YEARS_S, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    // It signs the page in to a different process, which isolates it from pages of other origins.
    originAgentCluster: true,
  }
}

/** What a browser is told to forget at the end of a session (OWASP SE-5). Not cookies: it would take those of other ports along. */
export const FORGET = '"cache", "storage"'
