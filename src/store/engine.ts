import type { Kysely } from 'kysely'
import type { OwnerConnection } from './migrate.ts'
import type { Tables } from './tables.ts'

/** One of the two databases, open. What the rest of the room needs to know of them. */
export interface Engine {
  readonly name: 'pglite' | 'postgres'
  /** Past every wall; it never leaves this room. */
  readonly root: Kysely<Tables>
  /** Runs work on a connection of the owner; ERR_OWNER_NEEDED where the owner's address is not known. */
  asOwner<T>(work: (owner: OwnerConnection) => Promise<T>): Promise<T>
  /** Runs reading work on one state of everything; on the embedded engine all others wait. ERR_OWNER_NEEDED as above. */
  snapshot<T>(work: (owner: OwnerConnection) => Promise<T>): Promise<T>
  /** What has to be done every now and then; a server does it by itself. */
  tidy?(): Promise<void>
  readonly queueBackend: QueueBackend
  close(): Promise<void>
}

/** Where the job queue connects. */
export type QueueBackend =
  | { readonly engine: 'pglite'; readonly pglite: EmbeddedQueue }
  | { readonly engine: 'postgres'; readonly url: string; readonly ownerUrl: string | undefined }

/** What pg-boss asks of a PGlite. */
export interface EmbeddedQueue {
  query<Row>(sql: string, parameters?: unknown[]): Promise<{ rows: Row[] }>
  exec(sql: string): Promise<{ rows: Record<string, unknown>[] }[]>
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>
}
