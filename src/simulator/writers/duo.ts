/**
 * Duo authentication (v2), telephony and administrator logs in one NDJSON (Duo Admin API reference). Duo is asked after
 * the password: what fails before it leaves no row.
 */
import type { Attempt, ChangeMade, Happening, Person, SecondStep, StepResult } from '../happening.ts'
import { isPerson } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function duoWriter(_org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(happening, random(seed, 0xd00, happening.id)),
    nameOf: (person) => ({ person: person.login, account: key(person), ...(person.look ? { look: person.look } : {}) }),
  }
}

function key(person: Person): string {
  return `DU${person.account.replaceAll('-', '').slice(0, 18).toUpperCase()}`
}

function rowsOf(happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'change') return administrator(happening)
  if (happening.kind !== 'attempt') return []
  const { who } = happening
  if (!isPerson(who) || happening.first === 'wrong' || happening.first === 'session') return []
  if (!happening.demanded && !happening.complete) return []
  return authentications(happening, who, rng)
}

const STOPS: Readonly<Record<string, string>> = {
  locked: 'locked_out',
  disabled: 'user_disabled',
  'not-enrolled': 'deny_unenrolled_user',
  'policy-block': 'denied_by_policy',
  'device-not-compliant': 'endpoint_is_not_trusted',
  'risk-block': 'denied_by_policy',
  'service-error': 'error',
}

const DENIALS: Readonly<Partial<Record<StepResult, string>>> = {
  refused: 'user_mistake',
  mistake: 'user_mistake',
  'no-answer': 'no_response',
  'wrong-number': 'verification_code_incorrect',
  'wrong-code': 'invalid_passcode',
  'code-reused': 'invalid_passcode',
  'code-expired': 'invalid_passcode',
  'too-many-codes': 'invalid_passcode',
  undeliverable: 'no_response',
  'authenticator-invalid': 'no_activated_duo_mobile_account',
  'message-undeliverable': 'call_timed_out',
  'hung-up': 'no_keys_pressed',
  'blocked-user': 'user_disabled',
}

function authentications(made: Attempt, who: Person, rng: Random): Row[] {
  const { time, stop } = made
  if (stop) {
    const reason = STOPS[stop]
    if (!reason) return []
    const result = reason === 'error' ? 'error' : 'denied'
    return [authentication(made, who, rng, time, 'not_available', result, reason, null)]
  }
  if (!made.demanded)
    return [authentication(made, who, rng, time, 'not_available', 'success', 'allowed_by_policy', null)]
  if (made.remembered)
    return [authentication(made, who, rng, time, 'remembered_device', 'success', 'remembered_device', null)]
  const rows: Row[] = []
  for (const step of made.steps) {
    const at = time + step.at
    if (step.method === 'sms' || step.method === 'voice') rows.push(telephony(step, at - 9000, rng))
    if (step.result === 'approved') continue
    if (step.result === 'reported')
      rows.push(authentication(made, who, rng, at, factor(step), 'fraud', 'user_marked_fraud', step))
    else if (step.result === 'service-error')
      rows.push(authentication(made, who, rng, at, factor(step), 'error', 'error', step))
    else
      rows.push(authentication(made, who, rng, at, factor(step), 'denied', DENIALS[step.result] ?? 'no_response', step))
  }
  if (!made.complete) return rows
  const last = made.steps[made.steps.length - 1] ?? null
  const end = time + (last?.at ?? 2500)
  if (made.first === 'pass')
    rows.push(authentication(made, who, rng, end, 'bypass_code', 'success', 'valid_passcode', null))
  else if (!last)
    rows.push(authentication(made, who, rng, end, 'WebAuthn Credential', 'success', 'user_approved', null))
  else
    rows.push(
      authentication(
        made,
        who,
        rng,
        end,
        factor(last),
        'success',
        last.method === 'totp' || last.method === 'sms' ? 'valid_passcode' : 'user_approved',
        last,
      ),
    )
  return rows
}

function factor(step: SecondStep): string {
  switch (step.method) {
    case 'push':
      return 'duo_push'
    case 'push-number':
      return 'verified_duo_push'
    case 'totp':
      return 'duo_mobile_passcode'
    case 'sms':
      return 'sms_passcode'
    case 'voice':
      return 'phone_call'
    default:
      return 'WebAuthn Credential'
  }
}

function authentication(
  made: Attempt,
  who: Person,
  rng: Random,
  time: number,
  kind: string,
  result: string,
  reason: string,
  step: SecondStep | null,
): Row {
  const { device, network, ip } = made.seat
  const place = { city: network.city.name, country: network.city.countryName, state: network.city.state }
  const phone = step?.authenticator
  const text: Json = {
    access_device: {
      browser: device.browser,
      browser_version: `${device.version}.0.0.0`,
      epkey: device.managed ? `EP${device.id.replaceAll('-', '').slice(0, 18).toUpperCase()}` : '',
      flash_version: 'uninstalled',
      hostname: device.managed ? device.name : null,
      ip,
      is_encryption_enabled: 'unknown',
      is_firewall_enabled: 'unknown',
      is_password_set: 'unknown',
      java_version: 'uninstalled',
      location: place,
      os: device.os === 'MacOs' ? 'Mac OS X' : device.os === 'Ios' ? 'iOS' : device.os.replace(/ 1\d$/, ''),
      os_version: device.os.startsWith('Windows') ? device.os.slice(8) : device.osVersion,
      security_agents: [],
    },
    adaptive_trust_assessments: {},
    alias: '',
    application: { key: `DI${made.app.id.replaceAll('-', '').slice(0, 18).toUpperCase()}`, name: made.app.name },
    auth_device: phone
      ? {
          ip: null,
          key: `DP${phone.id.replaceAll('-', '').slice(0, 18).toUpperCase()}`,
          location: place,
          name: `${phone.label} (${phone.number})`,
        }
      : { ip: null, key: null, location: { city: null, country: null, state: null }, name: null },
    email: who.login,
    event_type: 'authentication',
    factor: kind,
    isotimestamp: stamp(time),
    ood_software: null,
    reason,
    result,
    timestamp: Math.floor(time / 1000),
    trusted_endpoint_status: device.managed ? 'trusted' : 'not trusted',
    txid: rng.uuid(),
    user: { groups: [], key: key(who), name: who.login },
  }
  return { time, text: JSON.stringify(text) }
}

function telephony(step: SecondStep, time: number, rng: Random): Row {
  const text: Json = {
    context: 'authentication',
    credits: step.method === 'sms' ? 1 : 2,
    isotimestamp: stamp(time),
    phone: step.authenticator?.number ?? '',
    telephony_id: rng.uuid(),
    timestamp: Math.floor(time / 1000),
    txid: rng.uuid(),
    type: step.method === 'sms' ? 'sms' : 'phone',
  }
  return { time, text: JSON.stringify(text) }
}

/** Microseconds and an offset, as Duo writes them. */
function stamp(time: number): string {
  return new Date(time).toISOString().replace('Z', '000+00:00')
}

/** The administrator log names who did it, to whom, and the rest as JSON in a text. */
function administrator(made: ChangeMade): Row[] {
  const self = made.actor !== null && made.actor === made.who
  if (self && made.change === 'authenticator-added') return [enrolment(made, made.actor)]
  const action = ACTIONS[made.change]
  if (!action || self) return []
  const [name, description] = action
  const text: Json = {
    action: name,
    description: JSON.stringify({
      ...description,
      ...(made.authenticator ? { pname: made.authenticator.label, number: made.authenticator.number } : {}),
    }),
    isotimestamp: new Date(made.time).toISOString().replace(/\.\d+Z/, '+00:00'),
    object: made.who ? made.who.login : made.target,
    timestamp: Math.floor(made.time / 1000),
    username: made.actor ? made.actor.login : 'AD User Sync: Domain Controller',
  }
  return [{ time: made.time, text: JSON.stringify(text) }]
}

const ACTIONS: Readonly<Record<string, readonly [string, Json]>> = {
  'authenticator-removed': ['user_update', { phones: '' }],
  'authenticators-reset': ['user_update', { phones: '', hardtokens: '' }],
  'pass-issued': ['bypass_create', { bypass: '', count: 1, valid_secs: 3600, auto_generated: true, remaining_uses: 1 }],
  'mfa-disabled': ['user_update', { status: 'Bypass' }],
  'account-disabled': ['user_update', { status: 'Disabled' }],
  'account-enabled': ['user_update', { status: 'Active' }],
  'account-unlocked': ['user_update', { status: 'Active' }],
  'policy-created': ['policy_create', {}],
  'policy-changed': ['policy_update', {}],
  'policy-deleted': ['policy_delete', {}],
}

function enrolment(made: ChangeMade, who: Person): Row {
  const place = made.seat?.network.city
  const text: Json = {
    access_device: {
      ip: made.seat?.ip ?? null,
      location: { city: place?.name ?? null, country: place?.countryName ?? null, state: place?.state ?? null },
    },
    alias: '',
    application: { key: 'DI000000000000000000', name: 'Self-Service Portal' },
    auth_device: {
      ip: null,
      location: {},
      name: `${made.authenticator?.label ?? ''} (${made.authenticator?.number ?? ''})`,
    },
    email: who.login,
    event_type: 'enrollment',
    factor: null,
    isotimestamp: stamp(made.time),
    reason: null,
    result: 'success',
    timestamp: Math.floor(made.time / 1000),
    txid: made.id.toString(16).padStart(32, '0'),
    user: { groups: [], key: key(who), name: who.login },
  }
  return { time: made.time, text: JSON.stringify(text) }
}
