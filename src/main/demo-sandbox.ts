/**
 * The demo's sandbox (sandbox/): an identity provider of its own beside the server, where made-up people sign in for real. It is a
 * child process, on loopback alone; Postern knows it by its API, as any vendor's, and reads its log.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { anyone, type Route, route } from '../http/index.ts'
import { createSandboxProvider, type SandboxProvider } from '../providers/sandbox/index.ts'
import { DemoError } from './demo-error.ts'
import { type Environment, SettingsError } from './settings.ts'

export interface SandboxSettings {
  /** 0: any free one. */
  readonly port: number
  /** So many days' events happen at it each day. */
  readonly speed: number
}

export interface DemoSandbox {
  readonly provider: SandboxProvider
  readonly routes: readonly Route[]
  /** `http://sandbox.localhost:PORT`. */
  readonly issuer: string
  /** Ends the process. Resolves when it is gone. */
  stop(): Promise<void>
}

export interface SandboxOptions extends SandboxSettings {
  /** Keeps its world. Made if it is not there. */
  readonly folder: string
  /** It has ended by itself. */
  readonly onGone: () => void
  /** Milliseconds within which it says where it is. */
  readonly startMs?: number
}

const PROGRAM = join(import.meta.dirname, '..', '..', 'sandbox', 'beside.ts')
const PEOPLE = 120
const SEED = 21
const SPEED = 12
const SPEED_MAX = 60
/** Beside the console's and the portal's. */
const PORTS_ABOVE_CONSOLE = 2
const STOP_WITHIN_MS = 10_000
/** It makes its people at the first start, which takes some seconds on a busy machine. */
const START_WITHIN_MS = 90_000

const At = Type.Object({
  issuer: Type.String(),
  password: Type.String(),
  administrators: Type.Array(Type.String()),
})
type At = Type.Static<typeof At>

/** Throws SettingsError. `consolePort`: 0 for any free one. */
export function sandboxSettings(environment: Environment, consolePort = 0): SandboxSettings {
  const beside = consolePort === 0 ? 0 : consolePort + PORTS_ABOVE_CONSOLE
  const port = wholeOf(environment, 'POSTERN_SANDBOX_PORT', [0, 65_535]) ?? beside
  const speed = wholeOf(environment, 'POSTERN_DEMO_SPEED', [1, SPEED_MAX]) ?? SPEED
  return { port, speed }
}

function wholeOf(environment: Environment, variable: string, [least, most]: readonly [number, number]) {
  const text = environment[variable]
  if (text === undefined || text === '') return undefined
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new SettingsError([{ variable, must: `a whole number from ${least} to ${most}` }])
}

/** Throws ERR_DEMO_SANDBOX where it does not start, such as because its port is taken, or says nothing for too long. */
export async function startDemoSandbox({
  onGone,
  startMs = START_WITHIN_MS,
  ...told
}: SandboxOptions): Promise<DemoSandbox> {
  const token = randomBytes(32).toString('base64url')
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
    // A Ctrl-C in the terminal is for the demo, which ends it.
    detached: true,
  })
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify({ ...told, people: PEOPLE, seed: SEED, apiToken: token })}\n`)
  const at = await firstWord(child, startMs)
  let isStopping = false
  child.once('exit', () => {
    if (!isStopping) onGone()
  })
  return {
    provider: createSandboxProvider({ issuer: at.issuer, token, kind: 'demo' }),
    routes: [whereItIs(at)],
    issuer: at.issuer,
    async stop() {
      isStopping = true
      await ended(child)
    },
  }
}

async function firstWord(child: ChildProcess & { readonly stdout: NodeJS.ReadableStream }, ms: number): Promise<At> {
  const lines = createInterface({ input: child.stdout })
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), ms)
  const said = await Promise.race([
    once(lines, 'line'),
    once(lines, 'close'),
    once(child, 'error'),
    once(late.signal, 'abort'),
  ])
  clearTimeout(timer)
  const [line] = said as [unknown]
  if (typeof line === 'string') return Value.Parse(At, JSON.parse(line))
  if (late.signal.aborted) child.kill('SIGKILL')
  await ended(child)
  throw new DemoError('ERR_DEMO_SANDBOX', late.signal.aborted ? silentFor(ms) : NOT_STARTED)
}

const NOT_STARTED =
  'The sandbox beside the demo did not start. If its port is taken, set POSTERN_SANDBOX_PORT to a free one.'

function silentFor(ms: number): string {
  return `The sandbox beside the demo did not say within ${ms / 1000} seconds where it is, and was ended. Start the demo again when the machine is less busy.`
}

/** It ends when its standard input does. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exit = once(child, 'exit')
  child.stdin?.end()
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await exit
  clearTimeout(late)
}

function whereItIs({ issuer, password, administrators }: At): Route {
  const console = issuer.replace('://sandbox.', '://sandbox-admin.')
  return route({
    method: 'GET',
    path: '/demo/sandbox',
    on: 'console',
    access: anyone('A demo: the sandbox is made up, and listens on this machine alone.'),
    summary: 'Where the demo’s own identity provider is, and how one signs in to it.',
    answers: { 200: Type.Object({ ...At.properties, console: Type.String() }) },
    handle: async () => ({ status: 200, body: { issuer, console, password, administrators } }),
  })
}
