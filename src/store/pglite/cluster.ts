/** The database's files inside a data folder: made once, whole or not at all, and of one major version of PostgreSQL. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { StoreError } from '../errors.ts'
import { DURABLE_START, DurableFiles, syncFolder, syncPath } from './durable-files.ts'

/** The major version of PostgreSQL that the pinned PGlite is. A test compares. */
export const POSTGRES_MAJOR = 18

/** Has Postern ever kept something in this data folder? */
export function hasCluster(folder: string): boolean {
  return existsSync(join(folder, 'postgres'))
}

/** The cluster's own folder; made if it is not there. Throws ERR_FOLDER_OTHER_MAJOR. */
export async function prepareCluster(folder: string): Promise<string> {
  const cluster = join(folder, 'postgres')
  if (!hasCluster(folder)) await createCluster(folder, cluster)
  const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (major === String(POSTGRES_MAJOR)) return cluster
  throw new StoreError(
    'ERR_FOLDER_OTHER_MAJOR',
    `The data folder ${folder} was written by PostgreSQL ${major}, and this Postern has ${POSTGRES_MAJOR}. Run the version of ` +
      `Postern that wrote it: "postern store export data.ndjson"; then this one with an empty folder: "postern store import data.ndjson".`,
  )
}

/** A crash in between leaves only the unfinished folder, which the next start throws away. */
async function createCluster(folder: string, cluster: string): Promise<void> {
  const unfinished = `${cluster}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  const pglite = await PGlite.create({ fs: new DurableFiles(unfinished), startParams: [...DURABLE_START] })
  await pglite.close()
  syncFolder(unfinished)
  renameSync(unfinished, cluster)
  syncPath(folder)
}
