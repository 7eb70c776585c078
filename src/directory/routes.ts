/** HTTP: who people are, their tiers, and the registry of emergency accounts. They change by the changes that changes.ts offers. */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Access, byPasskey, Problem, type Route, route, staff } from '../http/index.ts'
import { PROVIDERS } from '../signin/index.ts'
import { keyOfAccount, noteAccount } from './accounts.ts'
import { counts, countsFrom, getsNotices, VALUE_KINDS } from './aged-value.ts'
import { emergencyAccounts } from './emergency.ts'
import { AccountKey } from './emergency-registry.ts'
import { importRoutes } from './import-routes.ts'
import { type PersonTiers, personTiers, raisedPeople, type ValueShown } from './people.ts'
import type { DirectoryRoom } from './room.ts'
import { Tier } from './tier.ts'

const Strict = { additionalProperties: false }
const Text = Type.String()
const Organisation = Type.Object({ organisation: Text }, Strict)
/** On one line, and nothing that could be taken for something else. */
const Line = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '^[^\\p{C}\\p{Zl}\\p{Zp}]+$' })

const READERS: Access = [staff(['agent', 'approver', 'analyst', 'administrator', 'auditor'])]

const Lowering = Type.Object({ to: Tier, countsFrom: Text }, Strict)
const Person = Type.Object({ person: Text, tier: Tier, lowering: Type.Union([Lowering, Type.Null()]) }, Strict)
const AccountShown = { account: Text, provider: Text, tenant: Text, id: Text, label: Text }

const Value = Type.Object(
  {
    account: Text,
    kind: Type.Enum(VALUE_KINDS),
    since: Text,
    /** From when on it can prove something; null for one that ended. */
    countsFrom: Type.Union([Text, Type.Null()]),
    counts: Type.Boolean(),
    getsNotices: Type.Boolean(),
    ended: Type.Union([Text, Type.Null()]),
  },
  Strict,
)

export interface DirectoryRoutesOptions {
  roomOf(organisation: string): DirectoryRoom
}

export function directoryRoutes({ roomOf }: DirectoryRoutesOptions): readonly Route[] {
  return [...peopleRoutes(roomOf), ...accountRoutes(roomOf), ...importRoutes(roomOf)]
}

function peopleRoutes(roomOf: DirectoryRoutesOptions['roomOf']): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/directory/tiers',
      on: 'console',
      access: READERS,
      summary: 'People whose tier is, or lately was, above standard. At most 1,000, the last changed first.',
      params: Organisation,
      answers: { 200: Type.Array(Person) },
      async handle({ params, now }) {
        const found = await roomOf(params.organisation).ledger.db.transaction((tx) => raisedPeople(tx, now))
        return { status: 200, body: found.map(shown) }
      },
    }),
    route({
      method: 'GET',
      path: '/organisations/:organisation/directory/people/:person',
      on: 'console',
      access: READERS,
      summary: 'One person: the tier as the ledger has it, and the accounts that were named.',
      params: Type.Object({ organisation: Text, person: AccountKey }, Strict),
      answers: {
        200: Type.Object(
          { ...Person.properties, accounts: Type.Array(Type.Object(AccountShown, Strict)), values: Type.Array(Value) },
          Strict,
        ),
      },
      async handle({ params: { organisation, person }, now }) {
        const room = roomOf(organisation)
        const found = await room.ledger.db.transaction((tx) => personTiers(tx, room, person, now))
        if (found === undefined) throw unknown()
        const accounts = found.accounts.map(({ key, provider, tenant, id, label }) => ({
          account: key,
          provider,
          tenant,
          id,
          label,
        }))
        return {
          status: 200,
          body: { ...shown(found), accounts, values: found.values.map((one) => valueShown(one, now)) },
        }
      },
    }),
  ]
}

function accountRoutes(roomOf: DirectoryRoutesOptions['roomOf']): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/organisations/:organisation/directory/accounts',
      on: 'console',
      access: [staff(['administrator'], byPasskey)],
      summary:
        'Notes an account that may never have signed in, by the provider’s id; gives the key that changes name it by.',
      params: Organisation,
      body: Type.Object(
        {
          provider: Type.Enum(PROVIDERS),
          tenant: Line(400),
          id: Line(400),
          label: Line(400),
        },
        Strict,
      ),
      answers: { 200: Type.Object({ account: Text }, Strict) },
      async handle({ params, body, now }) {
        const room = roomOf(params.organisation)
        const account = await room.ledger.db.transaction(async (tx) => {
          // Whoever is in the registry is called what two people entered.
          const isRegistered = (await emergencyAccounts(tx, room)).some(({ key }) => key === keyOfAccount(body))
          return isRegistered ? keyOfAccount(body) : await noteAccount(tx, body, now)
        })
        return { status: 200, body: { account } }
      },
    }),
    route({
      method: 'GET',
      path: '/organisations/:organisation/directory/emergency-accounts',
      on: 'console',
      access: READERS,
      summary: 'The registry of emergency accounts, as the ledger has it.',
      params: Organisation,
      answers: { 200: Type.Array(Type.Object({ ...AccountShown, since: Text }, Strict)) },
      async handle({ params }) {
        const room = roomOf(params.organisation)
        const accounts = await room.ledger.db.transaction((tx) => emergencyAccounts(tx, room))
        const body = accounts.map(({ key, provider, tenant, id, label, since }) => ({
          account: key,
          provider,
          tenant,
          id,
          label,
          since: formatInstant(since),
        }))
        return { status: 200, body }
      },
    }),
  ]
}

function shown({ person, tier, lowering }: PersonTiers) {
  const waiting = lowering === undefined ? null : { to: lowering.to, countsFrom: formatInstant(lowering.countsFrom) }
  return { person, tier, lowering: waiting }
}

function valueShown(value: ValueShown, now: number) {
  const { account, kind, since, ended } = value
  return {
    account,
    kind,
    since: formatInstant(since),
    countsFrom: ended === null ? formatInstant(countsFrom(value)) : null,
    counts: counts(value, now),
    getsNotices: getsNotices(value, now),
    ended: ended === null ? null : formatInstant(ended),
  }
}

function unknown(): Problem {
  return new Problem({
    code: 'ERR_PERSON_UNKNOWN',
    status: 404,
    title: 'No such person',
    detail: 'Nobody of this id was seen, imported or raised.',
    next: 'Search by name or address.',
  })
}
