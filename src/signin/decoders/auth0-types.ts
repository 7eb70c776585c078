/** What kind of row each of Auth0's types is. Step, outcome and reason of a type stand in the catalogue. */
import type { Activity, Change, Method } from '../sign-in.ts'

export interface Type {
  readonly activity: Activity
  readonly method: Method
  readonly change: Change
  /** The person is in after it. */
  readonly complete: boolean
  /** A second step was answered in it. */
  readonly proved: boolean
}

function type(activity: Activity, more: Partial<Type> = {}): Type {
  return { activity, method: 'none', change: 'none', complete: false, proved: false, ...more }
}

const signIn = (method: Method): Type => type('sign-in', { method })
const enters = (method: Method): Type => type('sign-in', { method, complete: true })
const entersProved = (method: Method): Type => type('sign-in', { method, complete: true, proved: true })
const proves = (method: Method): Type => type('sign-in', { method, proved: true })
const changes = (change: Change): Type => type('change', { change })
const message = (method: Method): Type => type('message', { method })
const prompt = type('prompt', { method: 'push' })
const refresh = type('refresh')
const signOut = type('sign-out')
const risk = type('risk', { method: 'password' })

/** A type that is not here is a named row of no meaning to a rule. `s`, `f` and `sapi` are read closer in auth0-event.ts. */
export const TYPES: ReadonlyMap<string, Type> = new Map([
  ['s', enters('none')],
  ['sdel', enters('none')],
  ['sens', enters('external')],
  ['sepft', enters('password')],
  ['seotpft', entersProved('totp')],
  ['seoobft', entersProved('other')],
  ['sercft', entersProved('recovery-code')],
  ['sepkotpft', entersProved('totp')],
  ['sepkoobft', entersProved('other')],
  ['sepkrcft', entersProved('recovery-code')],
  ['ciba_exchange_succeeded', entersProved('push')],
  ['scoa', signIn('password')],
  ['scv', signIn('password')],
  ['passkey_challenge_started', signIn('passkey')],
  ['passkey_challenge_failed', signIn('passkey')],
  ['f', signIn('none')],
  ['fp', signIn('password')],
  ['fu', signIn('password')],
  ['fcoa', signIn('password')],
  ['fepft', signIn('password')],
  ['fepotpft', signIn('email')],
  ['fens', signIn('external')],
  ['fc', signIn('password')],
  ['feotpft', signIn('totp')],
  ['feoobft', signIn('other')],
  ['fercft', signIn('recovery-code')],
  ['ciba_exchange_failed', signIn('push')],
  ['limit_wc', signIn('password')],
  ['limit_sul', signIn('none')],
  ['limit_mu', signIn('none')],

  ['mfar', signIn('none')],
  ['gd_start_auth', signIn('none')],
  ['gd_start_enroll', signIn('none')],
  ['gd_start_enroll_failed', signIn('none')],
  ['gd_webauthn_enrollment_failed', signIn('passkey')],
  ['too_many_records', signIn('none')],
  ['gd_auth_succeed', proves('other')],
  ['gd_auth_failed', signIn('other')],
  ['gd_auth_rejected', prompt],
  ['gd_auth_email_verification', proves('email')],
  ['gd_auth_fail_email_verification', signIn('email')],
  ['gd_webauthn_challenge_failed', signIn('passkey')],
  ['gd_otp_rate_limit_exceed', signIn('other')],
  ['gd_recovery_succeed', proves('recovery-code')],
  ['gd_recovery_failed', signIn('recovery-code')],
  ['gd_recovery_rate_limit_exceed', signIn('recovery-code')],

  ['gd_send_pn', prompt],
  ['gd_send_pn_failure', prompt],
  ['ciba_start_succeeded', prompt],
  ['ciba_start_failed', prompt],
  ['gd_send_sms', message('sms')],
  ['gd_send_sms_failure', message('sms')],
  ['gd_send_voice', message('voice')],
  ['gd_send_voice_failure', message('voice')],
  ['gd_send_email', message('email')],
  ['gd_send_email_verification', message('email')],
  ['gd_send_email_verification_failure', message('email')],
  ['limit_phone', message('sms')],
  ['fn', message('email')],
  ['cls', message('email')],
  ['cs', message('sms')],

  ['gd_enrollment_complete', changes('authenticator-added')],
  ['gd_unenroll', changes('authenticator-removed')],
  ['gd_update_device_account', changes('other')],
  ['gd_tenant_update', changes('policy-changed')],
  ['my_account_authentication_method_succeeded', changes('other')],
  ['my_account_authentication_method_failed', changes('other')],
  ['scp', changes('password-self-reset')],
  ['fcp', changes('password-self-reset')],
  ['scpr', changes('password-self-reset')],
  ['fcpr', changes('password-self-reset')],
  ['sce', changes('contact-changed')],
  ['fce', changes('contact-changed')],
  ['scpn', changes('contact-changed')],
  ['fcpn', changes('contact-changed')],
  ['scu', changes('other')],
  ['fcu', changes('other')],
  ['ss', changes('account-created')],
  ['fs', changes('account-created')],
  ['sdu', changes('account-deleted')],
  ['fdu', changes('account-deleted')],
  ['ublkdu', changes('account-unlocked')],
  ['organization_member_added', changes('group-joined')],

  ['pwd_leak', risk],
  ['reset_pwd_leak', risk],
  ['signup_pwd_leak', risk],

  ...[
    'ssa',
    'fsa',
    'seacft',
    'feacft',
    'sertft',
    'fertft',
    'ferrt',
    'seccft',
    'feccft',
    'sede',
    'fede',
    'secte',
    'fecte',
    'seta',
    'feta',
    'sd',
    'fd',
    'sdeleacft',
    'fdeleacft',
    'sdelsa',
    'fdelsa',
    'idjag_exchange_succeeded',
    'idjag_exchange_failed',
    'jwt_bearer_exchange_failed',
    'success_on_behalf_of_token_exchange',
    'failed_on_behalf_of_token_exchange',
    'limit_delegation',
  ].map((code): readonly [string, Type] => [code, refresh]),
  ...[
    'slo',
    'flo',
    'federated_logout_failed',
    'oidc_backchannel_logout_succeeded',
    'oidc_backchannel_logout_failed',
    'universal_logout_succeeded',
    'universal_logout_failed',
  ].map((code): readonly [string, Type] => [code, signOut]),
])
