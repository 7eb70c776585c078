/** `postern store export` and `postern store import`: the only verbs that open the database themselves, under its lock. */
import { once } from 'node:events'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { neutralise } from '../base/neutralise.ts'
import { exportStore, importStore, placeOf, StoreError } from '../store/index.ts'
import { Exit } from './exit.ts'
import { systemCode } from './input-error.ts'
import { UsageError } from './output-file.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Writes the export. The file must be new, and only its owner may read it: it holds everything. */
export function storeExportCommand(file: string, environment: Environment): Promise<number> {
  return reporting(async () => {
    const place = placeOf(environment)
    if (file === '-') return `${await exportStore(place, Date.now(), writeOut)} rows exported.`
    const handle = await opened(file, 'wx')
    try {
      const rows = await exportStore(place, Date.now(), async (piece) => void (await handle.write(piece)))
      await handle.sync()
      return `${rows} rows exported to ${file}.`
    } catch (error) {
      // Half an export looks like one.
      await rm(file)
      throw error
    } finally {
      await handle.close()
    }
  })
}

/** Reads an export into the place that the environment names, which must be empty. */
export function storeImportCommand(file: string, environment: Environment): Promise<number> {
  return reporting(async () => {
    const input =
      file === '-'
        ? process.stdin.setEncoding('utf8')
        : (await opened(file, 'r')).createReadStream({ encoding: 'utf8' })
    const { kind, rows } = await importStore(placeOf(environment), Date.now(), input)
    return `${rows} rows of ${kind} data imported.`
  })
}

async function reporting(work: () => Promise<string>): Promise<number> {
  try {
    process.stderr.write(`${neutralise(await work())}\n`)
    return Exit.fine
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    process.stderr.write(`postern: ${error.code}: ${neutralise(error.message)}\n`)
    return Exit.storeRefused
  }
}

async function opened(file: string, flags: 'r' | 'wx'): Promise<FileHandle> {
  try {
    return await open(file, flags, 0o600)
  } catch (error) {
    const code = systemCode(error)
    const advice = code === 'EEXIST' ? 'exists already; an export goes into a new file' : `cannot be opened (${code})`
    throw new UsageError(`${neutralise(file)} ${advice}.`)
  }
}

async function writeOut(piece: string): Promise<void> {
  if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}
