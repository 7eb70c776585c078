/** For tests: a whole server in an empty place, with a clock that only the test moves. */
import { randomBytes } from 'node:crypto'
import { createLog } from '../http/index.ts'
import type { Place } from '../store/index.ts'
import { addSource } from '../watch/index.ts'
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
  /** Routes besides those of the rooms. */
  readonly besides?: StartOptions['besides']
  /** Where vendors are played. */
  readonly vendors?: Settings['network']['vendors']
  /** A demo, at whose provider something may be changed. */
  readonly demo?: Required<Pick<StartOptions, 'providerOf' | 'ownNames'>>
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
  const running = await start({
    settings: vendors === undefined ? settings : { ...settings, network: { ...settings.network, vendors } },
    kind: demo === undefined ? 'real' : 'demo',
    ...demo,
    version: '0.0.0',
    clock,
    random: randomBytes,
    log: createLog({ clock, destination: { write: (line) => void lines.push(JSON.parse(line)) } }),
    ...(besides === undefined ? {} : { besides }),
  })
  const { ledger } = running.house.home
  return {
    ...running,
    lines,
    source: (id) =>
      addSource(ledger, { id, name: id, tenant: 'northwind' }, randomBytes(32), { actor: 'system/test', now: clock() }),
    call: (path, init) => fetch(`${running.origins.console}${path}`, { redirect: 'manual', ...init }),
  }
}
