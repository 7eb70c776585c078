/** For tests: a server on free ports of 127.0.0.1, people and programs to call it, and raw bytes over real sockets. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Authenticators, Caller, CallerOf, Presented, Scope } from './access.ts'
import type { Limits } from './limits.ts'
import type { ListenerName, ListenerOptions } from './listeners.ts'
import { createLog } from './log.ts'
import type { ReadinessCheck } from './readiness.ts'
import type { Route } from './route.ts'
import { type Bound, createServer, type Server, type ServerOptions } from './server.ts'

export const NOW = Date.UTC(2026, 1, 23, 9)
const MINUTE_MS = 60_000

const acme: Scope = { organisations: ['acme'], groups: 'all', tierMax: 'privileged' }
const both: Scope = { organisations: ['acme', 'birch'], groups: 'all', tierMax: 'standard' }

/** Credentials and who they belong to. The names are the credentials. */
export const PEOPLE: Readonly<Record<string, Caller>> = {
  'okta-token': { who: 'source', id: 'okta', organisation: 'acme' },
  'reader-token': { who: 'machine', id: 'reader', scope: both, permissions: ['lockouts:read'] },
  'opener-token': { who: 'machine', id: 'opener', scope: acme, permissions: ['cases:open'] },
  'metrics-token': {
    who: 'machine',
    id: 'prometheus',
    scope: { ...both, organisations: [] },
    permissions: ['metrics:read'],
  },
  'keeper-token': { who: 'keeper', id: 'keeper' },
  'ana-session': {
    who: 'staff',
    id: 'ana',
    grants: [
      { role: 'agent', scope: acme },
      { role: 'auditor', scope: both },
    ],
    authenticatedAt: NOW - MINUTE_MS,
  },
  'tom-session': {
    who: 'staff',
    id: 'tom',
    grants: [{ role: 'administrator', scope: acme }],
    authenticatedAt: NOW - 60 * MINUTE_MS,
  },
  'lea-session': { who: 'claimant', id: 'lea', organisation: 'acme' },
}

const known =
  <Who extends keyof Authenticators>(who: Who) =>
  async ({ credential }: Presented): Promise<CallerOf<Who> | undefined> => {
    const caller = PEOPLE[credential]
    return caller?.who === who ? (caller as CallerOf<Who>) : undefined
  }

export const ACCESS: Authenticators = {
  source: known('source'),
  machine: known('machine'),
  staff: known('staff'),
  claimant: known('claimant'),
  keeper: known('keeper'),
}

export interface Sample {
  readonly server: Server
  readonly at: Readonly<Record<ListenerName, Bound>>
  /** Every line of the log, parsed. */
  readonly lines: readonly Record<string, unknown>[]
  /** `fetch` to the console unless said. */
  call(path: string, init?: RequestInit & { readonly on?: ListenerName }): Promise<Response>
  /** Sends these bytes over a socket of its own, and gives everything that comes back until the other side ends. */
  raw(bytes: string | Uint8Array, on?: ListenerName): Promise<string>
}

export interface SampleOptions extends Partial<Omit<ServerOptions, 'listeners' | 'limits'>> {
  readonly routes?: readonly Route[]
  readonly checks?: Readonly<Record<string, ReadinessCheck>>
  readonly limits?: Partial<Limits>
  readonly listeners?: Partial<Record<ListenerName, Partial<ListenerOptions>>>
}

/** Starts one, lets `work` use it, and stops it whatever happens. */
export async function withServer(
  { routes = [], checks = {}, listeners = {}, ...options }: SampleOptions,
  work: (sample: Sample) => Promise<void>,
): Promise<void> {
  const lines: Record<string, unknown>[] = []
  const clock = options.clock ?? (() => NOW)
  const server = createServer({
    clock,
    random: (count) => randomBytes(count),
    log: createLog({ clock, destination: { write: (line) => void lines.push(JSON.parse(line)) } }),
    access: ACCESS,
    version: '0.0.0',
    ...options,
    listeners: { portal: { port: 0, ...listeners.portal }, console: { port: 0, ...listeners.console } },
  })
  server.add(routes)
  for (const [name, check] of Object.entries(checks)) server.readiness(name, check)
  const at = await server.start()
  try {
    await work({
      server,
      at,
      lines,
      call: (path, { on = 'console', ...init } = {}) =>
        fetch(`http://localhost:${at[on].port}${path}`, { redirect: 'manual', ...init }),
      raw: (bytes, on = 'console') => exchange(at[on].port, bytes),
    })
  } finally {
    await server.stop()
  }
}

async function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(bytes)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(chunks).toString('utf8')
}

/** An Authorization header. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

/** The headers with which a page of ours comes, in the session of `credential`. */
export function session(at: Bound, on: ListenerName, credential: string): Record<string, string> {
  return { cookie: `postern-${on}-${at.port}=${credential}`, 'sec-fetch-site': 'same-origin' }
}
