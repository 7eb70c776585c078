/**
 * To be one of the demo's people: the cards, signing in as one, and the answer of their passkey. Everything behind them is the
 * real thing: the session is opened by the real ceremony, and a decision carries a real assertion.
 */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { anyone, type ListenerOptions, Problem, type Route, route } from '../http/index.ts'
import { AssertionSchema, beginSignIn, type StaffRoom, signIn } from '../staff/index.ts'
import type { Store } from '../store/index.ts'
import { DemoError, refuseUnlessDemo } from './demo-error.ts'
import { assertPasskey, type RequestOptions } from './demo-passkey.ts'
import { PERSONA_IDS, type Persona, type PersonaId } from './demo-personas.ts'

export interface DemoRoutesOptions {
  readonly store: Pick<Store, 'kind'>
  readonly listeners: Readonly<Record<string, Pick<ListenerOptions, 'bind'>>>
  readonly room: StaffRoom
  readonly personas: readonly Persona[]
}

const Strict = { additionalProperties: false }
const Open = { additionalProperties: true }
const Id = Type.Union(PERSONA_IDS.map((id) => Type.Literal(id)))

const Card = Type.Object(
  {
    persona: Type.String(),
    member: Type.String(),
    name: Type.String(),
    roles: Type.Array(Type.String()),
    about: Type.String(),
  },
  Strict,
)

/** What `navigator.credentials.get` is given. Members that are not read are let be, as a browser does. */
const Options = Type.Object(
  {
    challenge: Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 200 }),
    rpId: Type.Optional(Type.String({ maxLength: 253 })),
    allowCredentials: Type.Optional(
      Type.Array(Type.Object({ id: Type.String({ maxLength: 1400 }) }, Open), { maxItems: 100 }),
    ),
  },
  Open,
)

const ANYONE = anyone('A demo: its people are made up, and it listens on this machine alone.')

/** Throws ERR_DEMO_ONLY for real data, or where a listener is open to others. */
export function demoRoutes({ store, listeners, room, personas }: DemoRoutesOptions): readonly Route[] {
  refuseUnlessDemo(store, listeners)
  const personaOf = (id: PersonaId): Persona => personas.find((one) => one.id === id) as Persona
  const answered = (id: PersonaId, options: RequestOptions) =>
    assertPasskey(personaOf(id).passkeys[0], options, room.relyingParty)

  return [
    route({
      method: 'GET',
      path: '/demo/personas',
      on: 'console',
      access: ANYONE,
      summary: 'Whom one can be in this demo.',
      answers: { 200: Type.Array(Card) },
      handle: async () => ({
        status: 200,
        body: personas.map(({ id, member, name, roles, about }) => ({ persona: id, member, name, roles, about })),
      }),
    }),
    route({
      method: 'POST',
      path: '/demo/sign-in',
      on: 'console',
      access: ANYONE,
      summary: 'Signs in as one of them, with their passkey.',
      body: Type.Object({ persona: Id }, Strict),
      answers: { 200: Type.Object({ member: Type.String() }, Strict) },
      async handle({ body, now }) {
        const assertion = answered(body.persona, await beginSignIn(room, now))
        const opened = await signIn(room, assertion, { now })
        if ('refused' in opened) throw signInRefused(opened.refused)
        const session = { value: opened.token, maxAgeSeconds: DEFAULTS.staff.sessionMs / 1000 }
        return { status: 200, body: { member: opened.member }, session }
      },
    }),
    route({
      method: 'POST',
      path: '/demo/assert',
      on: 'console',
      access: ANYONE,
      summary: 'What their passkey answers, in the place of the browser’s.',
      body: Type.Object({ persona: Id, options: Options }, Strict),
      answers: { 200: AssertionSchema },
      async handle({ body }) {
        try {
          return { status: 200, body: answered(body.persona, body.options) }
        } catch (error) {
          if (error instanceof DemoError) throw notAsked(error)
          throw error
        }
      },
    }),
  ]
}

function signInRefused({ code, message }: { readonly code: string; readonly message: string }): Problem {
  return new Problem({
    code,
    status: 403,
    title: 'Not signed in',
    detail: message,
    next: 'If this persona was removed in the demo, delete the demo’s folder and start it again.',
  })
}

function notAsked(cause: DemoError): Problem {
  return new Problem({
    code: cause.code,
    status: 400,
    title: 'No such passkey',
    detail: 'This persona has no passkey for what is asked.',
    next: 'Ask as the member whose persona it is, at this origin.',
    cause,
  })
}
