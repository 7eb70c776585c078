/** The API described from its routes, as OpenAPI 3.1. */
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { Way } from './access.ts'
import { EventStream, isNothing, mediaTypeOf } from './answer.ts'
import { ProblemDetails } from './problem.ts'
import { RawBody, type Route } from './route.ts'
import { EMPTY } from './validate.ts'

const PROBLEM = 'Problem'

/** Has to come before the routes. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  app.addSchema({ ...ProblemDetails, $id: PROBLEM })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Postern', version, description: 'Errors are problem details (RFC 9457) with a stable code.' },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'Token of a source, a program or the keeper.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'postern-console',
            description: 'Session of staff, begun in the console.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `schema-${i}`),
    },
  })
}

/** What Fastify compiles and the description says. */
export function schemaOf(route: Route): object {
  return {
    summary: route.summary,
    security: route.access.flatMap(securityOf),
    'x-access': route.access.map(inWords),
    params: route.params ?? EMPTY,
    querystring: route.query ?? EMPTY,
    ...bodyOf(route),
    response: {
      ...Object.fromEntries(Object.entries(route.answers).map(([status, schema]) => [status, responseOf(schema)])),
      default: { description: 'Refused', content: { 'application/problem+json': { schema: { $ref: `${PROBLEM}#` } } } },
    },
  }
}

function bodyOf({ body, consumes = ['application/json'] }: Route): object {
  if (body === undefined) return {}
  // Not for other bodies: Fastify would leave one of a content type that it does not find here unchecked.
  if (body === RawBody)
    return { body: { content: Object.fromEntries(consumes.map((type) => [type, { schema: RawBody }])) } }
  return { body, consumes: [...consumes] }
}

function responseOf(schema: Route['answers'][number]): object {
  if (isNothing(schema)) return { description: 'Done', type: 'null' }
  const description = schema === EventStream ? 'Server-sent events' : 'Answer'
  return { description, content: { [mediaTypeOf(schema)]: { schema } } }
}

function securityOf(way: Way): readonly Record<string, string[]>[] {
  if (way.who === 'anyone') return []
  return way.who === 'staff' || way.who === 'claimant' ? [{ session: [] }] : [{ bearer: [] }]
}

/** A way in, as a person reads it. */
function inWords(way: Way): string {
  switch (way.who) {
    case 'anyone':
      return `anyone: ${way.why}`
    case 'source':
      return 'a source, by its token'
    case 'machine':
      return `a program with ${way.permission}`
    case 'staff':
      return `staff: ${way.roles === 'any' ? 'anybody on staff' : way.roles.join(', ')}${way.withinMs === undefined ? '' : `, signed in within ${way.withinMs / 60_000} min`}`
    case 'claimant':
      return 'whoever asks for help, in their own session'
    case 'keeper':
      return 'the keeper'
  }
}
