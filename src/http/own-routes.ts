/** Routes of the server itself: whether it lives, whether it can work, what it measures, and what its API is. */
import type { Registry } from 'prom-client'
import Type from 'typebox'
import { anyone, machine } from './access.ts'
import { Page } from './answer.ts'
import { type ApiDocument, apiPage } from './api-page.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import { createReadiness, type ReadinessCheck } from './readiness.ts'
import { type Route, route } from './route.ts'

interface Parts {
  readonly checks: ReadonlyMap<string, ReadinessCheck>
  readonly registry: Registry
  readonly limits: Limits
  readonly log: Log
  apiDocument(): ApiDocument
}

export function ownRoutes({ checks, registry, limits, log, apiDocument }: Parts): readonly Route[] {
  const readiness = createReadiness(checks, limits.readyMs, log)
  const Health = Type.Object({
    status: Type.Union([Type.Literal('ok'), Type.Literal('failed')]),
    failed: Type.Array(Type.String()),
  })
  return [
    route({
      method: 'GET',
      path: '/healthz',
      on: 'both',
      access: anyone('tells no more than that the process answers'),
      summary: 'Whether the process is alive.',
      answers: { 200: Health },
      handle: async () => ({ status: 200, body: { status: 'ok', failed: [] } }),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      on: 'both',
      access: anyone('load balancers have no credential; it names checks, and no reasons'),
      summary: 'Whether it can do its work, and which checks say no.',
      answers: { 200: Health, 503: Health },
      async handle() {
        const failed = await readiness.failed()
        if (failed.length > 0) return { status: 503, body: { status: 'failed', failed } }
        return { status: 200, body: { status: 'ok', failed: [] } }
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      on: 'console',
      access: [machine('metrics:read')],
      summary: 'Metrics in the text format of Prometheus.',
      answers: { 200: Type.String({ contentMediaType: 'text/plain' }) },
      async handle() {
        const { contentType } = registry
        return { status: 200, headers: { 'content-type': contentType }, body: await registry.metrics() }
      },
    }),
    route({
      method: 'GET',
      path: '/openapi.json',
      on: 'console',
      access: anyone('the description of the API is published with the source'),
      summary: 'This description, as OpenAPI 3.1.',
      answers: { 200: Type.Object({}, { additionalProperties: true }) },
      handle: async () => ({ status: 200, body: apiDocument() }),
    }),
    route({
      method: 'GET',
      path: '/openapi',
      on: 'console',
      access: anyone('the description of the API is published with the source'),
      summary: 'This description, as a page.',
      answers: { 200: Page },
      handle: async ({ nonce }) => ({ status: 200, body: apiPage(apiDocument(), nonce.style) }),
    }),
  ]
}
