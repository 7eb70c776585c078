/** People, networks and an application to play with: what the demo and the tests begin with. Everything here is invented. */
import { hashPassword, hashRecoveryCode, newId, newSalt } from './secrets.ts'
import { newTotpSecret } from './totp.ts'
import type { Application, Authenticator, Network, Person, World } from './world.ts'

export const PASSWORD = 'correct horse battery'

const OFFICE: Network = {
  name: 'Office',
  prefix: '198.51.100.',
  country: 'DE',
  city: 'Berlin',
  latitude: 52.5,
  longitude: 13.4,
  asn: 64_496,
}
/** Each person's own at home, so that people do not look like one address. */
export const HOME: Network = {
  ...OFFICE,
  name: 'Homes',
  prefix: '192.0.2.',
  city: 'Potsdam',
  latitude: 52.4,
  asn: 64_497,
}
export const FAR: Network = {
  name: 'Far hosting',
  prefix: '203.0.113.',
  country: 'BR',
  city: 'São Paulo',
  latitude: -23.5,
  longitude: -46.6,
  asn: 64_499,
}

export interface NewPerson {
  readonly userName: string
  readonly displayName: string
  readonly groups?: readonly string[]
  readonly administrator?: boolean
  readonly passwordHash?: string
  /** A person's id. */
  readonly manager?: string
}

/** With password, code app, phone, inbox, and a sheet of these recovery codes. */
export async function newPerson(about: NewPerson, now: number, recoveryCodes: readonly string[] = []): Promise<Person> {
  const bound = (prefix: string, label: string) => ({ id: newId(prefix), label, added: now, lastUsed: null })
  const authenticators: Authenticator[] = [
    { kind: 'totp', ...bound('totp', 'Code app'), secret: newTotpSecret(), lastStep: 0, drift: 0 },
    { kind: 'push', ...bound('push', 'Phone'), reachable: true },
    { kind: 'inbox', ...bound('inbox', 'Inbox') },
  ]
  if (recoveryCodes.length > 0) {
    const salt = newSalt()
    const unspent = await Promise.all(recoveryCodes.map((code) => hashRecoveryCode(code, salt)))
    authenticators.push({ kind: 'recovery-codes', ...bound('codes', 'Recovery codes'), salt, unspent, spent: [] })
  }
  return {
    id: newId('person'),
    userName: about.userName,
    displayName: about.displayName,
    passwordHash: about.passwordHash ?? (await hashPassword(PASSWORD)),
    passwordChanged: now,
    passwordResetRequired: false,
    suspended: false,
    administrator: about.administrator ?? false,
    manager: about.manager ?? null,
    ...{ employeeNumber: null, email: null, phone: null, mobile: null },
    groups: [...(about.groups ?? ['staff'])],
    authenticators,
  }
}

/** Everybody uses a second step from everywhere. */
export function addSurroundings(world: World, applications: readonly Application[]): void {
  world.networks.push(OFFICE, HOME, FAR)
  world.applications.push(...applications)
  world.rules.push({ id: newId('rule'), name: 'MFA for everybody', enabled: true, when: {}, effect: 'require-mfa' })
}
