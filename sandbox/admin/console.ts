/**
 * The administrators' own console, at a host of its own: the way round Postern. An administrator signs in through the
 * sandbox itself, with a second step. What is done here, the audit log tells under their name.
 */
import { randomBytes } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { originOf } from '../browser.ts'
import { newId } from '../secrets.ts'
import { ACR, type Surroundings } from '../sign-in/attempt.ts'
import { type Application, type Outage, type Person, personById } from '../world.ts'
import type { Actor, Acts } from './acts.ts'
import { consoleActs } from './console-acts.ts'
import { consolePage, notForYouPage, personPage } from './console-pages.ts'
import type { Enrolments } from './enrolments.ts'

export const CONSOLE_HOST = /^sandbox-admin\.localhost(?::\d+)?$/
const COOKIE = 'console'
const SESSION_MS = 30 * 60_000
const SESSIONS_MAX = 1000
const CLIENT = 'sandbox-console'

/** What the sandbox's OpenID Connect knows of its own console. */
export function consoleApplication(issuer: string): Application {
  const redirectUris = [`${originFor(issuer)}/back`]
  return { clientId: CLIENT, clientSecret: newId('secret'), name: 'Administrators’ console', redirectUris }
}

export interface ConsoleParts {
  readonly around: Surroundings
  readonly acts: Acts
  readonly enrolments: Enrolments
  readonly oidc: () => Provider
  readonly issuer: () => string
}

/** A browser that went to sign in, or came back. */
interface Session {
  readonly until: number
  readonly state: string
  person: string | undefined
}

export function addConsole(server: FastifyInstance, { around, acts, enrolments, oidc, issuer }: ConsoleParts): void {
  const { world, clock } = around
  const sessions = new Map<string, Session>()
  const sessionOf = (request: FastifyRequest) => {
    const session = sessions.get(parseCookie(request.headers.cookie ?? '')[COOKIE] ?? '')
    return session && session.until > clock() ? session : undefined
  }
  function begin(reply: FastifyReply, person?: string): Session {
    const id = randomBytes(32).toString('base64url')
    const session = { until: clock() + SESSION_MS, state: randomBytes(16).toString('base64url'), person }
    if (sessions.size >= SESSIONS_MAX) sessions.delete(sessions.keys().next().value as string)
    sessions.set(id, session)
    reply.header(
      'set-cookie',
      stringifySetCookie({ name: COOKIE, value: id, httpOnly: true, sameSite: 'lax', path: '/' }),
    )
    return session
  }
  /** Who is signed in here and is an administrator still. */
  function administrator(request: FastifyRequest): Person | undefined {
    const person = personById(world, sessionOf(request)?.person ?? '')
    return person?.administrator && !person.suspended ? person : undefined
  }

  server.get<{ Querystring: { readonly q?: string } }>('/', async (request, reply) => {
    const person = administrator(request)
    if (person) return reply.type('text/html').send(consolePage(world, person, String(request.query.q ?? '')))
    const { state } = begin(reply)
    const query = new URLSearchParams({
      client_id: CLIENT,
      redirect_uri: `${originFor(issuer())}/back`,
      response_type: 'code',
      scope: 'openid',
      acr_values: ACR.mfa,
      prompt: 'login',
      state,
      // The code never leaves this process, which takes it without the token endpoint; the engine wants one all the same.
      code_challenge: randomBytes(32).toString('base64url'),
      code_challenge_method: 'S256',
    })
    return reply.redirect(`${issuer()}/oidc/auth?${query}`, 303)
  })

  server.get<{ Querystring: Readonly<Record<string, string>> }>('/back', async (request, reply) => {
    const { code = '', state = '' } = request.query
    const session = sessionOf(request)
    const found = session?.state === state ? await oidc().AuthorizationCode.find(code) : undefined
    const person = found?.isValid && found.clientId === CLIENT ? personById(world, found.accountId) : undefined
    await found?.consume()
    if (!person?.administrator) return reply.code(403).type('text/html').send(notForYouPage())
    begin(reply, person.id)
    return reply.redirect('/', 303)
  })

  const shown = (person: Person, said?: string) => {
    const standing = {
      locked: around.failures.isLocked(person.id),
      enrolmentUntil: enrolments.openUntil(person),
      now: clock(),
    }
    return personPage(world, person, standing, said)
  }
  server.get<{ Params: { readonly person: string } }>('/people/:person', async (request, reply) => {
    reply.type('text/html')
    if (!administrator(request)) return reply.code(403).send(notForYouPage())
    const person = personById(world, request.params.person)
    return person ? shown(person) : reply.code(404).send(notForYouPage())
  })

  type Form = Readonly<Record<string, string>>
  /** `act` gives the page that follows. */
  const post = (
    path: string,
    act: (pressed: { actor: Actor; form: Form; params: Form; administrator: Person }) => string | Promise<string>,
  ) =>
    server.post(path, async (request, reply) => {
      const person = administrator(request)
      reply.type('text/html')
      if (person === undefined) return reply.code(403).send(notForYouPage())
      const { address } = originOf(request, world)
      const actor = { id: person.id, name: person.userName, address }
      const [form, params] = [(request.body ?? {}) as Form, request.params as Form]
      return reply.send(await act({ actor, form, params, administrator: person }))
    })

  const buttons = consoleActs(acts, enrolments)
  post('/people/:person/:act', async ({ actor, form, params, administrator }) => {
    const person = personById(world, params.person ?? '')
    const act = buttons.get(params.act ?? '')
    if (person === undefined || act === undefined)
      return consolePage(world, administrator, '', 'There is no such thing.')
    return shown(person, (await act({ person, actor, form })) ?? 'Done.')
  })
  post('/rules/:id', ({ actor, form: { enabled }, params: { id }, administrator }) => {
    const rule = world.rules.find((each) => each.id === id)
    if (rule) acts.setRule(rule, enabled === 'yes', actor)
    return consolePage(world, administrator, '', rule ? 'Done.' : 'There is no such rule.')
  })
  post('/passes', ({ actor, form: { allowed }, administrator }) => {
    acts.allowPasses(allowed === 'yes', actor)
    return consolePage(world, administrator, '', 'Done.')
  })
  post('/outage', ({ form: { outage = '' }, administrator }) => {
    if (['none', 'push', 'second-step', 'all'].includes(outage)) world.settings.outage = outage as Outage
    around.save()
    return consolePage(world, administrator, '', 'Done.')
  })
}

function originFor(issuer: string): string {
  return issuer.replace('://sandbox.', '://sandbox-admin.')
}
