/**
 * A small real identity provider to play with: for demo and tests alone, and on loopback alone (DESIGN §3 rule 26).
 *
 *   sandbox.localhost        applications (OpenID Connect), sign-in pages, enrolment, the API
 *   sandbox-admin.localhost  its administrators' console
 *   ana.localhost            Ana's phone and inbox
 *
 * Any other name is answered 404, so that no foreign name can be pointed here (DNS rebinding).
 */
import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'node:querystring'
import Fastify, { type FastifyInstance } from 'fastify'
import { createActs } from './admin/acts.ts'
import { addApi } from './admin/api.ts'
import { addConsole, CONSOLE_HOST, consoleApplication } from './admin/console.ts'
import { createEnrolments } from './admin/enrolments.ts'
import { createFaults, type Faults } from './admin/faults.ts'
import { guardPages } from './browser.ts'
import { createFailures, type Failures } from './failures.ts'
import { STYLE } from './html.ts'
import { createLog, type Log } from './log.ts'
import { createOidc, isOidcPath } from './oidc.ts'
import { createOidcStore, type OidcStore } from './oidc-store.ts'
import { PASSKEY_SCRIPT } from './passkey.script.ts'
import { addPhoneRoutes } from './phone.ts'
import type { Surroundings } from './sign-in/attempt.ts'
import { createPrompts, type Prompts } from './sign-in/push.ts'
import { addSignInRoutes } from './sign-in/routes.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import { addWorkplace, workplaceApplication } from './workplace.ts'
import { type Clock, emptyWorld, type World } from './world.ts'

export interface SandboxOptions {
  /** 0: any free one. */
  readonly port: number
  /** Where the world is kept; undefined: in memory alone. */
  readonly file?: string
  readonly clock?: Clock
  /** What programs show to use the API. */
  readonly apiToken: string
  /** Puts the first people in, if the world is new. */
  readonly fill?: (world: World) => void | Promise<void>
}

export interface Sandbox {
  readonly issuer: string
  readonly port: number
  readonly world: World
  readonly log: Log
  readonly sessions: OidcStore
  readonly failures: Failures
  /** Of the API, for tests. */
  readonly faults: Faults
  stop(): Promise<void>
}

const SANDBOX_HOST = /^sandbox\.localhost(?::\d+)?$/
const BODY_MAX = 64 * 1024
const SAVE_AFTER_MS = 500

export async function startSandbox({ port, file, apiToken, clock = Date.now, fill }: SandboxOptions): Promise<Sandbox> {
  const kept = file === undefined ? undefined : readSnapshot(file)
  const world = kept?.world ?? emptyWorld('sandbox', randomBytes(32).toString('base64url'))
  if (kept === undefined) await fill?.(world)
  const log = createLog(world, clock, kept?.log)
  const keeping = createKeeping(file, world, log)
  const around: Surroundings = {
    world,
    clock,
    log,
    failures: createFailures(world.settings, clock),
    save: keeping.soon,
  }
  const prompts = createPrompts(around)
  const store = createOidcStore(clock)

  let oidc: ReturnType<typeof createOidc> | undefined
  let answerOidc: RequestListener | undefined
  const server = await serverOf((request, response) => answerOidc?.(request, response))
  const issuer = () => `http://sandbox.localhost:${(server.server.address() as AddressInfo).port}`
  const faults = createFaults()
  const parts = { around, prompts, oidc: () => oidc as NonNullable<typeof oidc>, issuer, store, apiToken, faults }
  await addRoutes(server, parts)
  await server.listen({ host: '127.0.0.1', port })
  oidc = createOidc(issuer(), [...world.applications, ...ownApplications(issuer())], world, store)
  answerOidc = oidc.callback()
  keeping.soon()

  return {
    issuer: issuer(),
    port: Number(new URL(issuer()).port),
    world,
    log,
    sessions: store,
    failures: around.failures,
    faults,
    async stop() {
      server.server.closeAllConnections()
      await server.close()
      keeping.now()
    },
  }
}

const ownApplications = (issuer: string) => [consoleApplication(issuer), workplaceApplication(issuer)]

interface Parts {
  readonly around: Surroundings
  readonly prompts: Prompts
  readonly oidc: () => ReturnType<typeof createOidc>
  readonly issuer: () => string
  readonly store: OidcStore
  readonly apiToken: string
  readonly faults: Faults
}

async function addRoutes(server: FastifyInstance, parts: Parts): Promise<void> {
  const { around, prompts, oidc, issuer, store, apiToken: token, faults } = parts
  const party = () => ({ id: 'sandbox.localhost', origin: issuer() })
  const acts = createActs(around, store)
  const enrolments = createEnrolments(around, party)
  await server.register(async (pages) => {
    guardPages(pages)
    pages.get('/sandbox.css', async (_, reply) => reply.type('text/css').send(STYLE))
    addPhoneRoutes(pages, around.world, prompts)
    await pages.register(async (admin) => {
      atHost(admin, CONSOLE_HOST)
      addConsole(admin, { around, acts, enrolments, oidc, issuer })
    })
    await pages.register(async (own) => {
      atHost(own, SANDBOX_HOST)
      own.get('/passkey.js', async (_, reply) => reply.type('text/javascript').send(PASSKEY_SCRIPT))
      addWorkplace(own, around.world, issuer)
      addSignInRoutes(own, { around, prompts, oidc, party })
      enrolments.addRoutes(own)
    })
  })
  await server.register(
    async (api) => {
      atHost(api, SANDBOX_HOST)
      addApi(api, { around, store, acts, enrolments, token, faults })
    },
    { prefix: '/api' },
  )
}

function atHost(server: FastifyInstance, host: RegExp): void {
  server.addHook('onRoute', (route) => {
    route.constraints = { host }
  })
}

/** Requests to oidc-provider's paths at its own name go to it whole; it reads their bodies itself. */
async function serverOf(toOidc: RequestListener): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: BODY_MAX,
    requestTimeout: 10_000,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    serverFactory: (handler) =>
      createServer((request, response) => {
        const isOidc = isOidcPath(request.url ?? '') && SANDBOX_HOST.test(request.headers.host ?? '')
        if (isOidc) toOidc(request, response)
        else handler(request, response)
      }),
  })
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
    const fields = Object.entries(parse(body as string)).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    )
    done(null, Object.fromEntries(fields))
  })
  return server
}

/** Writes the world down soon after a change, and not at each of many. */
function createKeeping(file: string | undefined, world: World, log: Log): { soon(): void; now(): void } {
  let timer: NodeJS.Timeout | undefined
  function now(): void {
    clearTimeout(timer)
    timer = undefined
    if (file !== undefined) writeSnapshot(file, { format: 'sandbox.snapshot/2', world, log: log.kept() })
  }
  return {
    now,
    soon() {
      if (file !== undefined) timer ??= setTimeout(now, SAVE_AFTER_MS).unref()
    },
  }
}
