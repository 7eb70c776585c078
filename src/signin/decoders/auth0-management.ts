/** Reads what was changed through Auth0's Management API (`sapi`): the request's method and path say what it was. */
import type { Row } from '../decoder.ts'
import type { Change, Draft } from '../sign-in.ts'
import { policyChange } from './auth0-policy.ts'
import { AT, readCircumstances } from './auth0-row.ts'

type Body = Readonly<Record<string, unknown>>

interface Request {
  readonly method: string
  /** Below `/api/v2/`, decoded: `users`, `auth0|1234`, `roles`. */
  readonly path: readonly string[]
  readonly body: unknown
  readonly actorId: string
  readonly actor: string
}

/** What a request did, and to whom. */
interface Effect {
  readonly change: Change
  readonly account: string
  readonly target: string
}

/** Leaves `activity: 'other'` for what concerns neither people nor what guards them: clients, connections, log streams. */
export function readManagement(row: Row, draft: Draft): void {
  const request = requestOf(row, draft)
  const response = responseOf(row)
  const effect = request.method === '' ? undefined : effectOf(request, response.body)
  if (effect === undefined) return
  readCircumstances(row, draft)
  draft.activity = 'change'
  draft.change = effect.change
  draft.target = effect.target
  draft.account = effect.account
  if (effect.change === 'account-created') {
    draft.account = textIn(response.body, 'user_id') || effect.account
    draft.name = emailIn(response.body) || emailIn(request.body)
  } else {
    draft.name = effect.account === '' ? '' : emailIn(response.body)
  }
  draft.actor = effect.account !== '' && effect.account === request.actorId ? '' : request.actor
  const status = Number(response.statusCode)
  draft.outcome = status >= 400 ? 'failure' : 'success'
}

/** auth0/docs-v2, Management API v2: the calls that change a person's way in, or a rule for everybody. */
function effectOf({ method, path, body }: Request, answer: unknown): Effect | undefined {
  const [room = '', first = '', second = '', third = ''] = path
  switch (room) {
    case 'users':
      return first === '' ? ofNewUser(method, body) : ofUser(method, first, second, third, body)
    case 'roles':
      return second === 'users' && method === 'post'
        ? { change: 'role-granted', account: firstText(body, 'users'), target: first }
        : undefined
    case 'organizations':
      return second === 'members' ? ofMember(method, first, third, body) : undefined
    case 'user-blocks':
      return method === 'delete' ? { change: 'account-unlocked', account: first, target: '' } : undefined
    case 'sessions':
    case 'refresh-tokens':
      return method === 'delete' || first === 'revoke' || second === 'revoke'
        ? { change: 'sessions-revoked', account: textIn(body, 'user_id'), target: '' }
        : undefined
    case 'tickets':
      return first === 'password-change'
        ? { change: 'password-reset', account: textIn(body, 'user_id'), target: 'ticket' }
        : undefined
    case 'guardian':
      return ofGuardian(method, path, body, answer)
    case 'attack-protection':
    case 'risk-assessments':
    case 'risk-assessment':
    case 'anomaly':
      return { change: policyChange(room, body, answer), account: '', target: path.join('/') }
    case 'actions':
      return second === 'post-login' ? { change: 'policy-changed', account: '', target: path.join('/') } : undefined
    default:
      return undefined
  }
}

function ofNewUser(method: string, body: unknown): Effect | undefined {
  if (method !== 'post') return undefined
  return { change: 'account-created', account: textIn(body, 'user_id'), target: '' }
}

function ofUser(method: string, account: string, part: string, id: string, body: unknown): Effect {
  const effect = (change: Change, target = ''): Effect => ({ change, account, target })
  const isDelete = method === 'delete'
  switch (part) {
    case '':
      return isDelete ? effect('account-deleted') : effect(ofUpdate(body))
    case 'multifactor':
      return isDelete ? effect('authenticator-removed', id) : effect('sessions-revoked', 'remembered browsers')
    case 'authenticators':
      return effect(isDelete ? 'authenticators-reset' : 'other')
    case 'authentication-methods':
      if (method === 'post') return effect('authenticator-added', textIn(body, 'type'))
      if (method === 'patch') return effect('other', id)
      return id === '' ? effect('authenticators-reset') : effect('authenticator-removed', id)
    case 'recovery-code-regeneration':
      return effect('codes-issued')
    case 'roles':
      return effect(isDelete ? 'role-revoked' : 'role-granted', textsIn(body, 'roles').join(', '))
    case 'sessions':
    case 'refresh-tokens':
    case 'revoke-access':
      return effect('sessions-revoked')
    default:
      return effect('other', part)
  }
}

function ofUpdate(body: unknown): Change {
  if (!isBody(body)) return 'other'
  if (body.blocked === true) return 'account-disabled'
  if (body.blocked === false) return 'account-enabled'
  if ('password' in body) return 'password-reset'
  return 'email' in body || 'phone_number' in body ? 'contact-changed' : 'other'
}

function ofMember(method: string, organisation: string, member: string, body: unknown): Effect {
  const change = method === 'delete' ? 'group-left' : 'group-joined'
  return { change, account: member || firstText(body, 'members'), target: organisation }
}

function ofGuardian(method: string, path: readonly string[], body: unknown, answer: unknown): Effect | undefined {
  const [, part = ''] = path
  if (part === 'policies' || part === 'factors') {
    return { change: policyChange(`guardian/${part}`, body, answer), account: '', target: path.join('/') }
  }
  return method === 'delete' && part === 'enrollments'
    ? { change: 'authenticator-removed', account: '', target: path[2] ?? '' }
    : undefined
}

function requestOf(row: Row, draft: Draft): Request {
  const value = row.json(AT.request)
  const request: Body = isBody(value) ? value : {}
  const auth: Body = isBody(request.auth) ? request.auth : {}
  const user: Body = isBody(auth.user) ? auth.user : {}
  return {
    method: textIn(request, 'method').toLowerCase(),
    path: textIn(request, 'path')
      .replace(/^\/?(?:api\/)?v2\//, '')
      .split('/')
      .map(decoded),
    body: request.body,
    actorId: textIn(user, 'user_id') || draft.account,
    actor: textIn(user, 'email') || textIn(user, 'name') || draft.name || draft.account || draft.app,
  }
}

function responseOf(row: Row): Body {
  const value = row.json(AT.response)
  return isBody(value) ? value : {}
}

function emailIn(body: unknown): string {
  return textIn(body, 'email') || textIn(body, 'username')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function firstText(body: unknown, name: string): string {
  return textsIn(body, name)[0] ?? ''
}

function textsIn(body: unknown, name: string): readonly string[] {
  const value = isBody(body) ? body[name] : undefined
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function textIn(body: unknown, name: string): string {
  const value = isBody(body) && Object.hasOwn(body, name) ? body[name] : undefined
  return typeof value === 'string' ? value : ''
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
