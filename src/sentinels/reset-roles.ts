/**
 * Roles by which somebody can reset others at their provider, going round Postern. Names as providers show them, in lower case,
 * from each vendor's documentation of its built-in roles; a custom role may give the same right and is not in here.
 */
import type { Change, Provider } from '../signin/index.ts'

interface ResetRole {
  readonly name: string
  /** Whom it can reset, for staff. */
  readonly reach: string
}

const ALL = 'everybody'
const NOT_ADMINISTRATORS = 'everybody but most administrators'
const PASSWORDS = 'passwords of people without a high role'

const RESET_ROLES: Partial<Readonly<Record<Provider, readonly ResetRole[]>>> = {
  entra: [
    { name: 'global administrator', reach: ALL },
    { name: 'privileged authentication administrator', reach: ALL },
    { name: 'authentication administrator', reach: NOT_ADMINISTRATORS },
    { name: 'helpdesk administrator', reach: PASSWORDS },
    { name: 'password administrator', reach: PASSWORDS },
    { name: 'user administrator', reach: NOT_ADMINISTRATORS },
    { name: 'privileged role administrator', reach: 'everybody, by giving themselves a role' },
    { name: 'hybrid identity administrator', reach: 'passwords, by the synchronisation' },
    { name: 'directory synchronization accounts', reach: 'passwords, by the synchronisation' },
  ],
  okta: [
    { name: 'super administrator', reach: ALL },
    { name: 'organization administrator', reach: NOT_ADMINISTRATORS },
    { name: 'group administrator', reach: 'people in their groups' },
    { name: 'help desk administrator', reach: 'people in their groups' },
  ],
  auth0: [
    { name: 'admin', reach: ALL },
    { name: 'editor - users', reach: ALL },
    { name: 'elevated support access', reach: ALL },
  ],
  keycloak: [
    { name: 'admin', reach: ALL },
    { name: 'realm-admin', reach: ALL },
    { name: 'manage-users', reach: ALL },
  ],
  google: [
    { name: 'super admin', reach: ALL },
    { name: '_seed_admin_role', reach: ALL },
    { name: 'user management admin', reach: NOT_ADMINISTRATORS },
    { name: '_user_management_admin_role', reach: NOT_ADMINISTRATORS },
    { name: 'help desk admin', reach: 'passwords of people without a role' },
    { name: '_help_desk_admin_role', reach: 'passwords of people without a role' },
  ],
  duo: [
    { name: 'owner', reach: ALL },
    { name: 'administrator', reach: ALL },
    { name: 'user manager', reach: NOT_ADMINISTRATORS },
    { name: 'help desk', reach: 'bypass codes of people without a role' },
  ],
  aws: [{ name: 'administratoraccess', reach: ALL }],
  onelogin: [
    { name: 'account owner', reach: ALL },
    { name: 'super user', reach: ALL },
    { name: 'manage users', reach: NOT_ADMINISTRATORS },
  ],
  ping: [
    { name: 'identity data admin', reach: ALL },
    { name: 'environment admin', reach: ALL },
  ],
  jumpcloud: [
    { name: 'administrator with billing', reach: ALL },
    { name: 'administrator', reach: ALL },
    { name: 'manager', reach: NOT_ADMINISTRATORS },
    { name: 'help desk', reach: NOT_ADMINISTRATORS },
  ],
  sandbox: [{ name: 'administrator', reach: ALL }],
}

/** Every name that stands in the lists. */
export const RESET_ROLE_NAMES: readonly string[] = [
  ...new Set(Object.values(RESET_ROLES).flatMap((roles) => roles.map(({ name }) => name))),
]

/** Whom somebody with this role can reset there; undefined where it is none of those. */
export function reachOf(provider: string, role: string): string | undefined {
  return RESET_ROLES[provider as Provider]?.find(({ name }) => name === role.toLowerCase())?.reach
}

/** What counts as resetting somebody, in a log. */
export const RESETS: readonly Change[] = [
  'authenticators-reset',
  'authenticator-removed',
  'authenticator-added',
  'mfa-disabled',
  'pass-issued',
  'codes-issued',
  'codes-viewed',
  'bypass-granted',
  'password-reset',
  'contact-changed',
]
