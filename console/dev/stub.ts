/**
 * A server with the console and made-up answers, for tests, pictures and work on the pages. The HTTP part is the real one, so
 * that pages live under the real policy (CSP, headers); nobody is asked who they are. Alone: `node console/dev/stub.ts [port]`.
 */
import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import {
  anyone,
  Bytes,
  createFeed,
  createLog,
  createServer,
  EventStream,
  type Method,
  Nothing,
  Problem,
  RawBody,
  type Route,
  route,
} from '../../src/http/index.ts'
import { CONSOLE_FILES, consolePages } from '../../src/main/console-pages.ts'
import { answersOf } from './answers.ts'
import { type Asked, type Handler, NotThere, type StubState } from './asked.ts'
import { type Known, knownIn, makeSample } from './sample.ts'

const OPEN = anyone('a stub for tests and work on the pages')
const Anything = Type.Object({}, { additionalProperties: true })
/** As on the real server, what these are about stands in their path. */
const BODILESS =
  /\/(sign-in\/begin|sign-out|passkeys\/begin|confirm\/begin|withdraw|verify|release|test|told|directory\/imports|decline|confirm|epoch\/begin|:response\/:act\/begin)$/
/** The body is a part of a file. */
const FILE = /\/parts\/:part$/
const FILE_LIMITS = { bodyBytesMax: 16 << 20, inflatedBytesMax: 16 << 20 }
const Answered = Type.Unsafe<object>({})

export interface Stub {
  /** `http://localhost:PORT` */
  readonly origin: string
  /** Ids of an incident and of people with a story. */
  readonly known: Known
  /** Who signs out here is signed out for everybody. */
  readonly state: StubState
  /** From now on, every answer of the API is this problem; undefined ends that. */
  fail(code: string | undefined): void
  /** Sends an event to whoever listens. */
  tell(event: string): void
  stop(): Promise<void>
}

export async function startStub(port = 0): Promise<Stub> {
  const state: StubState = { signedIn: true }
  let failing: string | undefined
  const feed = createFeed({ keep: 100, epoch: 'stub' })
  const server = createServer({
    clock: () => Date.now(),
    random: (count) => randomBytes(count),
    log: createLog({ clock: () => Date.now(), destination: { write: () => undefined } }),
    access: {},
    version: '0.0.0',
    listeners: { portal: { port: 0 }, console: { port } },
  })
  const sample = makeSample(Date.now())
  const answers = answersOf(sample, state)
  server.add([
    ...consolePages(CONSOLE_FILES),
    ...Object.entries(answers).map(([name, handler]) =>
      answering(name, (asked) => {
        if (failing !== undefined) throw problem(503, failing)
        if (!state.signedIn && needsSession(name)) throw problem(401, 'ERR_UNAUTHENTICATED')
        return handler(asked)
      }),
    ),
    eventsRoute(feed),
    exportRoute(),
  ])
  const { console: bound } = await server.start()
  return {
    origin: `http://localhost:${bound.port}`,
    state,
    known: knownIn(sample),
    fail: (code) => {
      failing = code
    },
    tell: (event) => feed.publish({ organisation: 'northwind', event, data: { ids: [] } }),
    stop: async () => void (await server.stop()),
  }
}

function needsSession(name: string): boolean {
  return !/ \/(sign-in|set-up|join|demo)/.test(name)
}

function problem(status: number, code: string): Problem {
  const texts = {
    title: 'The stub refuses',
    detail: 'The stub was told to refuse.',
    next: 'Let the stub answer again.',
  }
  return new Problem({ status, code, ...texts })
}

function answering(name: string, handler: Handler): Route {
  const [method, path] = name.split(' ') as [Method, string]
  const named = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter as string)
  return route({
    method,
    path,
    on: 'console',
    access: OPEN,
    summary: 'A made-up answer.',
    params: Type.Object(Object.fromEntries(named.map((one) => [one, Type.String()])), { additionalProperties: false }),
    query: Type.Object({}, { additionalProperties: true }),
    ...(FILE.test(path) ? { body: RawBody, consumes: ['text/csv'], ...FILE_LIMITS } : {}),
    ...(method === 'POST' && !BODILESS.test(path) && !FILE.test(path) ? { body: Anything } : {}),
    rates: { perAddress: { count: 100_000, perMs: 1000 } },
    answers: { 200: Answered, 204: Nothing },
    async handle({ params, query, body }) {
      try {
        const answer = handler({ params, query, body: body ?? {} } as Asked)
        return answer === undefined ? { status: 204 } : { status: 200, body: answer as object }
      } catch (error) {
        throw error instanceof NotThere ? problem(404, 'ERR_NOT_FOUND') : error
      }
    },
  })
}

function eventsRoute(feed: ReturnType<typeof createFeed>): Route {
  return route({
    method: 'GET',
    path: '/organisations/:organisation/events',
    on: 'console',
    access: OPEN,
    summary: 'Hints to load again.',
    params: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
    answers: { 200: EventStream },
    handle: async (call) => ({
      status: 200,
      body: feed.read({
        after: call.header('last-event-id'),
        wants: ({ organisation }) => organisation === call.params.organisation,
      }),
    }),
  })
}

function exportRoute(): Route {
  return route({
    method: 'GET',
    path: '/organisations/:organisation/ledger/export',
    on: 'console',
    access: OPEN,
    summary: 'An empty export.',
    params: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
    answers: { 200: Bytes },
    handle: async () => ({ status: 200, body: new TextEncoder().encode('{}\n') }),
  })
}

if (import.meta.main) {
  const { origin } = await startStub(Number(process.argv[2] ?? 0))
  console.log(origin)
}
