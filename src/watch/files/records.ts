/** The table of how far each file was read. */
import type { OrganisationTransaction } from '../../store/index.ts'

export interface FileRecord {
  /** Device and inode. */
  readonly file: string
  readonly path: string
  /** Bytes that were taken, unpacked. */
  readonly position: number
  /** Bytes on the disk, and when they were changed last (milliseconds), as they were then. */
  readonly size: number
  readonly modified: number
  /** SHA-256 of the first `markBytes` bytes. */
  readonly mark: Uint8Array
  readonly markBytes: number
}

/** Undefined where the source is closed or unknown: then nothing is read. */
export async function fileRecords(
  tx: OrganisationTransaction,
  source: string,
): Promise<readonly FileRecord[] | undefined> {
  if (!(await isOpen(tx, source))) return undefined
  return await tx
    .selectFrom('source_files')
    .select(['file', 'path', 'position', 'size', 'modified', 'mark', 'mark_bytes as markBytes'])
    .where('source', '=', source)
    .orderBy('file')
    .execute()
}

export async function isOpen(tx: OrganisationTransaction, source: string): Promise<boolean> {
  const found = await tx
    .selectFrom('sources')
    .select('id')
    .where('id', '=', source)
    .where('closed', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

export async function writeFileRecord(tx: OrganisationTransaction, source: string, record: FileRecord): Promise<void> {
  const { markBytes, ...rest } = record
  const values = { ...rest, mark_bytes: markBytes }
  await tx
    .insertInto('source_files')
    .values({ source, ...values })
    .onConflict((conflict) => conflict.columns(['organisation', 'source', 'file']).doUpdateSet(values))
    .execute()
}

export async function dropFileRecords(
  tx: OrganisationTransaction,
  source: string,
  files: readonly string[],
): Promise<void> {
  if (files.length === 0) return
  await tx
    .deleteFrom('source_files')
    .where('source', '=', source)
    .where('file', 'in', [...files])
    .execute()
}
