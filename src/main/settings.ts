/** How a server is set up: environment variables, each checked, and nothing else. docs/operating.md lists them. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ListenerName, ListenerOptions } from '../http/index.ts'
import { isNetwork, type Network, type NetworkPolicy, PUBLIC_ONLY } from '../notify/index.ts'
import { type Place, placeOf } from '../store/index.ts'
import { type FileSource, readFileSources, WatchError } from '../watch/index.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Settings {
  readonly place: Place
  /** Folder of the keys; neither in the database nor among the data. */
  readonly keys: string
  /** Socket of the keeper; a server without one starts a keeper as its child. */
  readonly keeper: string | undefined
  readonly listeners: Readonly<Record<ListenerName, ListenerOptions>>
  /** Networks of one's own that channels may point into, besides public addresses. */
  readonly network: Network
  /** Where a backup is written each day; none without it. */
  readonly backups: string | undefined
  /** Files and folders of this machine that are read; those that name no organisation are the home's. */
  files(home: string): readonly FileSource[]
  /** Of the first organisation, when there is none yet. */
  readonly organisation: string
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug'
}

export interface Fault {
  readonly variable: string
  /** What it must be. The value is not repeated: it may be a secret in the wrong place. */
  readonly must: string
}

/** All that is wrong with the environment, at once. */
export class SettingsError extends Error {
  readonly code = 'ERR_SETTINGS'
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super(faults.map(({ variable, must }) => `${variable} must be ${must}.`).join('\n'))
    this.name = 'SettingsError'
    this.faults = faults
  }
}

const PORT = 7070
const PORT_MAX = 65_535
const ANY_HOME = '00000000-0000-4000-8000-000000000000'
const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const

/** Reads what `postern serve` needs. Throws SettingsError with every fault. */
export function settingsOf(environment: Environment): Settings {
  const faults: Fault[] = []
  const port = portOf(environment, 'PORT', PORT, faults)
  const portalPort = portOf(environment, 'POSTERN_PORTAL_PORT', port === 0 ? 0 : port + 1, faults)
  const shared = {
    bind: environment.POSTERN_BIND || '127.0.0.1',
    ...tlsOf(environment, faults),
    ...proxiesOf(environment),
  }
  const listeners = {
    console: { ...shared, port, ...urlOf(environment, 'POSTERN_URL', faults) },
    portal: { ...shared, port: portalPort, ...urlOf(environment, 'POSTERN_PORTAL_URL', faults) },
  }
  const settings = {
    place: placeOf(environment),
    keys: keysOf(environment, faults),
    keeper: environment.POSTERN_KEEPER ? resolve(environment.POSTERN_KEEPER) : undefined,
    listeners,
    backups: environment.POSTERN_BACKUPS ? resolve(environment.POSTERN_BACKUPS) : undefined,
    organisation: environment.POSTERN_ORGANISATION || 'Our organisation',
    files: filesOf(environment, faults),
    network: networkOf(environment, faults),
    logLevel: levelOf(environment, faults),
  }
  if (faults.length > 0) throw new SettingsError(faults)
  return settings
}

function portOf(environment: Environment, variable: string, usual: number, faults: Fault[]): number {
  const text = environment[variable]
  if (text === undefined || text === '') return usual
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= PORT_MAX) return port
  faults.push({ variable, must: `a port from 0 (any free one) to ${PORT_MAX}` })
  return usual
}

function urlOf(environment: Environment, variable: string, faults: Fault[]): { readonly url?: string } {
  const text = environment[variable]
  if (text === undefined || text === '') return {}
  const url = URL.parse(text)
  if (url !== null && isGuarded(url) && url.href === `${url.origin}/`) return { url: url.origin }
  faults.push({ variable, must: 'an address with https and without a path, such as https://postern.example.com' })
  return {}
}

/** Tokens and sessions travel to it; without TLS only within this machine, as browsers have it (W3C Secure Contexts §3.1). */
function isGuarded({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|.+\.localhost)$/.test(hostname))
}

function tlsOf(environment: Environment, faults: Fault[]): Pick<ListenerOptions, 'tls'> {
  const { POSTERN_TLS_KEY: key, POSTERN_TLS_CERT: cert } = environment
  if (!key && !cert) return {}
  if (!key || !cert) {
    faults.push({
      variable: key ? 'POSTERN_TLS_CERT' : 'POSTERN_TLS_KEY',
      must: 'set, too: a key and a certificate belong together',
    })
    return {}
  }
  const read = (variable: string, path: string): string => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      faults.push({ variable, must: 'the path of a PEM file that this user may read' })
      return ''
    }
  }
  return { tls: { key: read('POSTERN_TLS_KEY', key), cert: read('POSTERN_TLS_CERT', cert) } }
}

function proxiesOf(environment: Environment): Pick<ListenerOptions, 'trustedProxies'> {
  const proxies = listOf(environment.POSTERN_TRUSTED_PROXIES)
  return proxies.length === 0 ? {} : { trustedProxies: proxies }
}

function networkOf(environment: Environment, faults: Fault[]): NetworkPolicy {
  const allowed = listOf(environment.POSTERN_NETWORKS)
  if (allowed.length === 0) return PUBLIC_ONLY
  if (!allowed.every(isNetwork))
    faults.push({ variable: 'POSTERN_NETWORKS', must: 'networks in CIDR form, such as 10.20.0.0/16' })
  return { allowed, plain: true }
}

function listOf(text = ''): readonly string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '')
}

/** Outside the data: a copy of the data folder must not open what lies in it. */
function keysOf(environment: Environment, faults: Fault[]): string {
  const folder = resolve(environment.POSTERN_KEYS || join(homedir(), '.config', 'postern', 'keys'))
  const place = placeOf(environment)
  if ('folder' in place && `${folder}/`.startsWith(`${place.folder}/`)) {
    faults.push({
      variable: 'POSTERN_KEYS',
      must: 'a folder outside POSTERN_DATA: whoever copies the data must not have its keys',
    })
  }
  return folder
}

/** POSTERN_FILES names a JSON file with a list (docs/connect-a-source.md). It is checked at once, for a home of any id. */
function filesOf({ POSTERN_FILES: path }: Environment, faults: Fault[]): Settings['files'] {
  if (path === undefined || path === '') return () => []
  const variable = 'POSTERN_FILES'
  try {
    const listed: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const of = (home: string): readonly FileSource[] =>
      readFileSources(Array.isArray(listed) ? listed.map((one: object) => ({ organisation: home, ...one })) : listed)
    of(ANY_HOME)
    return of
  } catch (error) {
    const why = error instanceof WatchError ? ` ${error.message}` : ''
    faults.push({ variable, must: `the path of a JSON file with a list of files to read.${why}` })
    return () => []
  }
}

function levelOf(environment: Environment, faults: Fault[]): Settings['logLevel'] {
  const text = environment.POSTERN_LOG_LEVEL || 'info'
  const level = LOG_LEVELS.find((known) => known === text)
  if (level === undefined) faults.push({ variable: 'POSTERN_LOG_LEVEL', must: LOG_LEVELS.join(', ') })
  return level ?? 'info'
}
