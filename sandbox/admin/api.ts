/** The API for programs, with a bearer credential: what a vendor's management API offers. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import type { OidcStore } from '../oidc-store.ts'
import { isSameSecret } from '../secrets.ts'
import type { Surroundings } from '../sign-in/attempt.ts'
import { type Person, personById } from '../world.ts'
import { type Actor, type Acts, inTheWayOfPass } from './acts.ts'
import type { Enrolments } from './enrolments.ts'
import type { Faults } from './faults.ts'

export interface ApiParts {
  readonly around: Surroundings
  readonly store: OidcStore
  readonly acts: Acts
  readonly enrolments: Enrolments
  readonly token: string
  readonly faults: Faults
}

const Closed = { additionalProperties: false }
const Id = Type.String({ pattern: '^[\\w-]{1,80}$' })
const Address = Type.String({ pattern: '^[0-9a-fA-F.:]{3,45}$' })
const LogQuery = Type.Object(
  { after: Type.Optional(Id), limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$' })) },
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
  'remove-authenticator',
  'join-group',
  'leave-group',
  'refuse-source',
  'admit-source',
] as const

export function addApi(api: FastifyInstance, parts: ApiParts): void {
  const { around, store, acts, enrolments, token, faults } = parts
  const { world, log } = around

  api.addHook('onRequest', async (request, reply) => {
    const given = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
    if (given === undefined || !isSameSecret(given, token)) return reply.code(401).send({ code: 'unauthorized' })
    if (world.settings.outage === 'all') return reply.code(503).send({ code: 'down' })
  })
  faults.addTo(api)
  const actorOf = (request: FastifyRequest): Actor => ({ id: 'api', name: 'API', address: request.ip })

  api.get('/capabilities', async () => ({ verbs: CAPABILITIES }))
  api.get('/people', async () => world.people.map((person) => aboutPerson(person, around, store)))

  /** An act on the person in the path; 404 if there is none. */
  function onPerson<Params extends TSchema>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: Params,
    act: (person: Person, actor: Actor, params: Static<Params>) => unknown,
  ): void {
    api.route({
      method,
      url: `/people/:person${path}`,
      schema: { params: schema },
      async handler(request, reply) {
        const person = personById(world, (request.params as { person: string }).person)
        if (person === undefined) return reply.code(404).send({ code: 'unknown_person' })
        const answer = await act(person, actorOf(request), request.params as Static<Params>)
        return answer === undefined ? reply.code(204).send() : answer
      },
    })
  }
  const Whom = Type.Object({ person: Id }, Closed)
  const Which = Type.Object({ person: Id, id: Id }, Closed)
  onPerson('GET', '', Whom, (person) => aboutPerson(person, around, store))
  onPerson('GET', '/pass-sign-in', Whom, ({ id }) => {
    const inTheWay = inTheWayOfPass(around, id)
    return { succeeds: inTheWay.length === 0, inTheWay }
  })
  onPerson('POST', '/passes', Whom, acts.issuePass)
  onPerson('DELETE', '/passes/:id', Which, (person, actor, { id }) => acts.withdrawPass(person, id, actor))
  onPerson('POST', '/enrolments', Whom, enrolments.start)
  onPerson('DELETE', '/authenticators/:id', Which, (person, actor, { id }) =>
    acts.removeAuthenticator(person, id, actor),
  )
  onPerson('POST', '/password', Whom, async (person, actor) => ({ password: await acts.resetPassword(person, actor) }))
  onPerson('POST', '/require-password-reset', Whom, acts.requirePasswordReset)
  onPerson('POST', '/end-sessions', Whom, acts.endSessions)
  onPerson('POST', '/suspend', Whom, acts.suspend)
  onPerson('POST', '/unsuspend', Whom, acts.unsuspend)
  onPerson('POST', '/unlock', Whom, acts.unlock)
  onPerson('PUT', '/groups/:id', Which, (person, actor, { id }) => acts.joinGroup(person, id, actor))
  onPerson('DELETE', '/groups/:id', Which, (person, actor, { id }) => acts.leaveGroup(person, id, actor))

  addSources(api, parts, actorOf)
  const limitOf = (limit: string | undefined) => faults.limitOf(Math.min(Number(limit ?? 100), 500))
  api.get<{ Querystring: Static<typeof LogQuery> }>(
    '/sign-ins',
    { schema: { querystring: LogQuery } },
    async ({ query }) => log.readSignIns(query.after, limitOf(query.limit)),
  )
  api.get<{ Querystring: Static<typeof LogQuery> }>(
    '/audit',
    { schema: { querystring: LogQuery } },
    async ({ query }) => log.readAudit(query.after, limitOf(query.limit)),
  )
}

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

/** A person as the API shows them: no secret of an authenticator is among it. */
function aboutPerson(person: Person, { failures }: Surroundings, store: OidcStore): object {
  const { id, userName, displayName, suspended, passwordResetRequired, administrator, groups } = person
  return {
    id,
    userName,
    displayName,
    suspended,
    passwordResetRequired,
    administrator,
    groups,
    locked: failures.isLocked(id),
    authenticators: person.authenticators.map(({ id, kind, label, added, lastUsed }) => ({
      id,
      kind,
      label,
      added,
      lastUsed,
    })),
    sessions: store.sessionsOf(id).map(({ id, began }) => ({ id, began })),
  }
}
