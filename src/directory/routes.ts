/** HTTP: who people are, their tiers, and the registry of emergency accounts. They change by the changes that changes.ts offers. */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { byPasskey, type Route, route, staff } from '../http/index.ts'
import { PROVIDERS } from '../signin/index.ts'
import { keyOfAccount, noteAccount } from './accounts.ts'
import { emergencyAccounts } from './emergency.ts'
import { importRoutes } from './import-routes.ts'
import { namedRoutes } from './named-routes.ts'
import { Line } from './one-line.ts'
import { raisedPeople } from './people.ts'
import { type PeopleRoutesOptions, peopleRoutes } from './people-routes.ts'
import {
  AccountForm,
  accountForm,
  Organisation,
  PersonForm,
  personForm,
  READERS,
  Strict,
  Text,
  TextOrNull,
} from './shapes.ts'

export function directoryRoutes(options: PeopleRoutesOptions): readonly Route[] {
  const { roomOf } = options
  return [
    ...peopleRoutes(options),
    ...tierRoutes(roomOf),
    ...namedRoutes(options),
    ...accountRoutes(roomOf),
    ...importRoutes(roomOf),
  ]
}

type RoomOf = PeopleRoutesOptions['roomOf']

function tierRoutes(roomOf: RoomOf): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/directory/tiers',
      on: 'console',
      access: READERS,
      summary: 'People whose tier is, or lately was, above standard. At most 1,000, the last changed first.',
      params: Organisation,
      answers: { 200: Type.Array(Type.Object({ ...PersonForm, label: TextOrNull }, Strict)) },
      async handle({ params, now }) {
        const room = roomOf(params.organisation)
        const found = await room.ledger.db.transaction((tx) => raisedPeople(tx, room, now))
        return { status: 200, body: found.map((one) => ({ ...personForm(one), label: one.label })) }
      },
    }),
  ]
}

function accountRoutes(roomOf: RoomOf): readonly Route[] {
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
      answers: { 200: Type.Array(Type.Object({ ...AccountForm, since: Text }, Strict)) },
      async handle({ params }) {
        const room = roomOf(params.organisation)
        const accounts = await room.ledger.db.transaction((tx) => emergencyAccounts(tx, room))
        const body = accounts.map(({ since, ...one }) => ({ ...accountForm(one), since: formatInstant(since) }))
        return { status: 200, body }
      },
    }),
  ]
}
