/** Follows the files and folders that the operator configured, for as long as the server runs; each is followed by one server. */
import type { Sealer } from '../../ledger/index.ts'
import { leaseOf, type OrganisationTransaction, type Store } from '../../store/index.ts'
import type { DeliveryReader } from '../delivery.ts'
import { WatchError } from '../errors.ts'
import type { OrganisationIntake } from '../intake.ts'
import { insertSource } from '../sources.ts'
import { createFolder } from './folder.ts'
import type { Follower } from './follower.ts'
import { inTurn, TurnOver } from './in-turn.ts'
import type { FileSource } from './settings.ts'
import { createTail } from './tail.ts'

export interface FileSourcesOptions {
  readonly store: Store
  readonly reader: DeliveryReader
  /** Those of `watchRoutes`: one for each organisation. */
  intakeOf(organisation: string): OrganisationIntake
  sealerOf(organisation: string): Sealer
  /** As `readFileSources` gives them. */
  readonly settings: readonly FileSource[]
  readonly clock: () => number
  /** Calls `run` after so many milliseconds, unless what it gives is called. */
  readonly timer: (run: () => void, ms: number) => () => void
  /** Told once for each thing that goes wrong, until it goes well again. */
  readonly onProblem: (source: FileSource, error: unknown) => void
}

export interface FileSources {
  /** Lets running passes end, and starts none. */
  stop(): Promise<void>
}

/** A file is looked at so often: what is written is told about within a second or two. */
const TAIL_MS = 500
const FOLDER_MS = 2000

/** Adds the sources that are not there yet. Throws ERR_SOURCE_DIFFERENT, ERR_SOURCE_NAME_TAKEN. */
export async function startFileSources(options: FileSourcesOptions): Promise<FileSources> {
  const { store, sealerOf, settings, clock } = options
  for (const source of settings) {
    const db = store.in(source.organisation)
    await db.transaction((tx) => settle(tx, source, sealerOf(source.organisation), clock()))
  }
  const running = settings.map((source) => run(source, options))
  return { stop: async () => void (await Promise.all(running.map(({ stop }) => stop()))) }
}

/** The row in `sources`. One that was closed stays closed: by two people's decision, not by a line of settings. */
async function settle(tx: OrganisationTransaction, source: FileSource, sealer: Sealer, now: number): Promise<void> {
  const { id, name, tenant, kind } = source
  const find = () => tx.selectFrom('sources').select(['name', 'tenant', 'kind']).where('id', '=', id).executeTakeFirst()
  let found = await find()
  if (found === undefined) {
    const doing = { actor: 'system/settings', now }
    if (await insertSource(tx, { kind, source: { id, name, tenant } }, sealer, doing)) return
    // Another server that starts as well may just have added it.
    found = await find()
  }
  if (found === undefined) {
    throw new WatchError('ERR_SOURCE_NAME_TAKEN', `Another source is named ${name}. Give this one another name.`)
  }
  if (found.name === name && found.tenant === tenant && found.kind === kind) return
  throw new WatchError(
    'ERR_SOURCE_DIFFERENT',
    `There is a source with the id ${id} already, and it has another name, tenant or kind. Give this one another id.`,
  )
}

function run(source: FileSource, { store, reader, intakeOf, clock, timer, onProblem }: FileSourcesOptions) {
  const { organisation, id, tenant, kind } = source
  let told = ''
  let isStopped = false
  let passing: Promise<void> = Promise.resolve()
  let cancel = (): void => {}

  const lease = leaseOf(store, organisation, `file/${id}`)
  let follower: ({ readonly turn: number } & Follower) | undefined

  /** What another server read meanwhile is remembered by the database alone: each turn begins anew. */
  function followIn(turn: number): { readonly turn: number } & Follower {
    const follow = kind === 'tail' ? createTail : createFolder
    return {
      turn,
      ...follow({
        db: inTurn(store.in(organisation), lease, turn),
        source,
        async take(part) {
          const delivery = reader.read(part, { tenant, came: 'pushed' })
          if (delivery.rows.length + delivery.records.length > 0) {
            await intakeOf(organisation).take(id, delivery, clock())
          }
          // A long file takes longer than a lease.
          await lease.hold()
        },
        onProblem: (error) => onProblem(source, error),
      }),
    }
  }

  function next(): void {
    if (!isStopped) cancel = timer(start, kind === 'tail' ? TAIL_MS : FOLDER_MS)
  }

  async function pass(): Promise<void> {
    try {
      await lease.hold()
      if (lease.turn === undefined) return
      if (follower?.turn !== lease.turn) follower = followIn(lease.turn)
      await follower.pass()
      told = ''
    } catch (error) {
      if (error instanceof TurnOver) return
      const what = String(error)
      if (what !== told) onProblem(source, error)
      told = what
    }
  }

  function start(): void {
    passing = pass().then(next)
  }

  start()
  return {
    async stop() {
      isStopped = true
      cancel()
      await passing
      // If the database is away, the lease ends by itself.
      await lease.release().catch(() => undefined)
    },
  }
}
