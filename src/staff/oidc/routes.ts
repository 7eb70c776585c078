/** HTTP: to the identity provider and back. The page at /sign-in/oidc, to which it returns, sends on what stands in its address. */
import { Type } from 'typebox'
import { DEFAULTS } from '../../base/defaults.ts'
import { anyone, callerAs, member, type Route, route } from '../../http/index.ts'
import type { Random } from '../../ledger/index.ts'
import type { Store } from '../../store/index.ts'
import { orProblem } from '../problems.ts'
import type { Oidc } from './oidc.ts'

const Strict = { additionalProperties: false }
const Url = Type.Object({ url: Type.String() }, Strict)
/** `location.search` of the page, as it is: providers add members. */
const Came = Type.Object({ search: Type.String({ pattern: '^\\?[!-~]{1,4000}$' }) }, Strict)
const RATE = { perAddress: { count: 60, perMs: 60_000 } }

export interface OidcRoutesOptions {
  readonly store: Pick<Store, 'kind'>
  readonly oidc: Oidc
  readonly random: Random
}

export function oidcRoutes({ store, oidc, random }: OidcRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/sign-in/ways',
      on: 'console',
      access: anyone('the sign-in page has to know which buttons it shows'),
      summary: 'Which ways to sign in there are besides passkeys.',
      answers: { 200: Type.Object({ oidc: Type.Boolean(), demo: Type.Boolean() }, Strict) },
      // In a demo its people are asked for; a real server has no such address.
      handle: async () => ({ status: 200, body: { oidc: await oidc.isAllowed(), demo: store.kind === 'demo' } }),
    }),
    route({
      method: 'POST',
      path: '/sign-in/oidc/begin',
      on: 'console',
      access: anyone('whoever signs in is nobody yet; the answer counts in this browser only'),
      summary:
        'Gives the address at the identity provider. `strong`: it is to ask for a phishing-resistant authenticator, now.',
      body: Type.Object({ strong: Type.Optional(Type.Boolean()) }, Strict),
      rates: RATE,
      answers: { 200: Url },
      async handle({ body: { strong: isStrong = false }, session, now }) {
        // A secret for the cookie of a browser that has none: what comes back must come to it.
        const browser = session ?? Buffer.from(random(32)).toString('base64url')
        const begun = orProblem(await oidc.begin({ browser, member: undefined, isStrong }, now))
        const answer = { status: 200, body: begun } as const
        if (session !== undefined) return answer
        return { ...answer, session: { value: browser, maxAgeSeconds: DEFAULTS.staff.oidcMs / 1000 } }
      },
    }),
    route({
      method: 'POST',
      path: '/sign-in/oidc',
      on: 'console',
      access: anyone('the provider’s answer says who it is'),
      summary: 'Signs in by the provider’s answer. Unless it was a strong sign-in, the session satisfies no step-up.',
      body: Came,
      rates: RATE,
      answers: { 200: Type.Object({ member: Type.String(), strong: Type.Boolean() }, Strict) },
      async handle({ body: { search }, session: browser, now }) {
        const { token, member, strong } = orProblem(await oidc.signIn({ search, browser, now }))
        const session = { value: token, maxAgeSeconds: DEFAULTS.staff.sessionMs / 1000 }
        return { status: 200, body: { member, strong }, session }
      },
    }),
    route({
      method: 'POST',
      path: '/staff/identities/begin',
      on: 'console',
      access: [member()],
      summary: 'Gives the address at the identity provider, to link one’s own identity.',
      answers: { 200: Url },
      async handle(call) {
        const { id } = callerAs(call, 'staff')
        const flow = { browser: call.session ?? '', member: id, isStrong: false }
        return { status: 200, body: orProblem(await oidc.begin(flow, call.now)) }
      },
    }),
    route({
      method: 'POST',
      path: '/staff/identities',
      on: 'console',
      access: [member()],
      summary: 'Takes the provider’s answer; the act link-identity then links what it gives, with a passkey.',
      body: Came,
      answers: { 200: Type.Object({ identity: Type.String() }, Strict) },
      async handle(call) {
        const { id } = callerAs(call, 'staff')
        const answer = { search: call.body.search, browser: call.session, now: call.now }
        return { status: 200, body: orProblem(await oidc.prove(answer, id)) }
      },
    }),
  ]
}
