/**
 * PGlite that survives PostgreSQL's own death. Where a server process would end (a panic: the log cannot be written or
 * synced, because the disk is full or broken), the library stays in memory as a ruin, and the next call into it never
 * returns. Here a panic closes that door at once, and the next caller gets a new instance, which recovers from the log
 * as after any crash.
 */
import { closeSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { VALUE_PARSERS } from '../value-types.ts'
import { DURABLE_START, type DurableFiles } from './durable-files.ts'

export interface PgliteInstance {
  /** The living one; after a panic a new one. Rejects if it cannot start: the disk is still full, say. */
  get(): Promise<PGlite>
  /** Listens on the living instance and on each that follows it. */
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** `newFiles` gives the file system for each instance. */
export async function openInstance(newFiles: () => DurableFiles): Promise<PgliteInstance> {
  const listeners = new Set<{ readonly channel: string; readonly callback: (payload: string) => void }>()
  let living: MortalPglite | undefined
  let opening: Promise<MortalPglite> | undefined
  let lastDeath: unknown

  async function open(): Promise<MortalPglite> {
    const pglite = new MortalPglite({
      fs: newFiles(),
      startParams: [...DURABLE_START],
      parsers: { ...VALUE_PARSERS },
    })
    try {
      await pglite.waitReady
    } catch (error) {
      pglite.bury()
      // What a failed start says is nothing but that; what the last one died of says more.
      throw lastDeath ?? error
    }
    for (const { channel, callback } of listeners) await pglite.listen(channel, callback)
    living = pglite
    return pglite
  }

  async function get(): Promise<PGlite> {
    if (living !== undefined && !living.isDead) return living
    lastDeath = living?.death ?? lastDeath
    living?.bury()
    living = undefined
    // Many may find it dead at once: one opens, all wait.
    opening ??= open().finally(() => {
      opening = undefined
    })
    return await opening
  }

  await get()
  return {
    get,
    async listen(channel, callback) {
      const listener = { channel, callback }
      listeners.add(listener)
      await (await get()).listen(channel, callback)
      return async () => {
        listeners.delete(listener)
        if (living?.isDead === false) await living.unlisten(channel, callback)
      }
    },
    async close() {
      if (living?.isDead === false) await living.close()
      else living?.bury()
    },
  }
}

class MortalPglite extends PGlite {
  #death: unknown

  /** What it died of. */
  get death(): unknown {
    return this.#death
  }

  get isDead(): boolean {
    return this.#death !== undefined
  }

  override async execProtocolStream(...args: Parameters<PGlite['execProtocolStream']>) {
    try {
      return await super.execProtocolStream(...args)
    } catch (error) {
      if (isFatal(error)) this.#death ??= error
      throw error
    }
  }

  /** Everything goes through here. */
  override execProtocolRawSync(message: Uint8Array): ReturnType<PGlite['execProtocolRawSync']> {
    if (this.#death !== undefined) throw this.#death
    return super.execProtocolRawSync(message)
  }

  /** Gives back the files that the dead one had open, and the timers that it left running. */
  bury(): void {
    const { streams = [] } = (this.mod?.FS ?? {}) as { streams?: ({ nfd?: number } | null | undefined)[] }
    // Several streams may share one descriptor; closed twice, it would be somebody else's.
    const descriptors = new Set(streams.flatMap((stream) => stream?.nfd ?? []))
    streams.length = 0
    for (const descriptor of descriptors) quietly(() => closeSync(descriptor))
    quietly(() => this.mod?._emscripten_force_exit(0))
  }
}

/** After these PostgreSQL ends its process. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && (error.severity === 'PANIC' || error.severity === 'FATAL')
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // It was closed already, or says by an exception that it has exited.
  }
}
