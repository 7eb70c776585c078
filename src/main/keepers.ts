/** Which keeper a server asks: the one on the socket that POSTERN_KEEPER names, or a child of its own. */
import { join } from 'node:path'
import type { Log } from '../http/index.ts'
import {
  connectBeside,
  connectToChild,
  connectToSocket,
  type Front,
  type OpenKeeperOptions,
  openFront,
  openKeeper,
} from '../keeper/index.ts'
import type { Environment, Settings } from './settings.ts'

const PROGRAM = join(import.meta.dirname, '..', 'main.ts')
/** All that a keeper is told: neither the database nor any listener. */
const TOLD = ['PATH', 'HOME', 'NODE_ENV', 'POSTERN_URL', 'TZ'] as const

/** Throws ERR_KEEPER_AWAY where it cannot be reached or does not start. */
export function openKeeperFront({ keeper, keys }: Settings, environment: Environment, log: Log): Promise<Front> {
  const told = Object.fromEntries(TOLD.map((name) => [name, environment[name]]))
  return openFront({
    connect:
      keeper === undefined
        ? connectToChild({ program: [PROGRAM, 'keeper'], environment: { ...told, POSTERN_KEYS: keys } })
        : connectToSocket(keeper),
    onAway: () => log.error({}, 'the keeper is away: nothing is signed and nothing changed until it is back'),
    onBack: () => log.warn({}, 'the keeper is back'),
  })
}

/** In this very process, over the same messages: for a demo, whose providers exist nowhere else. */
export async function openKeeperBeside(options: OpenKeeperOptions): Promise<Front> {
  const keeper = openKeeper(options)
  const front = await openFront({ connect: async () => connectBeside(keeper) })
  return {
    ...front,
    async close() {
      await front.close()
      keeper.close()
    },
  }
}
