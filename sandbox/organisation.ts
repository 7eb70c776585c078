/**
 * The demo's hospital at the sandbox: the simulator's people with accounts, groups, managers and authenticators, and what each
 * of them has in hand, so that a program can play them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hospitalRoster, type RosterPerson, type RosterPlace } from '../src/simulator/index.ts'
import { addSurroundings, PASSWORD } from './sample-people.ts'
import { hashPassword, hashRecoveryCode, newId, newRecoveryCodes, newSalt } from './secrets.ts'
import { type Sandbox, startSandbox } from './server.ts'
import { newSoftwarePasskey, type SoftwarePasskey } from './software-passkey.ts'
import { newTotpSecret } from './totp.ts'
import type { Authenticator, Clock, Network, Person, World } from './world.ts'

/** What a person has in hand. Made up, and for a demo alone. */
export interface Belongings {
  readonly account: string
  readonly userName: string
  readonly password: string
  readonly totpSecret: string | null
  readonly passkey: SoftwarePasskey | null
  readonly recoveryCodes: readonly string[]
  /** IP addresses that they come from. */
  readonly home: string
  readonly office: string
}

export interface OrganisationOptions {
  /** Keeps the sandbox's world, and what people have in hand. */
  readonly folder: string
  /** 0: any free one. */
  readonly port: number
  /** From 100 to 370. */
  readonly people: number
  readonly seed: number
  readonly apiToken: string
  readonly clock?: Clock
}

/** Hashing takes its time, so that a sheet is for those who are likely to need it. */
const SHEETS_FOR: ReadonlySet<string> = new Set(['ana', 'tom', 'sam', 'riya'])

/** Starts it, the people of the first start being those of every later one. */
export async function startOrganisation({
  folder,
  people,
  seed,
  clock = Date.now,
  ...options
}: OrganisationOptions): Promise<{ readonly sandbox: Sandbox; readonly belongings: readonly Belongings[] }> {
  const file = join(folder, 'sandbox.people.json')
  const sandbox = await startSandbox({
    ...options,
    clock,
    file: join(folder, 'sandbox.json'),
    async fill(world) {
      const belongings = await fill(world, hospitalRoster({ people, seed, time: clock() }), clock())
      writeFileSync(file, JSON.stringify(belongings), { mode: 0o600, flush: true })
    },
  })
  return { sandbox, belongings: JSON.parse(readFileSync(file, 'utf8')) as Belongings[] }
}

async function fill(world: World, roster: readonly RosterPerson[], now: number): Promise<readonly Belongings[]> {
  addSurroundings(world, [])
  const offices = new Map(roster.map(({ office }) => [office.address, networkOf('Office', office)]))
  const homes = new Map(roster.map(({ home }) => [home.address, networkOf('Homes', home)]))
  world.networks.push(...offices.values(), ...homes.values())
  const passwordHash = await hashPassword(PASSWORD)
  const all: Belongings[] = []
  for (const about of roster) {
    const { person, belongings } = await accountFor(about, passwordHash, now)
    world.people.push(person)
    all.push(belongings)
  }
  return all
}

async function accountFor(about: RosterPerson, passwordHash: string, now: number) {
  const { account, userName, displayName, department, roles, manager, home, office } = about
  const { employeeNumber, email, phone: desk, mobile } = about
  const methods = about.authenticators.flatMap(({ methods, label }) => methods.map((method) => ({ method, label })))
  const labelOf = (...wanted: readonly string[]) => methods.find(({ method }) => wanted.includes(method))?.label
  const bound = (prefix: string, label: string) => ({ id: newId(prefix), label, added: now, lastUsed: null })
  const authenticators: Authenticator[] = []
  const [app, phone, line, key] = [
    labelOf('totp'),
    labelOf('push', 'push-number'),
    labelOf('sms', 'voice'),
    labelOf('passkey'),
  ]
  const totpSecret = app === undefined ? null : newTotpSecret()
  if (totpSecret !== null) {
    authenticators.push({
      kind: 'totp',
      ...bound('totp', `${app}: code app`),
      secret: totpSecret,
      lastStep: 0,
      drift: 0,
    })
  }
  if (phone !== undefined) authenticators.push({ kind: 'push', ...bound('push', phone), reachable: true })
  if (line !== undefined) authenticators.push({ kind: 'inbox', ...bound('inbox', `${line}: messages`) })
  const passkey = key === undefined ? undefined : newSoftwarePasskey(key, now)
  if (passkey !== undefined) authenticators.push(passkey.kept)
  const recoveryCodes = SHEETS_FOR.has(userName) ? newRecoveryCodes() : []
  if (recoveryCodes.length > 0) {
    const salt = newSalt()
    const unspent = await Promise.all(recoveryCodes.map((code) => hashRecoveryCode(code, salt)))
    authenticators.push({ kind: 'recovery-codes', ...bound('codes', 'Recovery codes'), salt, unspent, spent: [] })
  }
  const person: Person = {
    ...{ id: account, userName, displayName, passwordHash, passwordChanged: now, manager, authenticators },
    ...{ employeeNumber, email, phone: desk, mobile },
    passwordResetRequired: false,
    suspended: false,
    administrator: roles.some((role) => role.endsWith('administrator')),
    groups: ['staff', department.toLowerCase(), ...roles],
  }
  const held = passkey?.held ?? null
  const hands = { account, userName, password: PASSWORD, totpSecret, passkey: held, recoveryCodes }
  const belongings: Belongings = { ...hands, home: home.address, office: office.address }
  return { person, belongings }
}

function networkOf(name: string, { address, asn, city, country, latitude, longitude }: RosterPlace): Network {
  const separator = address.includes(':') ? ':' : '.'
  const parts = address.includes(':') ? 4 : 3
  const prefix = `${address.split(separator).slice(0, parts).join(separator)}${separator}`
  return { name, prefix, asn, city, country, latitude, longitude }
}
