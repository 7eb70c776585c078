/** Who we are, how we come in, and who else is staff. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { get, post, tell } from './call.ts'
import { CreationOptions, playPersona, prove, type Registration, RequestOptions, register } from './passkey.ts'
import { ApiProblem } from './problem.ts'
import { Instant, Nullable } from './verdicts.ts'

export const Role = Type.Enum(['agent', 'approver', 'analyst', 'administrator', 'auditor'])
export type Role = Static<typeof Role>

const Me = Type.Object({
  member: Type.String(),
  name: Nullable(Type.String()),
  email: Nullable(Type.String()),
  demo: Type.Boolean(),
  organisations: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), roles: Type.Array(Role) })),
  authenticatedAt: Instant,
})
export type Me = Static<typeof Me>

/** Null while nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    try {
      return await get('/me', Me)
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
})

const Member = Type.Object({ member: Type.String() })

export async function signIn(): Promise<void> {
  playPersona(undefined)
  const options = await post('/sign-in/begin', undefined, RequestOptions)
  await post('/sign-in', { assertion: await prove(options) }, Member)
}

/** Whether the organisation's own provider may be used, besides passkeys. */
export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: () => get('/sign-in/ways', Type.Object({ oidc: Type.Boolean(), demo: Type.Boolean() })),
  staleTime: Number.POSITIVE_INFINITY,
})

/** The address at the identity provider to go to. */
export async function beginProviderSignIn(): Promise<string> {
  const { url } = await post('/sign-in/oidc/begin', {}, Type.Object({ url: Type.String() }))
  return url
}

/** `search`: what the provider put into the address. An answer counts once. */
export const finishProviderSignIn = (search: string) => post('/sign-in/oidc', { search }, Member)

/** Signs in again in the middle of something, as whoever is signed in. */
export async function signInAgain(): Promise<void> {
  const options = await post('/sign-in/begin', undefined, RequestOptions)
  await post('/sign-in', { assertion: await prove(options) }, Member)
}

export async function signOut(): Promise<void> {
  await tell('/sign-out')
  playPersona(undefined)
}

const TwoPasskeys = Type.Object({ options: Type.Array(CreationOptions, { minItems: 2, maxItems: 2 }) })
export type TwoPasskeys = Static<typeof TwoPasskeys>

export interface Founder {
  readonly code: string
  readonly name: string
  readonly email: string
}

export const beginSetUp = (founder: Founder) => post('/set-up/begin', founder, TwoPasskeys)
export const setUp = (founder: Founder, registrations: readonly Registration[]) =>
  post('/set-up', { ...founder, registrations }, Member)

export interface Invited {
  readonly proposal: string
  readonly codes: readonly string[]
}

export const beginJoining = (invited: Invited) => post('/join/begin', invited, TwoPasskeys)
export const join = (invited: Invited, registrations: readonly Registration[]) =>
  post('/join', { ...invited, registrations }, Member)

const Scope = Type.Object({
  organisations: Type.Array(Type.String()),
  groups: Type.Union([Type.Array(Type.String()), Type.Literal('all')]),
  tierMax: Type.Enum(['standard', 'sensitive', 'privileged', 'emergency']),
})

const Staff = Type.Object({
  members: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Nullable(Type.String()),
      email: Nullable(Type.String()),
      standing: Type.Enum(['member', 'suspended', 'removed']),
      grants: Type.Array(Type.Object({ id: Type.String(), role: Role, scope: Scope, countsFrom: Nullable(Instant) })),
      passkeys: Type.Array(
        Type.Object({
          id: Type.String(),
          added: Instant,
          countsFrom: Nullable(Instant),
          model: Nullable(Type.String()),
          backedUp: Type.Boolean(),
        }),
      ),
    }),
  ),
  proposals: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.Enum(['invitation', 'role', 'recovery', 'reinstatement']),
      by: Type.String(),
      subject: Type.String(),
      /** Of somebody who is invited, for the one who confirms. */
      name: Nullable(Type.String()),
      grants: Type.Array(Type.Object({ id: Type.String(), role: Role, scope: Scope })),
      confirmedBy: Nullable(Type.String()),
      /** A recovery whose new passkeys wait to count. */
      used: Type.Boolean(),
      until: Instant,
    }),
  ),
})
export type Staff = Static<typeof Staff>
export type StaffMember = Staff['members'][number]
export type StaffProposal = Staff['proposals'][number]

export const staffQuery = queryOptions({ queryKey: ['staff'], queryFn: () => get('/staff', Staff) })

/** One act about staff, as the server's `Act` has it. */
export type StaffAct = { readonly type: string } & Readonly<Record<string, unknown>>

const Shown = Type.Object({ code: Type.Optional(Type.String()) })

/** Decides something about staff. `code`: what is to be told, once, to the person it is for. */
export async function actOnStaff(act: StaffAct): Promise<Static<typeof Shown>> {
  const { options } = await post('/staff/acts/begin', { act }, Type.Object({ options: RequestOptions }))
  return await post('/staff/acts', { act, assertion: await prove(options) }, Shown)
}

/** Adds a passkey to one's own: the new one is made first, and one that counts already agrees. */
export async function addPasskey(): Promise<void> {
  const options = await post('/staff/passkeys/begin', undefined, CreationOptions)
  await actOnStaff({ type: 'add-passkey', registration: await register(options) })
}

const Persona = Type.Object({
  persona: Type.String(),
  name: Type.String(),
  about: Type.String(),
})
export type Persona = Static<typeof Persona>

/** Of a demo; elsewhere there is no such address, and it is not to be asked for. */
export const personasQuery = queryOptions({
  queryKey: ['personas'],
  queryFn: () => get('/demo/personas', Type.Array(Persona)),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Of a demo, too: its own identity provider. */
export const sandboxQuery = queryOptions({
  queryKey: ['sandbox'],
  queryFn: () =>
    get(
      '/demo/sandbox',
      Type.Object({
        issuer: Type.String(),
        console: Type.String(),
        password: Type.String(),
        administrators: Type.Array(Type.String()),
      }),
    ),
  staleTime: Number.POSITIVE_INFINITY,
})

export async function signInAs(persona: string): Promise<void> {
  await post('/demo/sign-in', { persona }, Type.Unknown())
  playPersona(persona)
}

/** Ids that the console makes, such as those of proposals: 122 random bits. */
export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '')
}
