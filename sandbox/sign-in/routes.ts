/** The routes of a sign-in. Which sign-in it is, says oidc-provider's signed cookie, which only this path is sent. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { originOf } from '../browser.ts'
import { needOf } from '../oidc.ts'
import type { Attempt, StepResult, Surroundings } from './attempt.ts'
import { answerPass, answerPassword } from './first-step.ts'
import { firstPage, pushPage, secondPage, stoppedPage } from './pages.ts'
import { answerPasskey, passkeyRequest, type RelyingParty } from './passkeys.ts'
import type { Prompts } from './push.ts'
import { answerInboxCode, answerRecoveryCode, answerTotp, sendInboxCode } from './second-step.ts'

export interface SignInParts {
  readonly around: Surroundings
  readonly prompts: Prompts
  readonly oidc: () => Provider
  readonly party: () => RelyingParty
}

type Form = Readonly<Record<string, string>>
type Step = (attempt: Attempt, request: FastifyRequest, form: Form) => StepResult | Promise<StepResult>

const ATTEMPTS_MAX = 5000
const EXPIRED = 'This sign-in has run out. Go back to the application and begin again.'

export function addSignInRoutes(server: FastifyInstance, { around, prompts, oidc, party }: SignInParts): void {
  const attempts = new Map<string, Attempt>()

  async function attemptOf(request: FastifyRequest, reply: FastifyReply): Promise<Attempt | undefined> {
    const { uid, params, prompt } = await oidc()
      .interactionDetails(request.raw, reply.raw)
      .catch(() => ({ uid: '', params: undefined, prompt: { name: '' } }))
    if (params === undefined || prompt.name !== 'login' || uid !== (request.params as { uid: string }).uid) return
    const known = attempts.get(uid)
    if (known) return known
    const client = around.world.applications.find(({ clientId }) => clientId === params.client_id)
    const attempt: Attempt = {
      uid,
      app: client?.name ?? params.client_id,
      leadsTo: new URL(params.redirect_uri).origin,
      asked: needOf(params.acr_values),
      began: around.clock(),
      person: undefined,
      amr: [],
      need: 'password',
      needOf: [],
      prompt: undefined,
      message: undefined,
      challenge: undefined,
    }
    if (attempts.size >= ATTEMPTS_MAX) attempts.delete(attempts.keys().next().value as string)
    attempts.set(uid, attempt)
    return attempt
  }

  /** Chromium holds a form's redirects to `form-action` too, so the application's origin stands there. */
  function show(reply: FastifyReply, attempt: Attempt, text: string): FastifyReply {
    reply.formLeadsTo = attempt.leadsTo
    return reply.type('text/html').send(text)
  }

  async function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    attempt: Attempt,
    result: StepResult,
    again: (why: string) => string | Promise<string>,
  ): Promise<FastifyReply> {
    if (result.next === 'again') return show(reply, attempt, await again(result.why))
    if (result.next === 'second') return reply.redirect(`/sign-in/${attempt.uid}/second`, 303)
    if (result.next === 'stopped') return show(reply.code(403), attempt, stoppedPage(result.why))
    attempts.delete(attempt.uid)
    reply.hijack()
    await oidc().interactionFinished(request.raw, reply.raw, { login: { ...result.login, remember: true } })
    return reply
  }

  const first = async (attempt: Attempt, why?: string) =>
    firstPage(attempt, await passkeyRequest(attempt, party()), why)
  const second = (attempt: Attempt, why?: string) =>
    attempt.person && attempt.amr.includes('pwd')
      ? secondPage(attempt, attempt.person, why)
      : stoppedPage(why || 'Please begin with name and password.')

  const withAttempt =
    (handler: (attempt: Attempt, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const attempt = await attemptOf(request, reply)
      return attempt
        ? await handler(attempt, request, reply)
        : reply.code(400).type('text/html').send(stoppedPage(EXPIRED))
    }
  const post = (path: string, step: Step, again: (attempt: Attempt, why: string) => string | Promise<string>) =>
    server.post(
      `/sign-in/:uid/${path}`,
      withAttempt(async (attempt, request, reply) => {
        const result = await step(attempt, request, (request.body ?? {}) as Form)
        return await finish(request, reply, attempt, result, (why) => again(attempt, why))
      }),
    )

  const showFirst = withAttempt(async (attempt, _request, reply) => show(reply, attempt, await first(attempt)))
  // Applications are the organisation's own: who is asked to consent has done so. It is asked for with offline_access.
  server.get('/sign-in/:uid', async (request, reply) => {
    const { prompt } = await oidc()
      .interactionDetails(request.raw, reply.raw)
      .catch(() => ({ prompt: { name: '' } }))
    if (prompt.name !== 'consent') return await showFirst(request, reply)
    reply.hijack()
    await oidc().interactionFinished(request.raw, reply.raw, { consent: {} })
    return reply
  })
  server.get(
    '/sign-in/:uid/second',
    withAttempt(async (attempt, _request, reply) => show(reply, attempt, second(attempt))),
  )
  server.get(
    '/sign-in/:uid/push',
    withAttempt(async (attempt, request, reply) => {
      const result = prompts.look(attempt, originOf(request, around.world))
      const prompt = prompts.of(attempt)
      return await finish(request, reply, attempt, result, (why) =>
        why === '' && prompt !== undefined ? pushPage(attempt, prompt.number) : second(attempt, why),
      )
    }),
  )

  const from = (request: FastifyRequest) => originOf(request, around.world)
  post(
    'password',
    (attempt, request, { userName = '', password = '' }) =>
      answerPassword(around, attempt, from(request), userName, password),
    first,
  )
  post(
    'pass',
    (attempt, request, { userName = '', code = '' }) => answerPass(around, attempt, from(request), userName, code),
    first,
  )
  post('totp', (attempt, request, { code = '' }) => answerTotp(around, attempt, from(request), code), second)
  post('inbox/send', (attempt, request) => sendInboxCode(around, attempt, from(request)), second)
  post('inbox', (attempt, request, { code = '' }) => answerInboxCode(around, attempt, from(request), code), second)
  post(
    'recovery-code',
    (attempt, request, { code = '' }) => answerRecoveryCode(around, attempt, from(request), code),
    second,
  )
  post(
    'push',
    (attempt, request) => prompts.send(attempt, from(request)),
    (attempt, why) => {
      const prompt = prompts.of(attempt)
      return why === '' && prompt !== undefined ? pushPage(attempt, prompt.number) : second(attempt, why)
    },
  )
  post(
    'passkey',
    (attempt, request, { response = '' }) => {
      const parsed = parsedResponse(response)
      return parsed === undefined
        ? { next: 'again', why: 'The browser’s answer could not be read. Please try again.' }
        : answerPasskey(around, attempt, from(request), parsed, party())
    },
    first,
  )
}

/** JSON of a form's field, checked by who uses it. */
function parsedResponse(text: string): AuthenticationResponseJSON | undefined {
  if (text.length > 16_384) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(ASSERTION, value) ? value : undefined
  } catch {
    return undefined
  }
}

const ASSERTION = Type.Object({
  id: Type.String(),
  rawId: Type.String(),
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Object({}),
  response: Type.Object({
    clientDataJSON: Type.String(),
    authenticatorData: Type.String(),
    signature: Type.String(),
  }),
})
