/** What a browser is to the sandbox: an address, a user agent, a cookie; and what its requests must bring. */
import { randomBytes } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Origin } from './log.ts'
import type { World } from './world.ts'

const COOKIE = 'device'
const YEAR_S = 365 * 24 * 3600

/**
 * Where a request comes from. Everybody is on one machine here, so whoever connects may name the network that they play
 * in, by `X-Forwarded-For`. That is why the sandbox is for demo and tests alone.
 */
export function originOf(request: FastifyRequest, world: World): Origin {
  const named =
    String(request.headers['x-forwarded-for'] ?? '')
      .split(',')[0]
      ?.trim() ?? ''
  const device = request.device ?? ''
  return {
    address: /^[0-9a-fA-F.:]{3,45}$/.test(named) ? named : request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
    device,
    managed: world.devices.some(({ id, managed }) => id === device && managed),
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    device: string | null
  }
  interface FastifyReply {
    /** An origin, besides our own, to which the page's forms may lead. */
    formLeadsTo: string
  }
}

/** Gives every browser a cookie, holds pages to a strict policy, and takes forms from our own pages alone. */
export function guardPages(server: FastifyInstance): void {
  server.decorateRequest('device', null)
  server.decorateReply('formLeadsTo', '')
  server.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && !isSameOrigin(request)) {
      return reply.code(403).type('text/plain').send('This form was not sent from its own page. Please go back.')
    }
    request.device = deviceOf(request, reply)
  })
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': `default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self' ${reply.formLeadsTo}; frame-ancestors 'none'; base-uri 'none'`,
      'x-content-type-options': 'nosniff',
      // Not no-referrer: with it browsers say "Origin: null" for the page's own forms.
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })
}

/** Every browser says where a form was sent from; who says nothing is no browser. */
function isSameOrigin(request: FastifyRequest): boolean {
  return request.headers.origin === `http://${request.headers.host}`
}

function deviceOf(request: FastifyRequest, reply: FastifyReply): string {
  const known = parseCookie(request.headers.cookie ?? '')[COOKIE]
  if (known !== undefined && /^[\w-]{22}$/.test(known)) return known
  const device = randomBytes(16).toString('base64url')
  reply.header(
    'set-cookie',
    stringifySetCookie({ name: COOKIE, value: device, httpOnly: true, sameSite: 'lax', path: '/', maxAge: YEAR_S }),
  )
  return device
}
