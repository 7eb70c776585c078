/** For tests: routes of every kind of access, as rooms would write them. */
import Type from 'typebox'
import { anyone, claimant, keeper, machine, source, staff } from './access.ts'
import { EventStream, Nothing, Page } from './answer.ts'
import type { Feed } from './feed.ts'
import { Count, RawBody, type Route, route } from './route.ts'

const closed = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, closed)

/** `reached` hears the name of each handler that runs. */
export function sampleRoutes(reached: (name: string) => void, feed?: Feed): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/lockouts',
      on: 'console',
      access: [staff(['agent', 'analyst']), machine('lockouts:read')],
      summary: 'Lockouts of an organisation.',
      params: Organisation,
      query: Type.Object({ limit: Type.Optional(Count({ min: 1, max: 200 })) }, closed),
      answers: { 200: Type.Object({ limit: Type.Integer(), organisations: Type.Array(Type.String()) }) },
      async handle({ query, scopes }) {
        reached('lockouts')
        const organisations = scopes.flatMap((scope) => scope.organisations)
        return { status: 200, body: { limit: query.limit ?? 50, organisations } }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/cases',
      on: 'console',
      access: [staff(['agent']), machine('cases:open')],
      summary: 'Opens a case.',
      params: Organisation,
      body: Type.Object(
        {
          person: Type.String({ minLength: 1, maxLength: 100 }),
          tags: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 5 })),
          count: Type.Optional(Type.Integer()),
          'a/b~c': Type.Optional(Type.Boolean()),
        },
        closed,
      ),
      answers: { 201: Type.Object({ person: Type.String(), count: Type.Optional(Type.Integer()) }) },
      async handle({ body }) {
        reached('cases')
        return { status: 201, body }
      },
    }),
    route({
      method: 'DELETE',
      path: '/staff/:id',
      on: 'console',
      access: [staff(['administrator'], { withinMs: 5 * 60_000 })],
      summary: 'Removes a member of staff.',
      params: Type.Object({ id: Type.String() }, closed),
      answers: { 204: Nothing },
      async handle() {
        reached('staff')
        return { status: 204 }
      },
    }),
    route({
      method: 'POST',
      path: '/ingest/:source',
      on: 'console',
      access: [source()],
      summary: 'Takes in sign-ins.',
      params: Type.Object({ source: Type.String() }, closed),
      body: RawBody,
      consumes: ['application/json', 'application/x-ndjson'],
      bodyBytesMax: 10_000,
      inflatedBytesMax: 100_000,
      answers: { 202: Type.Object({ bytes: Type.Integer() }) },
      async handle({ body }) {
        reached('ingest')
        return { status: 202, body: { bytes: body.length } }
      },
    }),
    route({
      method: 'POST',
      path: '/keeper/reports',
      on: 'console',
      access: [keeper()],
      summary: 'What the keeper did.',
      answers: { 204: Nothing },
      async handle() {
        reached('keeper')
        return { status: 204 }
      },
    }),
    route({
      method: 'GET',
      path: '/help',
      on: 'portal',
      access: anyone('the first page of somebody who cannot sign in'),
      summary: 'Asks what is wrong.',
      answers: { 200: Page },
      async handle({ nonce }) {
        reached('help')
        return { status: 200, body: `<!doctype html><title>Help</title><style nonce="${nonce.style}"></style>` }
      },
    }),
    route({
      method: 'POST',
      path: '/help',
      on: 'portal',
      access: anyone('the first page of somebody who cannot sign in'),
      summary: 'Begins a session for whoever asks.',
      consumes: ['application/x-www-form-urlencoded'],
      body: Type.Object({ who: Type.String(), way: Type.Optional(Type.Array(Type.String())) }, closed),
      rates: { perSubject: ({ body }) => ({ key: body.who, rate: { count: 2, perMs: 60_000 } }) },
      answers: { 303: Nothing },
      async handle() {
        reached('help-begun')
        return { status: 303, headers: { location: '/case' }, session: { value: 'lea-session', maxAgeSeconds: 600 } }
      },
    }),
    route({
      method: 'POST',
      path: '/case/leave',
      on: 'portal',
      access: [claimant()],
      summary: 'Ends the session.',
      answers: { 303: Nothing },
      async handle() {
        reached('left')
        return { status: 303, headers: { location: '/help' }, session: 'end' }
      },
    }),
    ...(feed
      ? [
          route({
            method: 'GET',
            path: '/events',
            on: 'console',
            access: [staff(['agent']), machine('lockouts:read')],
            summary: 'What happens.',
            answers: { 200: EventStream },
            async handle({ scopes, header }) {
              const mine = new Set(scopes.flatMap(({ organisations }) => organisations))
              const wants = ({ organisation }: { organisation: string }) => mine.has(organisation)
              return { status: 200, body: feed.read({ after: header('last-event-id'), wants }) }
            },
          }),
        ]
      : []),
  ]
}
