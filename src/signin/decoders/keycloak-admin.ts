/**
 * Keycloak’s admin events: what administrators did, by the path of the REST resource they touched
 * (services/src/main/java/org/keycloak/services/resources/admin of Keycloak 26).
 */
import type { Row } from '../decoder.ts'
import type { Change, Draft } from '../sign-in.ts'
import { at } from './keycloak-row.ts'
import { instantOf, rowTime } from './row-time.ts'

/** Resources whose change alters how everybody in the realm signs in. */
const POLICIES = new Set([
  'REALM',
  'AUTH_FLOW',
  'AUTH_EXECUTION',
  'AUTH_EXECUTION_FLOW',
  'AUTHENTICATOR_CONFIG',
  'REQUIRED_ACTION',
])

/** What stands behind `users/{id}/` when an administrator does something to one user. */
const USER_ACTIONS: ReadonlyMap<string, Change> = new Map([
  ['reset-password', 'password-reset'],
  // The link in this mail lets whoever opens it set a new password or authenticator.
  ['execute-actions-email', 'pass-issued'],
  ['disable-credential-types', 'authenticators-reset'],
  ['credentials', 'authenticator-removed'],
  ['logout', 'sessions-revoked'],
  ['impersonation', 'other'],
])

/** Writes an admin event. What does not touch a person or the way people sign in stays `other`. */
export function decodeAdminEvent(row: Row, draft: Draft): void {
  const resource = row.text(at.resourceType)
  const operation = row.text(at.operation)
  draft.code = `${operation} ${resource}`
  draft.family = 'admin'
  writeMeaning(row, draft, resource, operation)
  if (draft.activity !== 'other') draft.time = rowTime(row, at.time)
  else draft.time = instantOf(row.text(at.time))
  draft.id = row.text(at.id) || row.text(at.uid)
  draft.tenant = row.text(at.realmId) || row.text(at.adminRealm)
  draft.ip = row.text(at.adminIp)
  draft.app = row.text(at.adminClient)
  const error = row.text(at.error)
  draft.detail = error
  if (draft.activity === 'other') return
  draft.outcome = error === '' ? 'success' : 'failure'
  const admin = row.text(at.adminId)
  if (admin !== draft.account) draft.actor = admin
}

function writeMeaning(row: Row, draft: Draft, resource: string, operation: string): void {
  const [root = '', id = '', part = '', ...rest] = row.text(at.resourcePath).split('/')
  if (POLICIES.has(resource)) {
    change(
      draft,
      operation === 'CREATE' ? 'policy-created' : operation === 'DELETE' ? 'policy-deleted' : 'policy-changed',
    )
    draft.target = row.text(at.resourcePath) || resource
  } else if (resource === 'USER_LOGIN_FAILURE' && operation === 'DELETE') {
    change(draft, 'account-unlocked')
    draft.account = rest.at(-1) ?? ''
  } else if (root === 'sessions' && operation === 'DELETE') {
    change(draft, 'sessions-revoked')
  } else if (root === 'users' && id !== '') {
    const meaning = part === '' ? accountChange(row, operation) : partChange(operation, part, rest)
    if (meaning === undefined) return
    change(draft, meaning)
    draft.account = id
    if (part !== '') draft.target = namesIn(row) || rest[0] || part
  }
}

function change(draft: Draft, meaning: Change): void {
  draft.activity = 'change'
  draft.change = meaning
}

function accountChange(row: Row, operation: string): Change | undefined {
  if (operation === 'CREATE') return 'account-created'
  if (operation === 'DELETE') return 'account-deleted'
  // An update writes the whole user, so `enabled: true` says nothing about what was changed.
  const user = operation === 'UPDATE' ? representationOf(row) : undefined
  return isObject(user) && user.enabled === false ? 'account-disabled' : undefined
}

function partChange(operation: string, part: string, rest: readonly string[]): Change | undefined {
  if (part === 'role-mappings') return operation === 'DELETE' ? 'role-revoked' : 'role-granted'
  if (part === 'groups') return operation === 'DELETE' ? 'group-left' : 'group-joined'
  // Renaming or reordering a credential has more path behind its id.
  if (part === 'credentials' && (rest.length !== 1 || operation === 'UPDATE')) return undefined
  return USER_ACTIONS.get(part)
}

/** Names of the roles or of the group that the event carries, if the realm records representations. */
function namesIn(row: Row): string {
  const said = representationOf(row)
  const items = Array.isArray(said) ? said : [said]
  return items
    .map((item) => (isObject(item) && typeof item.name === 'string' ? item.name : ''))
    .filter(Boolean)
    .join(', ')
}

function representationOf(row: Row): unknown {
  const text = row.text(at.representation)
  if (text === '') return row.json(at.representation)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
