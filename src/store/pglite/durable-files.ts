/**
 * PGlite's files in a folder, really written: its own NodeFS has no fsync, so that a commit would outlive the process
 * but not a power cut. Here the system call that PostgreSQL makes (fd_sync; not fdatasync, which PGlite ignores, hence
 * `wal_sync_method=fsync`) reaches the disk.
 */
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** Without `-F`, which turns PostgreSQL's fsync off; and without a timer that outlives an instance that failed to start. */
export const DURABLE_START: readonly string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'log_startup_progress_interval=0',
]

/** Emscripten's numbers of errors, which are WASI's, for the ones that PostgreSQL tells apart. */
const WASI_ERRORS: Readonly<Record<string, number>> = { ENOSPC: 51, EDQUOT: 19, EROFS: 69 }
const WASI_EIO = 29

interface OpenFile {
  /** Node's descriptor; directories have none. */
  readonly nfd?: number
  readonly node: unknown
}

/** What Emscripten's NODEFS is, as far as it is used here. PGlite's types do not have it. */
interface NodeFilesystem {
  stream_ops: Record<string, unknown>
  realPath(node: unknown): string
}

type EmscriptenOptions = Awaited<ReturnType<NodeFS['init']>>['emscriptenOpts']

export class DurableFiles extends NodeFS {
  readonly #onSync: () => void

  /** `onSync` is called each time something was brought to the disk. */
  constructor(folder: string, onSync: () => void = () => undefined) {
    super(folder)
    this.#onSync = onSync
  }

  override async init(...args: Parameters<NodeFS['init']>): Promise<{ emscriptenOpts: EmscriptenOptions }> {
    const { emscriptenOpts } = await super.init(...args)
    const hook = (module: object) => this.#hook((module as { NODEFS: NodeFilesystem }).NODEFS)
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), hook] } }
  }

  #hook(files: NodeFilesystem): void {
    files.stream_ops.fsync = (file: OpenFile): number => {
      try {
        if (file.nfd === undefined) syncPath(files.realPath(file.node))
        else fsyncSync(file.nfd)
        this.#onSync()
        return 0
      } catch (error) {
        // PostgreSQL must hear of it: it stops rather than take an unwritten commit for a written one.
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        return WASI_ERRORS[code] ?? WASI_EIO
      }
    }
  }
}

/** Brings a folder and all below it to the disk: what PGlite copies at the first start was never synced. */
export function syncFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncFolder(path)
    else syncPath(path)
  }
  syncPath(folder)
}

/** Brings a file, or the list of names in a folder, to the disk. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
