/** For tests: a whole server in an empty place, with a clock that only the test moves. */
import { randomBytes } from 'node:crypto'
import { createLog } from '../http/index.ts'
import {
  connectToSocket,
  type Front,
  listenOn,
  type OpenKeeperOptions,
  openFront,
  openKeeper,
} from '../keeper/index.ts'
import { holdsFolder, openKeyFolder } from '../ledger/index.ts'
import type { ConnectedProvider } from '../providers/index.ts'
import type { Place } from '../store/index.ts'
import { addSource } from '../watch/index.ts'
import { openKeeperBeside } from './keepers.ts'
import type { OwnNames } from './sentinels.ts'
import { type Environment, type Settings, settingsOf } from './settings.ts'
import { type Running, type StartOptions, start } from './start.ts'

export interface SampleHouse extends Running {
  /** Adds a source and gives its token. */
  source(id: string): Promise<string>
  call(path: string, init?: RequestInit): Promise<Response>
  /** Every line of the log, parsed. */
  readonly lines: readonly Record<string, unknown>[]
}

export interface SampleHouseOptions {
  readonly place: Place
  readonly keys: string
  readonly clock: () => number
  readonly environment?: Environment
  /** No keeper judges: what a test invents is signed, too. */
  readonly unjudged?: boolean
  /** Where a keeper listens that several servers share; without it, this one has its own. */
  readonly socket?: string
  /** Routes besides those of the rooms. */
  readonly besides?: StartOptions['besides']
  /** Where vendors are played. */
  readonly vendors?: Settings['network']['vendors']
  /** A demo, whose keeper may change something at these providers; unjudged, the server itself. */
  readonly demo?: { readonly providers: readonly ConnectedProvider[]; readonly ownNames: OwnNames }
}

/** Starts one on free ports of 127.0.0.1. Whoever starts it stops it. */
export async function startHouse(options: SampleHouseOptions): Promise<SampleHouse> {
  const { place, keys, clock, environment = {}, besides, vendors, demo } = options
  const lines: Record<string, unknown>[] = []
  const settings = settingsOf({
    PORT: '0',
    POSTERN_KEYS: keys,
    ...('url' in place
      ? { DATABASE_URL: place.url, DATABASE_OWNER_URL: place.ownerUrl }
      : { POSTERN_DATA: place.folder }),
    ...environment,
  })
  const keeper = await keeperFor(options, settings)
  const connected = keeper ?? connectedHere(options)
  const running = await start({
    settings: vendors === undefined ? settings : { ...settings, network: { ...settings.network, vendors } },
    kind: demo === undefined ? 'real' : 'demo',
    ...(demo === undefined ? {} : { ownNames: demo.ownNames }),
    keys: keeper ?? holdsFolder(openKeyFolder(keys, randomBytes)),
    ...(connected === undefined ? {} : { keeper: connected }),
    version: '0.0.0',
    clock,
    random: randomBytes,
    log: createLog({ clock, destination: { write: (line) => void lines.push(JSON.parse(line)) } }),
    ...(besides === undefined ? {} : { besides }),
  })
  const { ledger } = running.house.home
  return {
    ...running,
    async stop() {
      await running.stop()
      await keeper?.close()
    },
    lines,
    source: (id) =>
      addSource(ledger, { id, name: id, tenant: 'northwind' }, randomBytes(32), { actor: 'system/test', now: clock() }),
    call: (path, init) => fetch(`${running.origins.console}${path}`, { redirect: 'manual', ...init }),
  }
}

async function keeperFor(options: SampleHouseOptions, settings: Settings): Promise<Front | undefined> {
  if (options.unjudged === true) return undefined
  if (options.socket !== undefined) return await openFront({ connect: connectToSocket(options.socket) })
  return await openKeeperBeside(keeping(options, settings.listeners.console.url))
}

/** Connectors in the server's own process. */
function connectedHere({ demo }: SampleHouseOptions): StartOptions['keeper'] {
  if (demo === undefined) return undefined
  return {
    providerOf: (_, provider) => demo.providers.find((one) => one.provider === provider),
    refuseAway: () => undefined,
  }
}

/** A keeper for several servers, which are started with the same `socket`. Whoever starts it stops it, after them. */
export async function startKeeper(options: SampleHouseOptions & { readonly socket: string }): Promise<() => void> {
  const keeper = openKeeper(keeping(options, undefined))
  const listening = await listenOn(options.socket, keeper)
  return () => {
    listening.close()
    keeper.close()
  }
}

function keeping({ keys, clock, demo }: SampleHouseOptions, console: string | undefined): OpenKeeperOptions {
  return { folder: keys, providersOf: () => demo?.providers ?? [], console, clock, random: randomBytes }
}
