/** An organisation: its people, offices, policies, devices and the ways they sign in. */
import { app, authenticator, enrolled, laptop, phone } from './devices.ts'
import type { App, Person, Role } from './happening.ts'
import { folded, type Name, personName } from './names.ts'
import { type Atlas, atlas, type City, HOME_CITIES, type Network } from './places.ts'
import { type Random, random } from './random.ts'
import type { Traits } from './vendors.ts'

interface Policy {
  readonly id: string
  readonly name: string
  readonly controls: readonly string[]
}

export interface Organisation {
  readonly name: string
  readonly domain: string
  readonly tenant: string
  readonly people: Person[]
  readonly emergency: Person[]
  readonly services: Person[]
  readonly helpdesk: Person[]
  readonly administrators: Person[]
  /** Who was given the highest role while the log ran, by whomever. */
  readonly promoted: Person[]
  /** From when on one administrator holds the highest role alone; Infinity if that never comes. */
  soleFrom: number
  readonly offices: Network[]
  readonly vpn: Network
  readonly apps: readonly App[]
  readonly policies: readonly Policy[]
  readonly numberMatching: boolean
  readonly traits: Traits
  readonly atlas: Atlas
}

const LOOKS = [
  'vpn-traveller',
  'long-haul-traveller',
  'fumbler',
  'assistant',
  'phone-in-another-room',
  'own-refusal',
  'new-phone',
  'new-laptop',
  'night-shift',
  'helpdesk',
  'failing-script',
  'conference',
  'shared-carrier',
  'commercial-vpn',
  'office-crowd',
  'executive',
] as const
export type Look = (typeof LOOKS)[number]

const APPS: readonly (readonly [string, string])[] = [
  ['Office 365 Exchange Online', 'Office 365 Exchange Online'],
  ['Microsoft Teams', 'Microsoft Teams Services'],
  ['Office365 Shell WCSS-Client', 'Microsoft Graph'],
  ['SharePoint Online Web Client Extensibility', 'Office 365 SharePoint Online'],
  ['Salesforce', 'Salesforce'],
  ['ServiceNow', 'ServiceNow'],
  ['Workday', 'Workday'],
  ['Jira Cloud', 'Atlassian Cloud'],
  ['Azure Portal', 'Windows Azure Service Management API'],
]

const POLICIES: readonly (readonly [string, readonly string[]])[] = [
  ['Require MFA for all users', ['Mfa']],
  ['Block legacy authentication', ['Block']],
  ['Require compliant device for office applications', ['RequireCompliantDevice']],
  ['Require approved client app on mobile', ['RequireApprovedApp']],
  ['Block sign-ins with high risk', ['Block']],
  ['Block countries without business', ['Block']],
  ['Security info registration from trusted places', ['Block']],
]

const DEPARTMENTS = [
  'Sales',
  'Finance',
  'Engineering',
  'Support',
  'Marketing',
  'Legal',
  'Operations',
  'People',
  'Research',
]
const TITLES = ['Analyst', 'Manager', 'Engineer', 'Specialist', 'Associate', 'Consultant', 'Coordinator', 'Lead']

export interface OrganisationSettings {
  readonly people: number
  readonly seed: number
  readonly name: string
  readonly traits: Traits
  /** People whose names are known beforehand, by their index. Everything else about them is drawn as for anybody. */
  readonly named?: ReadonlyMap<number, Name>
}

export function organisation({ people, seed, name, traits, named }: OrganisationSettings): Organisation {
  const rng = random(seed, 0x0f)
  const map = atlas()
  const domain = `${folded(name) || 'example'}.example.com`
  const cities = officeCities(people, rng)
  const offices = cities.map((at) => map.office(at, rng))
  const numberMatching = traits.numberMatching && rng.chance(0.75)
  const org: Organisation = {
    name,
    domain,
    tenant: rng.uuid(),
    people: [],
    emergency: [],
    services: [],
    helpdesk: [],
    administrators: [],
    promoted: [],
    soleFrom: Number.POSITIVE_INFINITY,
    offices,
    vpn: map.corporateVpn(cities[0]!, rng.chance(0.3), rng),
    apps: APPS.map(([label, resource]) => ({ id: rng.uuid(), name: label, resource })),
    policies: POLICIES.map(([label, controls]) => ({ id: rng.uuid(), name: label, controls })),
    numberMatching,
    traits,
    atlas: map,
  }
  const logins = new Set<string>()
  for (let index = 0; index < people; index++) {
    org.people.push(employee(org, index, logins, random(seed, 0x9e, index), named?.get(index)))
  }
  giveRoles(org, rng)
  giveLooks(org, rng)
  for (let index = 0; index < 2; index++) org.emergency.push(emergencyAccount(org, index, rng))
  for (let index = 0; index < Math.max(1, Math.min(6, Math.round(people / 400))); index++) {
    org.services.push(serviceAccount(org, index, rng))
  }
  return org
}

function officeCities(people: number, rng: Random): City[] {
  const count = people < 150 ? 1 : people < 1500 ? 3 : 6
  const cities: City[] = []
  while (cities.length < count) {
    const at = rng.pick(HOME_CITIES)
    if (!cities.includes(at)) cities.push(at)
  }
  return cities
}

function employee(org: Organisation, index: number, logins: Set<string>, rng: Random, name?: Name): Person {
  const drawn = personName(rng)
  const { given, family } = name ?? drawn
  const office = rng.pick(org.offices)
  const at = office.city
  const pattern = rng.weighted([
    ['office', 38],
    ['hybrid', 36],
    ['home', 18],
    ['shift', 8],
  ] as const)
  const from = pattern === 'shift' ? 6 : rng.between(7.5, 10)
  const own = phone(rng)
  return {
    index,
    given,
    family,
    login: `${unused(`${folded(given)}.${folded(family)}`, logins)}@${org.domain}`,
    account: rng.uuid(),
    department: rng.pick(DEPARTMENTS),
    title: rng.pick(TITLES),
    roles: [],
    manager: Math.floor(index / 8),
    kind: 'employee',
    pattern,
    from,
    to: from + rng.between(8, 9.5),
    zone: at.zone,
    office,
    home: org.atlas.home(at, rng),
    carrier: org.atlas.mobile(at.country, rng),
    laptop: laptop(rng.chance(0.8), rng),
    phone: own,
    authenticators: enrolled(own.model, org, rng),
    rememberDays: rng.pick([0, 1, 1, 3, 7, 7, 14]),
    former: [],
    remembered: new Map(),
    busy: [],
    look: '',
    planned: false,
  }
}

function unused(wish: string, taken: Set<string>): string {
  let login = wish
  for (let count = 2; taken.has(login); count++) login = `${wish}${count}`
  taken.add(login)
  return login
}

/** Administrators sign in with a key or an app, never with a text message; the first holds the highest role. */
function giveRoles(org: Organisation, rng: Random): void {
  const { people } = org
  const give = (from: number, to: number, role: Role, list: Person[]): void => {
    for (const person of people.slice(from, to)) {
      person.roles = [role]
      person.authenticators = [
        rng.chance(0.5) ? authenticator(['passkey'], 'YubiKey 5', rng) : app(person.phone.model, org, rng),
      ]
      list.push(person)
    }
  }
  const administrators = Math.max(1, Math.min(12, Math.round(people.length / 250)))
  const desk = Math.max(1, Math.min(20, Math.round(people.length / 200)))
  give(0, 1, 'global-administrator', org.administrators)
  give(1, 1 + administrators, 'user-administrator', org.administrators)
  give(1 + administrators, 1 + administrators + desk, 'helpdesk', org.helpdesk)
}

/** About one in fifty is a look-alike of each kind, one at least; nobody is two. */
function giveLooks(org: Organisation, rng: Random): void {
  const first = 2 + org.administrators.length + org.helpdesk.length
  const free = org.people.slice(first)
  const each = Math.max(1, Math.round(org.people.length / 50))
  for (const look of LOOKS) {
    if (look === 'helpdesk' || look === 'office-crowd' || look === 'executive') continue
    for (let count = 0; count < each && free.length > org.people.length / 3; count++) {
      const at = rng.int(0, free.length - 1)
      const person = free[at]!
      free[at] = free[free.length - 1]!
      free.pop()
      wear(person, look, org, rng)
    }
  }
  for (const person of org.helpdesk) person.look = 'helpdesk'
  const office = org.offices[0]!
  for (const person of free) {
    if (person.office === office && person.pattern === 'office' && rng.chance(0.3)) person.look = 'office-crowd'
  }
}

function wear(person: Person, look: Look, org: Organisation, rng: Random): void {
  person.look = look
  if (look === 'night-shift') {
    person.pattern = 'night'
    person.from = 21.5
    person.to = 30
  }
  if (look === 'phone-in-another-room' || look === 'own-refusal' || look === 'new-phone') {
    person.authenticators = [
      app(person.phone.model, org, rng),
      ...(org.traits.methods.includes('sms') ? [authenticator(['sms'], person.phone.model, rng)] : []),
    ]
    person.rememberDays = Math.min(person.rememberDays, 1)
  }
  if (look === 'fumbler') {
    person.authenticators = [authenticator(['totp'], person.phone.model, rng)]
    person.rememberDays = 0
  }
}

function account(org: Organisation, index: number, login: string, rng: Random): Person {
  const office = org.offices[0]!
  return {
    index,
    given: login.split('@')[0]!,
    family: '',
    login,
    account: rng.uuid(),
    department: '',
    title: '',
    roles: [],
    manager: 0,
    kind: 'employee',
    pattern: 'office',
    from: 0,
    to: 0,
    zone: office.city.zone,
    office,
    home: office,
    carrier: org.atlas.mobile(office.city.country, rng),
    laptop: laptop(true, rng),
    phone: phone(rng),
    authenticators: [],
    rememberDays: 0,
    former: [],
    remembered: new Map(),
    busy: [],
    look: '',
    planned: false,
  }
}

const EMERGENCY_NAMES = ['breakglass', 'emergency.access', 'EM001', 'break-glass-admin']
const SERVICE_NAMES = ['scanner', 'svc-crm-mailer', 'svc-backup', 'noreply', 'svc-monitoring', 'printer-hall']

function emergencyAccount(org: Organisation, index: number, rng: Random): Person {
  const label = EMERGENCY_NAMES[(rng.int(0, 1) * 2 + index) % EMERGENCY_NAMES.length]!
  const person = account(org, -10 - index, `${label}@${folded(org.name) || 'example'}.onmicrosoft.example.com`, rng)
  return {
    ...person,
    kind: 'emergency',
    roles: ['global-administrator'],
    authenticators: [authenticator(['passkey'], 'YubiKey 5C', rng)],
  }
}

/** Accounts of machines, left out of MFA on purpose; some still speak SMTP from the office or a data centre. */
function serviceAccount(org: Organisation, index: number, rng: Random): Person {
  const person = account(org, -100 - index, `${SERVICE_NAMES[index % SERVICE_NAMES.length]}@${org.domain}`, rng)
  const hosted = index % 2 === 1
  return { ...person, kind: 'service', home: hosted ? org.atlas.hosting(rng) : org.offices[0]! }
}

/** The time zone's local hour of an instant, 0 up to 24. */
export function localHour(time: number, zone: number): number {
  const hours = time / 3_600_000 + zone
  return hours - Math.floor(hours / 24) * 24
}
