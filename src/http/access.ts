/**
 * Who may call a route. Each route lists its ways in; a route without one does not register. Rooms above fill in how a
 * credential becomes a caller (`Authenticators`); what a caller may do is judged here, in one pure function.
 */
import { DEFAULTS } from '../base/defaults.ts'

/** Roles of staff, DESIGN rule 23. */
export const STAFF_ROLES = ['agent', 'approver', 'analyst', 'administrator', 'auditor'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/** What a role or token reaches. Here only the organisation is held; group and tier by the room that loads the person. */
export interface Scope {
  readonly organisations: readonly string[]
  readonly groups: readonly string[] | 'all'
  readonly tierMax: 'standard' | 'sensitive' | 'privileged' | 'emergency'
}

/** `lockouts:read`, `cases:open`. Programs read and open; there is no permission with which they decide. */
export type Permission = `${string}:read` | `${string}:open`

export type Way =
  | { readonly who: 'anyone'; readonly why: string }
  | { readonly who: 'source' }
  | { readonly who: 'machine'; readonly permission: Permission }
  | { readonly who: 'staff'; readonly roles: readonly StaffRole[] | 'any'; readonly withinMs?: number }
  | { readonly who: 'claimant' }
  | { readonly who: 'keeper' }

/** The ways in, any of which is enough. */
export type Access = readonly [Way, ...Way[]]

/** Everybody, known or not; the reason stands in the list of routes. */
export const anyone = (why: string): Access => [{ who: 'anyone', why }]
/** A sign-in source, by its bearer token. */
export const source = (): Way => ({ who: 'source' })
/** A program, by a bearer token with this permission. */
export const machine = (permission: Permission): Way => ({ who: 'machine', permission })
/** Staff in a session, with one of these roles; `withinMs`: signed in so lately, or they must do it again (step-up). */
export const staff = (roles: readonly StaffRole[], fresh: { readonly withinMs?: number } = {}): Way => ({
  who: 'staff',
  roles,
  ...fresh,
})
/**
 * For `staff(roles, byPasskey)`: a session of any age that began with a passkey, or with something as strong. One that began
 * by a weaker word shows, and does nothing.
 */
export const byPasskey = { withinMs: DEFAULTS.staff.sessionMs } as const
/** Everybody on staff, also while no role of theirs counts yet: what concerns only themselves. */
export const member = (): Way => ({ who: 'staff', roles: 'any' })
/** Whoever asks for help, in the portal session that asked. */
export const claimant = (): Way => ({ who: 'claimant' })
/** The keeper process (DESIGN rule 22), by its bearer token. */
export const keeper = (): Way => ({ who: 'keeper' })

/** Who calls, as the credential proved it. Times are milliseconds since 1970. */
export type Caller =
  | { readonly who: 'anyone' }
  | { readonly who: 'source'; readonly id: string; readonly organisation: string }
  | {
      readonly who: 'machine'
      readonly id: string
      readonly scope: Scope
      readonly permissions: readonly Permission[]
    }
  | {
      readonly who: 'staff'
      readonly id: string
      readonly grants: readonly { readonly role: StaffRole; readonly scope: Scope }[]
      readonly authenticatedAt: number
    }
  | { readonly who: 'claimant'; readonly id: string; readonly organisation: string }
  | { readonly who: 'keeper'; readonly id: string }

export type Known = Exclude<Caller['who'], 'anyone'>
export type CallerOf<Who extends Caller['who']> = Extract<Caller, { who: Who }>

export interface Presented {
  /** The bearer token, or the value of the session cookie. */
  readonly credential: string
  /** Where the request comes from: the address of the last hop that is not a trusted proxy. */
  readonly address: string
  readonly now: number
  /** False when an open stream asks again: that is no activity, and must not keep an idle session alive (ASVS V7.3.1). */
  readonly isActivity: boolean
}

/**
 * From a credential to who it belongs to; undefined for one that is wrong, ended or unknown. What is not filled in knows
 * nobody, and one that throws admits nobody.
 */
export type Authenticators = {
  readonly [Who in Known]?: (presented: Presented) => Promise<CallerOf<Who> | undefined>
}

export type Refusal = 'ERR_UNAUTHENTICATED' | 'ERR_STEP_UP' | 'ERR_FORBIDDEN' | 'ERR_NOT_FOUND'

export type Decision =
  | { readonly allowed: true; readonly caller: Caller; readonly scopes: readonly Scope[] }
  | { readonly allowed: false; readonly because: Refusal }

/** What the judgement depends on besides route and caller: the `:organisation` of the path, if it has one, and the time. */
export interface Circumstances {
  readonly organisation: string | undefined
  readonly now: number
}

/**
 * Judges a caller. Allowed comes with the scopes that allowed it, and no others: a list must show nothing beyond them.
 * An organisation that the caller has no part in is answered as if it did not exist (DESIGN rule 25).
 */
export function decide(access: Access, caller: Caller | undefined, at: Circumstances): Decision {
  if (access.some(({ who }) => who === 'anyone')) return { allowed: true, caller: { who: 'anyone' }, scopes: [] }
  if (caller === undefined || caller.who === 'anyone') return { allowed: false, because: 'ERR_UNAUTHENTICATED' }

  const known = caller.who
  const ways = access.filter(({ who }) => who === known)
  if (ways.length === 0) return { allowed: false, because: 'ERR_UNAUTHENTICATED' }

  const { organisation } = at
  if (organisation !== undefined && !reach(caller).includes(organisation))
    return { allowed: false, because: 'ERR_NOT_FOUND' }

  let because: Refusal = 'ERR_FORBIDDEN'
  for (const way of ways) {
    const scopes = scopesOf(way, caller, organisation)
    if (scopes === undefined) continue
    if (isFresh(way, caller, at.now)) return { allowed: true, caller, scopes }
    because = 'ERR_STEP_UP'
  }
  return { allowed: false, because }
}

/** Every organisation in which the caller has any part. */
function reach(caller: Caller): readonly string[] {
  switch (caller.who) {
    case 'source':
    case 'claimant':
      return [caller.organisation]
    case 'machine':
      return caller.scope.organisations
    case 'staff':
      return caller.grants.flatMap(({ scope }) => scope.organisations)
    case 'anyone':
    case 'keeper':
      return []
  }
}

/** The scopes in which this way admits the caller, cut to the organisation asked about; undefined if in none. */
function scopesOf(way: Way, caller: Caller, organisation: string | undefined): readonly Scope[] | undefined {
  if (way.who === 'keeper') return []
  const isAny = way.who === 'staff' && way.roles === 'any' && organisation === undefined
  const scopes = granted(way, caller)
    .filter(({ organisations }) => organisation === undefined || organisations.includes(organisation))
    .map((scope) => (organisation === undefined ? scope : { ...scope, organisations: [organisation] }))
  return scopes.length > 0 || isAny ? scopes : undefined
}

function granted(way: Way, caller: Caller): readonly Scope[] {
  if (way.who === 'staff' && caller.who === 'staff') {
    const { roles } = way
    return caller.grants.filter(({ role }) => roles === 'any' || roles.includes(role)).map(({ scope }) => scope)
  }
  if (way.who === 'machine' && caller.who === 'machine') {
    return caller.permissions.includes(way.permission) ? [caller.scope] : []
  }
  if (caller.who === 'source' || caller.who === 'claimant') {
    return [{ organisations: [caller.organisation], groups: 'all', tierMax: 'emergency' }]
  }
  return []
}

function isFresh(way: Way, caller: Caller, now: number): boolean {
  if (way.who !== 'staff' || way.withinMs === undefined || caller.who !== 'staff') return true
  const age = now - caller.authenticatedAt
  return age >= 0 && age <= way.withinMs
}
