/** HTTP: people, to find and to look at. */
import Type from 'typebox'
import { Count, Problem, type Route, route } from '../http/index.ts'
import type { Store } from '../store/index.ts'
import { findPeople, idOf } from './people.ts'
import { personPage } from './person-page.ts'
import { READERS, Told, toldAnswer } from './told-answer.ts'

const FOUND_MAX = 50

const Strict = { additionalProperties: false }
const Text = Type.String()
const PersonFound = Type.Object({ id: Text, label: Text, provider: Text, account: Text }, Strict)
const Shown = Type.Object(
  {
    time: Text,
    provider: Text,
    what: Text,
    result: Text,
    address: Text,
    place: Text,
    latitude: Type.Union([Type.Number(), Type.Null()]),
    longitude: Type.Union([Type.Number(), Type.Null()]),
    device: Text,
    authenticator: Text,
    app: Text,
  },
  Strict,
)
const PersonPage = Type.Object(
  {
    id: Text,
    /** As the directory has them; null for a name alone. */
    person: Type.Union([Text, Type.Null()]),
    label: Text,
    accounts: Type.Array(Type.Object({ provider: Text, account: Text, label: Text }, Strict)),
    lockouts: Type.Array(Told),
    findings: Type.Array(Told),
    /** Newest first, at most 200. */
    signIns: Type.Array(Shown),
    usual: Type.Object(
      {
        networks: Type.Array(Text),
        devices: Type.Array(Text),
        countries: Type.Array(Text),
        hours: Type.Array(Type.Integer()),
      },
      Strict,
    ),
  },
  Strict,
)

export function personRoutes({ store }: { readonly store: Pick<Store, 'in'> }): readonly Route[] {
  const of = { method: 'GET', on: 'console', access: READERS } as const
  return [
    route({
      ...of,
      path: '/organisations/:organisation/people',
      summary: 'People whose name begins with a text, else has it somewhere.',
      params: Type.Object({ organisation: Text }, Strict),
      query: Type.Object(
        {
          q: Type.String({ minLength: 1, maxLength: 200 }),
          limit: Type.Optional(Count({ min: 1, max: FOUND_MAX })),
        },
        Strict,
      ),
      answers: { 200: Type.Array(PersonFound) },
      async handle({ params, query: { q, limit = 20 } }) {
        const found = await store.in(params.organisation).transaction((tx) => findPeople(tx, q, limit))
        const body = found.map((row) => ({
          id: idOf(row),
          label: row.label,
          provider: row.provider,
          account: row.account,
        }))
        return { status: 200, body }
      },
    }),
    route({
      ...of,
      path: '/organisations/:organisation/people/:person',
      summary: 'One person, by id or by an account’s key: lockouts, findings, the last sign-ins, and what is usual.',
      params: Type.Object({ organisation: Text, person: Type.String({ pattern: '^[0-9a-f]{32}$' }) }, Strict),
      answers: { 200: PersonPage },
      async handle({ params, now }) {
        const page = await store.in(params.organisation).transaction((tx) => personPage(tx, params.person, now))
        if (page === undefined) throw unknownPerson()
        const { lockouts, findings } = page
        return {
          status: 200,
          body: { ...page, lockouts: lockouts.map(toldAnswer), findings: findings.map(toldAnswer) },
        }
      },
    }),
  ]
}

function unknownPerson(): Problem {
  return new Problem({
    code: 'ERR_PERSON_UNKNOWN',
    status: 404,
    title: 'No such person',
    detail: 'No sign-in, import or member of staff has named this person yet.',
    next: 'Search by name or address.',
  })
}
