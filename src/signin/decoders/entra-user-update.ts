/**
 * What an "Update user" row changed. Entra writes MFA's per-user switch, authenticators and contact data only there, as
 * the old and new value of properties: a rule that waits for the operation "Disable Strong Authentication" misses a
 * switch from State 1 to State 0.
 */
import type { Change, Method } from '../sign-in.ts'
import { wayOf } from './entra-methods.ts'
import { isMembers, type Members, textOf } from './entra-values.ts'

/** A changed property. Values are as the log writes them: JSON in a text, or plain text. */
export interface Modified {
  readonly name: string
  readonly before: string
  readonly after: string
}

export interface Update {
  readonly change: Change
  readonly target: string
  readonly method: Method
}

/** A change without an authenticator in it. */
export function plainUpdate(change: Change, target = ''): Update {
  return { change, target, method: 'none' }
}

/** The change that matters most among the changed properties; undefined if none concerns the way in. */
export function readUpdate(modified: readonly Modified[]): Update | undefined {
  for (const read of [
    mfaSwitch,
    methodsGone,
    phoneApp,
    deviceKey,
    hardwareToken,
    methods,
    contact,
    enabled,
    sessions,
  ]) {
    const update = read(modified)
    if (update) return update
  }
  return undefined
}

/** StrongAuthenticationRequirement: State 0 is off, 1 enabled, 2 enforced; an empty list is off. */
function mfaSwitch(modified: readonly Modified[]): Update | undefined {
  const property = find(modified, 'StrongAuthenticationRequirement')
  if (!property) return undefined
  const before = highestState(property.before)
  const after = highestState(property.after)
  if (before === after) return undefined
  return plainUpdate(after === 0 ? 'mfa-disabled' : 'mfa-enabled')
}

function highestState(value: string): number {
  return Math.max(0, ...listOf(value).map((requirement) => Number(requirement.State) || 0))
}

function methodsGone(modified: readonly Modified[]): Update | undefined {
  const property = find(modified, 'StrongAuthenticationMethod')
  if (!property || listOf(property.before).length === 0 || listOf(property.after).length > 0) return undefined
  return plainUpdate('authenticators-reset', methodNames(listOf(property.before)))
}

/** Apps are told apart by id; without one, by their number. A new token or time stamp of the same app is no change. */
function phoneApp(modified: readonly Modified[]): Update | undefined {
  const update = compareLists(find(modified, 'StrongAuthenticationPhoneAppDetail'), 'Id', 'DeviceName')
  return update && { ...update, target: update.target || 'authenticator app', method: 'push' }
}

function deviceKey(modified: readonly Modified[]): Update | undefined {
  const update = compareLists(find(modified, 'SearchableDeviceKey'), 'KeyIdentifier', 'Usage')
  return update && { ...update, target: update.target || 'passkey', method: 'passkey' }
}

function hardwareToken(modified: readonly Modified[]): Update | undefined {
  const update = compareLists(find(modified, 'OathTokenMetadata'), 'Id', 'SerialNumber')
  return update && { ...update, target: update.target || 'OATH token', method: 'totp' }
}

function methods(modified: readonly Modified[]): Update | undefined {
  const property = find(modified, 'StrongAuthenticationMethod')
  if (!property) return undefined
  const before = listOf(property.before)
  const after = listOf(property.after)
  if (before.length === after.length) return undefined
  const grew = after.length > before.length
  const target = methodNames(grew ? missingFrom(before, after, 'MethodType') : missingFrom(after, before, 'MethodType'))
  return { change: grew ? 'authenticator-added' : 'authenticator-removed', target, method: wayOf(target).method }
}

const CONTACTS = ['PhoneNumber', 'AlternativePhoneNumber', 'VoiceOnlyPhoneNumber', 'Email'] as const

/** Names which contact changed, never the number or address itself. */
function contact(modified: readonly Modified[]): Update | undefined {
  const details = find(modified, 'StrongAuthenticationUserDetails')
  if (details) {
    const before = listOf(details.before)[0]
    const after = listOf(details.after)[0]
    const changed = CONTACTS.filter((name) => textOf(before?.[name]) !== textOf(after?.[name]))
    if (changed.length > 0) return plainUpdate('contact-changed', changed.join(', '))
  }
  const plain = ['Mobile', 'OtherMobile', 'OtherMail', 'AlternateEmailAddress'].map((name) => find(modified, name))
  const changed = plain.find((property) => property && property.before !== property.after)
  return changed && plainUpdate('contact-changed', changed.name)
}

function enabled(modified: readonly Modified[]): Update | undefined {
  const property = find(modified, 'AccountEnabled')
  if (!property || property.before === property.after || property.before === '') return undefined
  return plainUpdate(/true/i.test(property.after) ? 'account-enabled' : 'account-disabled')
}

function sessions(modified: readonly Modified[]): Update | undefined {
  const property = find(modified, 'StsRefreshTokensValidFrom')
  return property && property.before !== property.after ? plainUpdate('sessions-revoked') : undefined
}

function compareLists(property: Modified | undefined, key: string, label: string): Update | undefined {
  if (!property) return undefined
  const before = listOf(property.before)
  const after = listOf(property.after)
  const added = missingFrom(before, after, key)
  if (added.length > 0) return plainUpdate('authenticator-added', textOf(added[0]?.[label]))
  const removed = missingFrom(after, before, key)
  if (removed.length > 0) return plainUpdate('authenticator-removed', textOf(removed[0]?.[label]))
  return undefined
}

/** Those of `longer` that are not in `shorter`; without keys to compare, as many as it has more. */
function missingFrom(shorter: readonly Members[], longer: readonly Members[], key: string): readonly Members[] {
  const keys = new Set(shorter.map((each) => textOf(each[key])))
  if (longer.some((each) => textOf(each[key]) === '') || keys.has('')) return longer.slice(shorter.length)
  return longer.filter((each) => !keys.has(textOf(each[key])))
}

/** StrongAuthenticationMethod.MethodType by number (Microsoft's enumeration StrongAuthenticationMethodType). */
const METHOD_TYPES = [
  'TwoWayVoiceMobile',
  'TwoWaySms',
  'TwoWayVoiceOffice',
  'TwoWayVoiceOtherMobile',
  'TwoWaySmsOtherMobile',
  'OneWaySms',
  'PhoneAppNotification',
  'PhoneAppOTP',
] as const

function methodNames(list: readonly Members[]): string {
  const names = list.map((method) => METHOD_TYPES[Number(textOf(method.MethodType))] ?? textOf(method.MethodType))
  return names.filter((name) => name !== '').join(', ')
}

function find(modified: readonly Modified[], name: string): Modified | undefined {
  return modified.find((property) => property.name === name)
}

/** The objects of a property's value: a JSON list or one JSON object; nothing of anything else. */
function listOf(value: string): readonly Members[] {
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? parsed.filter(isMembers) : isMembers(parsed) ? [parsed] : []
  } catch {
    return []
  }
}
