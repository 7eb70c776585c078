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
import { consolePage, notForYouPage } from './console-pages.ts'

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
  readonly oidc: () => Provider
  readonly issuer: () => string
}

/** A browser that went to sign in, or came back. */
interface Session {
  readonly until: number
  readonly state: string
  person: string | undefined
}

export function addConsole(server: FastifyInstance, { around, acts, oidc, issuer }: ConsoleParts): void {
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

  server.get('/', async (request, reply) => {
    const person = administrator(request)
    if (person) return reply.type('text/html').send(consolePage(world, person))
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

  type Form = Readonly<Record<string, string>>
  const post = (path: string, act: (actor: Actor, form: Form, params: Form) => string | undefined | Promise<string>) =>
    server.post(path, async (request, reply) => {
      const person = administrator(request)
      if (person === undefined) return reply.code(403).type('text/html').send(notForYouPage())
      const { address } = originOf(request, world)
      const actor = { id: person.id, name: person.userName, address }
      const said = await act(actor, (request.body ?? {}) as Form, request.params as Form)
      return reply.type('text/html').send(consolePage(world, person, said ?? 'Done.'))
    })

  post('/people/:person/:act', (actor, _form, { person: id = '', act = '' }) => {
    const person = personById(world, id)
    return person ? actOn(acts, person, act, actor) : 'There is no such person.'
  })
  post('/rules/:id', (actor, { enabled }, { id }) => {
    const rule = world.rules.find((each) => each.id === id)
    if (rule) acts.setRule(rule, enabled === 'yes', actor)
    return undefined
  })
  post('/outage', (_actor, { outage = '' }) => {
    if (['none', 'push', 'second-step', 'all'].includes(outage)) world.settings.outage = outage as Outage
    around.save()
    return undefined
  })
}

function actOn(acts: Acts, person: Person, act: string, actor: Actor): string | undefined | Promise<string> {
  switch (act) {
    case 'issue-pass':
      return acts
        .issuePass(person, actor)
        .then((issued) => (issued ? `${person.displayName}’s pass: ${issued.pass}` : 'The settings allow no passes.'))
    case 'reset-authenticators':
      acts.resetAuthenticators(person, actor)
      return undefined
    case 'reset-password':
      return acts.resetPassword(person, actor).then((password) => `${person.displayName}’s password: ${password}`)
    case 'end-sessions':
      acts.endSessions(person, actor)
      return undefined
    case 'suspend':
      acts.suspend(person, actor)
      return undefined
    case 'unsuspend':
      acts.unsuspend(person, actor)
      return undefined
    case 'unlock':
      acts.unlock(person, actor)
      return undefined
    default:
      return 'Nothing is called so.'
  }
}

function originFor(issuer: string): string {
  return issuer.replace('://sandbox.', '://sandbox-admin.')
}
