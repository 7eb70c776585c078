/** Enrolment links: once, fifteen minutes, for one authenticator of the person they were made for. */

import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { alertBox, html, page } from '../html.ts'
import { hashToken, newId, newToken } from '../secrets.ts'
import type { Surroundings } from '../sign-in/attempt.ts'
import { type RelyingParty, registeredPasskey, registrationRequest } from '../sign-in/passkeys.ts'
import { checkTotp, newTotpSecret, totpUri } from '../totp.ts'
import type { Authenticator, Person, Totp } from '../world.ts'
import type { Actor } from './acts.ts'

const LIVES_MS = 15 * 60_000
const OPEN_MAX = 1000

interface Open {
  readonly person: Person
  readonly until: number
  readonly totp: Totp
  challenge: string
}

export interface Enrolments {
  /** Those that were open for this person are worth nothing from now on. */
  start(person: Person, actor: Actor): { readonly url: string; readonly until: number }
  withdraw(person: Person, actor: Actor): void
  /** Until when one can be completed, in milliseconds; null if none is open. */
  openUntil(person: Person): number | null
  addRoutes(server: FastifyInstance): void
}

const REGISTRATION = Type.Object({
  id: Type.String(),
  rawId: Type.String(),
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Object({}),
  response: Type.Object({ clientDataJSON: Type.String(), attestationObject: Type.String() }),
})

export function createEnrolments(around: Surroundings, party: () => RelyingParty): Enrolments {
  const { clock, log, save } = around
  /** By the hash of what stands in the link. */
  const open = new Map<string, Open>()

  function taken(enrolment: Open, hash: string, authenticator: Authenticator, request: FastifyRequest): string {
    open.delete(hash)
    const { person } = enrolment
    person.authenticators.push(authenticator)
    const user = { id: person.id, name: person.userName }
    log.audit({ action: 'authenticator.added', actor: user, user, target: authenticator.id, address: request.ip })
    save()
    return page('Done', html`<p role="status">${authenticator.label} now belongs to your account.</p>`)
  }
  async function shown(token: string, enrolment: Open, error?: string): Promise<string> {
    const options = await registrationRequest(enrolment.person, party())
    enrolment.challenge = options.challenge
    const { secret } = enrolment.totp
    const body = html`${alertBox(error)}
<p>For ${enrolment.person.displayName}. This page works once.</p>
<form method="post" action="/enrol/${token}/passkey" data-passkey="create" data-options="${JSON.stringify(options)}">
<input type="hidden" name="response"><button>Make a passkey</button><p role="status"></p></form>
<h2>Or a code app</h2>
<p>Type this key into the app, or <a href="${totpUri(secret, enrolment.person.userName)}">open the app</a>:</p>
<p><code>${secret}</code></p>
<form method="post" action="/enrol/${token}/totp">
<label>Code that the app shows <input name="code" inputmode="numeric" autocomplete="one-time-code" required></label>
<button>Add the app</button></form>`
    return page('Set up a way to sign in', body, { script: '/passkey.js' })
  }
  const route =
    (act: (enrolment: Open, hash: string, token: string, request: FastifyRequest) => Promise<string>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { token } = request.params as { token: string }
      const hash = hashToken(token)
      const enrolment = open.get(hash)
      reply.type('text/html')
      if (enrolment !== undefined && enrolment.until > clock()) {
        return reply.send(await act(enrolment, hash, token, request))
      }
      const why = 'This link was used or has run out. Ask your helpdesk for a new one.'
      return reply.code(404).send(page('Nothing here', html`${alertBox(why)}`))
    }

  function close(person: Person): boolean {
    const theirs = [...open].filter(([, enrolment]) => enrolment.person === person)
    for (const [hash] of theirs) open.delete(hash)
    return theirs.some(([, { until }]) => until > clock())
  }

  return {
    openUntil(person) {
      const found = [...open.values()].find((enrolment) => enrolment.person === person && enrolment.until > clock())
      return found?.until ?? null
    },
    withdraw(person, { id, name, address }) {
      if (!close(person)) return
      const user = { id: person.id, name: person.userName }
      log.audit({ action: 'enrolment.withdrawn', actor: { id, name }, user, target: '', address })
    },
    start(person, { id, name, address }) {
      const token = newToken()
      close(person)
      if (open.size >= OPEN_MAX) open.delete(open.keys().next().value as string)
      const bound = { id: newId('totp'), label: 'Code app', added: clock(), lastUsed: null }
      const totp: Totp = { kind: 'totp', ...bound, secret: newTotpSecret(), lastStep: 0, drift: 0 }
      const until = clock() + LIVES_MS
      open.set(hashToken(token), { person, until, totp, challenge: '' })
      const user = { id: person.id, name: person.userName }
      log.audit({ action: 'enrolment.started', actor: { id, name }, user, target: '', address })
      return { url: `${party().origin}/enrol/${token}`, until }
    },
    addRoutes(server) {
      server.get(
        '/enrol/:token',
        route((enrolment, _hash, token) => shown(token, enrolment)),
      )
      server.post(
        '/enrol/:token/totp',
        route(async (enrolment, hash, token, request) => {
          const { code = '' } = (request.body ?? {}) as Readonly<Record<string, string>>
          const checked = checkTotp(enrolment.totp, code, clock())
          if (checked.result !== 'accepted')
            return await shown(token, enrolment, 'The code is not right. Try the next.')
          return taken(enrolment, hash, { ...enrolment.totp, lastStep: checked.step, drift: checked.drift }, request)
        }),
      )
      server.post(
        '/enrol/:token/passkey',
        route(async (enrolment, hash, token, request) => {
          const { response = '' } = (request.body ?? {}) as Readonly<Record<string, string>>
          const parsed = parsedRegistration(response)
          const { challenge } = enrolment
          enrolment.challenge = ''
          const passkey = parsed && challenge && (await registeredPasskey(parsed, challenge, party(), clock()))
          if (!passkey) return await shown(token, enrolment, 'The passkey was not taken. Please try again.')
          return taken(enrolment, hash, passkey, request)
        }),
      )
    },
  }
}

function parsedRegistration(text: string): RegistrationResponseJSON | undefined {
  if (text.length > 32_768) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(REGISTRATION, value) ? value : undefined
  } catch {
    return undefined
  }
}
