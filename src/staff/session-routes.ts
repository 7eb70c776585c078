/** HTTP: signing in and out, and who one is. */
import { Type } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import { anyone, type CallerOf, callerAs, member, Nothing, type Route, route } from '../http/index.ts'
import type { Store } from '../store/index.ts'
import { AssertionSchema } from './assertion.ts'
import { orProblem } from './problems.ts'
import { profileOf, type Refused, refusedAs, type StaffRoom } from './room.ts'
import { ROLES, type Role } from './scope.ts'
import { signOut } from './session.ts'
import { beginSignIn, type SignedIn, signIn } from './sign-in.ts'

const Strict = { additionalProperties: false }
/** What the browser's WebAuthn call takes, as it is. */
export const CeremonyOptions = Type.Unsafe<object>({ type: 'object', additionalProperties: true })
/** An office comes to work at one time from one address; nothing can be guessed here, so this bounds work only. */
const SIGN_IN_RATE = { count: 120, perMs: 60_000 }

const Me = Type.Object(
  {
    member: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
    email: Type.Union([Type.String(), Type.Null()]),
    /** The data of this place is a demo's. */
    demo: Type.Boolean(),
    organisations: Type.Array(
      Type.Object({ id: Type.String(), name: Type.String(), roles: Type.Array(Type.Enum(ROLES)) }, Strict),
    ),
    authenticatedAt: Type.String(),
  },
  Strict,
)

export interface SessionRoutesOptions {
  readonly store: Pick<Store, 'in' | 'kind'>
  readonly room: StaffRoom
}

export function sessionRoutes({ store, room }: SessionRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/me',
      on: 'console',
      access: [member()],
      summary: 'Who is signed in, and which organisations they may see.',
      answers: { 200: Me },
      async handle(call) {
        const { id, grants, authenticatedAt } = callerAs(call, 'staff')
        const profile = await room.ledger.db.transaction((tx) => profileOf(tx, room, id))
        const body = {
          member: id,
          name: profile?.name ?? null,
          email: profile?.email ?? null,
          demo: store.kind === 'demo',
          organisations: await organisationsOf(store, grants),
          authenticatedAt: formatInstant(authenticatedAt),
        }
        return { status: 200, body }
      },
    }),
    route({
      method: 'POST',
      path: '/sign-in/begin',
      on: 'console',
      access: anyone('whoever signs in is nobody yet; the challenge names nobody'),
      summary: 'Gives what a browser asks a passkey for to sign in.',
      rates: { perAddress: SIGN_IN_RATE },
      answers: { 200: CeremonyOptions },
      handle: async ({ now }) => ({ status: 200, body: await beginSignIn(room, now) }),
    }),
    route({
      method: 'POST',
      path: '/sign-in',
      on: 'console',
      access: anyone('the passkey’s answer says who it is'),
      summary: 'Signs in with a passkey, or does so again (step-up): the session that came ends.',
      body: Type.Object({ assertion: AssertionSchema }, Strict),
      rates: { perAddress: SIGN_IN_RATE },
      answers: { 200: Type.Object({ member: Type.String() }, Strict) },
      async handle({ body, now, session: replaces }) {
        const result = await signIn(room, body.assertion, replaces === undefined ? { now } : { now, replaces })
        const { token, member: id } = orProblem(forStrangers(result))
        const session = { value: token, maxAgeSeconds: DEFAULTS.staff.sessionMs / 1000 }
        return { status: 200, body: { member: id }, session }
      },
    }),
    route({
      method: 'POST',
      path: '/sign-out',
      on: 'console',
      access: [member()],
      summary: 'Ends the session.',
      answers: { 204: Nothing },
      async handle({ session, now }) {
        if (session !== undefined) await signOut(store, session, now)
        return { status: 204, session: 'end' }
      },
    }),
  ]
}

/** Whether a passkey is known here, and only its answer wrong, is told to nobody who has not shown to have it. */
function forStrangers(result: Refused | SignedIn): Refused | SignedIn {
  const isTelling = 'refused' in result && result.refused.code === 'ERR_STAFF_PASSKEY_INVALID'
  return isTelling ? refusedAs('ERR_STAFF_SIGN_IN') : result
}

async function organisationsOf(store: Pick<Store, 'in'>, grants: CallerOf<'staff'>['grants']) {
  const roles = new Map<string, Set<Role>>()
  for (const { role, scope } of grants) {
    for (const id of scope.organisations) roles.set(id, (roles.get(id) ?? new Set()).add(role))
  }
  const organisations = []
  for (const [id, held] of roles) {
    // A role may name an organisation that is not here any more.
    const name = await store.in(id).transaction(async (tx) => {
      const row = await tx.selectFrom('organisations').select('name').executeTakeFirst()
      return row?.name
    })
    if (name !== undefined) organisations.push({ id, name, roles: ROLES.filter((role) => held.has(role)) })
  }
  return organisations
}
