/** The API for programs, with a bearer credential: what a vendor's management API offers. */
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import { isSameSecret } from '../secrets.ts'
import { type Person, personById } from '../world.ts'
import { aboutPerson, type Known } from './about-person.ts'
import type { Actor, Acts } from './acts.ts'
import type { Faults } from './faults.ts'
import { inTheWayOfPass } from './pass-sign-in.ts'

export interface ApiParts extends Known {
  readonly acts: Acts
  readonly token: string
  readonly faults: Faults
}

const Closed = { additionalProperties: false }
const Id = Type.String({ pattern: '^[\\w-]{1,80}$' })
const Address = Type.String({ pattern: '^[0-9a-fA-F.:]{3,45}$' })
const PageQuery = Type.Object(
  { after: Type.Optional(Id), limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$' })) },
  Closed,
)
type PageQuery = Static<typeof PageQuery>
const Whom = Type.Object({ person: Id }, Closed)
const Which = Type.Object({ person: Id, id: Id }, Closed)
const Lives = Type.Object(
  { livesMs: Type.Optional(Type.Integer({ minimum: 60_000, maximum: 30 * 86_400_000 })) },
  Closed,
)
const Password = Type.Object({ password: Type.String({ minLength: 1, maxLength: 1000 }) }, Closed)
const Circumstances = Type.Object(
  { address: Type.Optional(Address), app: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) },
  Closed,
)

/** What can be asked for, in the words of Postern's port and beyond it. */
const CAPABILITIES = [
  'end-sessions',
  'require-password-reset',
  'suspend',
  'unsuspend',
  'unlock',
  'reset-password',
  'issue-pass',
  'withdraw-pass',
  'start-enrolment',
  'withdraw-enrolment',
  'remove-authenticator',
  'join-group',
  'leave-group',
  'refuse-source',
  'admit-source',
] as const

export function addApi(api: FastifyInstance, parts: ApiParts): void {
  const { around, acts, enrolments, token, faults } = parts
  const { world, log } = around

  api.addHook('onRequest', async (request, reply) => {
    const given = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
    if (given === undefined || !isSameSecret(given, token)) return reply.code(401).send({ code: 'unauthorized' })
    if (world.settings.outage === 'all') return reply.code(503).send({ code: 'down' })
  })
  faults.addTo(api)
  const actorOf = (request: FastifyRequest): Actor => ({ id: 'api', name: 'API', address: request.ip })

  api.get('/capabilities', async () => ({ verbs: CAPABILITIES }))
  const limitOf = (limit: string | undefined) => faults.limitOf(Math.min(Number(limit ?? 100), 500))

  api.get<{ Querystring: PageQuery }>('/people', { schema: { querystring: PageQuery } }, async ({ query }, reply) => {
    const { people } = world
    const from = query.after === undefined ? 0 : people.findIndex(({ id }) => id === query.after) + 1
    if (from === 0 && query.after !== undefined) return reply.code(410).send({ code: 'cursor_gone' })
    const page = people.slice(from, from + limitOf(query.limit))
    const isLast = from + page.length >= people.length
    return { people: page.map((person) => aboutPerson(person, parts)), next: isLast ? null : page.at(-1)?.id }
  })

  interface Asked<Schema extends TSchema> {
    readonly actor: Actor
    /** Of the path, the query and the body together. */
    readonly given: Static<Schema>
  }
  /** An act on the person in the path; 404 if there is none. */
  function onPerson<Schema extends TSchema>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    [part, schema]: readonly ['params' | 'querystring' | 'body', Schema],
    act: (person: Person, asked: Asked<Schema>) => unknown,
  ): void {
    const accepted: FastifySchema = { params: Whom, [part]: schema }
    api.route({
      method,
      url: `/people/:person${path}`,
      schema: accepted,
      async handler(request, reply) {
        const person = personById(world, (request.params as Static<typeof Whom>).person)
        if (person === undefined) return reply.code(404).send({ code: 'unknown_person' })
        const given = { params: request.params, querystring: request.query, body: request.body }[part] as Static<Schema>
        const answer = await act(person, { actor: actorOf(request), given })
        if (answer === REFUSED) return reply.code(403).send({ code: 'refused_by_settings' })
        return answer === undefined ? reply.code(204).send() : answer
      },
    })
  }
  onPerson('GET', '', ['params', Whom], (person) => aboutPerson(person, parts))
  onPerson('GET', '/pass-sign-in', ['querystring', Circumstances], (person, { given }) => {
    const inTheWay = inTheWayOfPass(around, person, given)
    return { succeeds: inTheWay.length === 0, inTheWay }
  })
  onPerson('POST', '/passes', ['body', Lives], async (person, { actor, given }) => {
    return (await acts.issuePass(person, actor, given.livesMs)) ?? REFUSED
  })
  onPerson('DELETE', '/passes', ['params', Whom], (person, { actor }) => acts.withdrawPass(person, actor))
  onPerson('POST', '/enrolments', ['params', Whom], (person, { actor }) => enrolments.start(person, actor))
  onPerson('DELETE', '/enrolments', ['params', Whom], (person, { actor }) => enrolments.withdraw(person, actor))
  onPerson('DELETE', '/authenticators/:id', ['params', Which], (person, { actor, given }) =>
    acts.removeAuthenticator(person, given.id, actor),
  )
  onPerson('PUT', '/password', ['body', Password], async (person, { actor, given }) =>
    (await acts.setPassword(person, actor, given.password)) === undefined ? undefined : REFUSED,
  )
  const plain = {
    'require-password-reset': acts.requirePasswordReset,
    'end-sessions': acts.endSessions,
    suspend: acts.suspend,
    unsuspend: acts.unsuspend,
    unlock: acts.unlock,
  }
  for (const [verb, act] of Object.entries(plain)) {
    onPerson('POST', `/${verb}`, ['params', Whom], (person, { actor }) => act(person, actor))
  }
  onPerson('PUT', '/groups/:id', ['params', Which], (person, { actor, given }) =>
    acts.joinGroup(person, given.id, actor),
  )
  onPerson('DELETE', '/groups/:id', ['params', Which], (person, { actor, given }) =>
    acts.leaveGroup(person, given.id, actor),
  )

  addSources(api, parts, actorOf)
  const logs = { 'sign-ins': log.readSignIns, audit: log.readAudit }
  for (const [name, read] of Object.entries(logs)) {
    api.get<{ Querystring: PageQuery }>(
      `/${name}`,
      { schema: { querystring: PageQuery } },
      async ({ query }, reply) => {
        return read(query.after, limitOf(query.limit)) ?? reply.code(410).send({ code: 'cursor_gone' })
      },
    )
  }
}

/** What the organisation's settings do not allow. */
const REFUSED = Symbol('refused')

function addSources(
  api: FastifyInstance,
  { around: { world, clock }, acts }: ApiParts,
  actorOf: (request: FastifyRequest) => Actor,
): void {
  const params = Type.Object({ address: Address }, Closed)
  const body = Type.Object({ until: Type.Integer({ minimum: 0 }) }, Closed)
  type Params = Static<typeof params>
  api.get<{ Params: Params }>('/refused-sources/:address', { schema: { params } }, async ({ params: { address } }) => {
    const refused = world.refused.find((each) => each.address === address && each.until > clock())
    return { address, refusedUntil: refused?.until ?? null }
  })
  api.put<{ Params: Params; Body: Static<typeof body> }>(
    '/refused-sources/:address',
    { schema: { params, body } },
    async (request, reply) => {
      acts.refuseSource(request.params.address, request.body.until, actorOf(request))
      return reply.code(204).send()
    },
  )
  api.delete<{ Params: Params }>('/refused-sources/:address', { schema: { params } }, async (request, reply) => {
    acts.admitSource(request.params.address, actorOf(request))
    return reply.code(204).send()
  })
}
