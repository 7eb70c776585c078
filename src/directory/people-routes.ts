/** HTTP: people, and what is known about one of them. docs/directory.md describes what comes back. */
import Type, { type Static } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Call, Count, type Route, route } from '../http/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { counts, countsFrom, getsNotices, VALUE_KINDS } from './aged-value.ts'
import { authenticatorsOf } from './authenticators.ts'
import { type ContactShown, contactsOf } from './contacts.ts'
import { AccountKey } from './emergency-registry.ts'
import { findPeople } from './find-people.ts'
import { FROZEN_BY } from './freeze.ts'
import { historyOf } from './history.ts'
import { loadTrusted } from './named-people.ts'
import { type PersonShown, personTiers } from './people.ts'
import type { DirectoryRoom } from './room.ts'
import {
  AccountForm,
  accountForm,
  assertReaches,
  instantOrNull,
  Organisation,
  PersonForm,
  personForm,
  personUnknown,
  READERS,
  Strict,
  Text,
  TextOrNull,
} from './shapes.ts'
import { Tier } from './tier.ts'
import { voucherFrom, vouchers } from './trusted.ts'

export interface PeopleRoutesOptions {
  roomOf(organisation: string): DirectoryRoom
  /** The name of a member of staff; undefined where it is not known. */
  nameOf(member: string): Promise<string | undefined>
}

const OfPerson = Type.Object({ organisation: Text, person: AccountKey }, Strict)
const Found = Type.Object(
  {
    person: Text,
    tier: Tier,
    isFrozen: Type.Boolean(),
    /** False for somebody whom only sign-ins named. */
    isListed: Type.Boolean(),
    accounts: Type.Array(Type.Object(AccountForm, Strict)),
  },
  Strict,
)
const OwnAccount = Type.Object(
  { ...AccountForm, linked: TextOrNull, roles: Type.Array(Text), groups: Type.Array(Text) },
  Strict,
)
const Freeze = Type.Object({ since: Text, because: Type.Enum(FROZEN_BY), reason: TextOrNull }, Strict)
const Person = Type.Object(
  { ...PersonForm, freeze: Type.Union([Freeze, Type.Null()]), accounts: Type.Array(OwnAccount) },
  Strict,
)
const Contact = Type.Object(
  {
    account: Text,
    kind: Type.Enum(VALUE_KINDS),
    masked: TextOrNull,
    readable: Type.Enum(['yes', 'erased', 'altered']),
    manager: TextOrNull,
    managerLabel: TextOrNull,
    source: Text,
    since: Text,
    /** From when on it can prove something; null for one that ended. */
    countsFrom: TextOrNull,
    counts: Type.Boolean(),
    getsNotices: Type.Boolean(),
    baseline: Type.Boolean(),
    ended: TextOrNull,
  },
  Strict,
)
const Authenticator = Type.Object(
  {
    account: Text,
    id: Text,
    kind: Text,
    phishingResistant: Type.Boolean(),
    device: TextOrNull,
    added: TextOrNull,
    lastUsed: TextOrNull,
    since: Text,
    countsFrom: TextOrNull,
    counts: Type.Boolean(),
    ended: TextOrNull,
  },
  Strict,
)
const TrustedContacts = Type.Object(
  {
    needed: Type.Integer(),
    contacts: Type.Array(
      Type.Object({ person: Text, label: TextOrNull, since: Text, countsFrom: Text, counts: Type.Boolean() }, Strict),
    ),
  },
  Strict,
)
const Happening = Type.Object(
  {
    entry: Type.Integer(),
    time: Text,
    type: Text,
    actor: Text,
    by: Type.Array(Type.Object({ member: Text, name: TextOrNull }, Strict)),
    text: Text,
  },
  Strict,
)

const PAGE_MAX = 100

export function peopleRoutes(options: PeopleRoutesOptions): readonly Route[] {
  const { roomOf, nameOf } = options
  const path = '/organisations/:organisation/directory/people'
  const ofPerson = { method: 'GET', on: 'console', access: READERS, params: OfPerson } as const
  return [
    route({
      method: 'GET',
      path,
      on: 'console',
      access: READERS,
      summary:
        'People whose login name begins with a text, who have it as address or employee number, or who signed in by such a name.',
      params: Organisation,
      query: Type.Object(
        { q: Type.Optional(Type.String({ maxLength: 200 })), limit: Type.Optional(Count({ min: 1, max: PAGE_MAX })) },
        Strict,
      ),
      answers: { 200: Type.Array(Found) },
      async handle({ params: { organisation }, query: { q = '', limit = 20 }, now }) {
        const room = roomOf(organisation)
        const found = await room.ledger.db.transaction((tx) => findPeople(tx, room, q, { limit, now }))
        return { status: 200, body: found.map((one) => ({ ...one, accounts: one.accounts.map(accountForm) })) }
      },
    }),
    route({
      ...ofPerson,
      path: `${path}/:person`,
      summary: 'One person: tier and freeze as the ledger has them, and the accounts with their roles and groups.',
      answers: { 200: Person },
      handle: async (call) => ({ status: 200, body: personShown(await readPerson(options, call)) }),
    }),
    route({
      ...ofPerson,
      path: `${path}/:person/contacts`,
      summary: 'A person’s contact points and manager: masked, with their age and the import that brought them.',
      answers: { 200: Type.Array(Contact) },
      async handle(call) {
        const contacts = await readPerson(options, call, (tx, room, { accounts }) =>
          contactsOf(
            tx,
            room,
            accounts.map(({ key }) => key),
          ),
        )
        return { status: 200, body: contacts.map((one) => contactShown(one, call.now)) }
      },
    }),
    route({
      ...ofPerson,
      path: `${path}/:person/authenticators`,
      summary: 'What a person signs in with, as the provider lists it, and since when it counts.',
      answers: { 200: Type.Array(Authenticator) },
      async handle(call) {
        const found = await readPerson(options, call, (tx, _, { accounts }) =>
          authenticatorsOf(
            tx,
            accounts.map(({ key }) => key),
            call.now,
          ),
        )
        const body = found.map(({ added, lastUsed, since, ended, countsFrom, ...one }) => ({
          ...one,
          since: formatInstant(since),
          ...{ added: instantOrNull(added), lastUsed: instantOrNull(lastUsed), ended: instantOrNull(ended) },
          countsFrom: instantOrNull(countsFrom),
        }))
        return { status: 200, body }
      },
    }),
    route({
      ...ofPerson,
      path: `${path}/:person/trusted-contacts`,
      summary: 'Who can vouch for a person, from when on, and how many have to.',
      answers: { 200: TrustedContacts },
      handle: async (call) => ({ status: 200, body: await readPerson(options, call, trustedOf(call.now)) }),
    }),
    route({
      ...ofPerson,
      path: `${path}/:person/history`,
      summary: 'What happened to a person, and who did it, newest first: at most 500 entries of the ledger.',
      answers: { 200: Type.Array(Happening) },
      async handle(call) {
        const happened = await readPerson(options, call, (tx, _, { person, accounts }) =>
          historyOf(
            tx,
            person,
            accounts.map(({ key }) => key),
          ),
        )
        const names = new Map<string, string | null>()
        for (const member of new Set(happened.flatMap(({ by }) => by))) {
          names.set(member, (await nameOf(member)) ?? null)
        }
        const named = (member: string) => ({ member, name: names.get(member) ?? null })
        return { status: 200, body: happened.map((one) => ({ ...one, by: one.by.map(named) })) }
      },
    }),
  ]
}

type PersonCall = Pick<Call<Static<typeof OfPerson>>, 'params' | 'scopes' | 'now'>

function readPerson(options: PeopleRoutesOptions, call: PersonCall): Promise<PersonShown>
function readPerson<Read>(
  options: PeopleRoutesOptions,
  call: PersonCall,
  read: (tx: OrganisationTransaction, room: DirectoryRoom, person: PersonShown) => Promise<Read>,
): Promise<Read>
/** Somebody whom the caller's role reaches, and what is asked about them. Throws the problems that say no. */
async function readPerson(
  { roomOf }: PeopleRoutesOptions,
  { params: { organisation, person }, scopes, now }: PersonCall,
  read: (tx: OrganisationTransaction, room: DirectoryRoom, person: PersonShown) => Promise<unknown> = async (
    _,
    __,
    found,
  ) => found,
): Promise<unknown> {
  const room = roomOf(organisation)
  return await room.ledger.db.transaction(async (tx) => {
    const found = await personTiers(tx, room, person, now)
    if (found === undefined) throw personUnknown()
    assertReaches(scopes, found.tier)
    return await read(tx, room, found)
  })
}

function personShown({ freeze, accounts, ...tiers }: PersonShown) {
  return {
    ...personForm(tiers),
    freeze: freeze === undefined ? null : { ...freeze, since: formatInstant(freeze.since) },
    accounts: accounts.map((one) => ({
      ...accountForm(one),
      linked: instantOrNull(one.linked),
      roles: [...one.roles],
      groups: [...one.groups],
    })),
  }
}

function contactShown(contact: ContactShown, now: number): Static<typeof Contact> {
  const { since, ended, linked: _, ...shown } = contact
  return {
    ...shown,
    since: formatInstant(since),
    countsFrom: ended === null ? formatInstant(countsFrom(contact)) : null,
    counts: counts(contact, now) && contact.readable === 'yes',
    getsNotices: getsNotices(contact, now),
    ended: instantOrNull(ended),
  }
}

function trustedOf(now: number) {
  return async (tx: OrganisationTransaction, room: DirectoryRoom, { person }: PersonShown) => {
    const trusted = await loadTrusted(tx, room, person)
    const able = new Set(vouchers(trusted, now))
    const contacts: Static<typeof TrustedContacts>['contacts'] = []
    for (const [contact, since] of trusted.contacts) {
      const known = await personTiers(tx, room, contact, now)
      const label = known?.accounts[0]?.label ?? null
      const age = { since: formatInstant(since), countsFrom: formatInstant(voucherFrom(since)) }
      contacts.push({ person: contact, label, ...age, counts: able.has(contact) })
    }
    return { needed: trusted.needed, contacts }
  }
}
