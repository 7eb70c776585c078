/** What the asking thread and the database's thread say to each other. */
import type { Result } from './database.ts'

export interface ThreadData {
  /** The folder of the database's files. */
  readonly cluster: string
  /** One number, of both threads: how often something was brought to the disk. */
  readonly syncs: Int32Array<SharedArrayBuffer>
}

/** `of`: the transaction that it belongs to, by the id of the message that began it. */
export type Ask =
  | { readonly ask: 'query'; readonly sql: string; readonly parameters: readonly unknown[]; readonly of?: number }
  | { readonly ask: 'exec'; readonly sql: string; readonly of?: number }
  | { readonly ask: 'open' | 'begin' | 'close' }
  | { readonly ask: 'commit' | 'rollback'; readonly of: number }
  | { readonly ask: 'listen' | 'unlisten'; readonly channel: string }

export type Asked = Ask & { readonly id: number }

export type Answer =
  | { readonly id: number; readonly value?: Result<unknown> | Result<Record<string, unknown>>[] }
  | { readonly id: number; readonly failed: Failure }
  | { readonly heard: string; readonly payload: string }

/** Small buffers are parts of a pool, all of which would be copied with each. */
export function withoutPools(parameters: readonly unknown[]): readonly unknown[] {
  return parameters.map((value) =>
    value instanceof Uint8Array && value.length < value.buffer.byteLength ? new Uint8Array(value) : value,
  )
}

/** An error's own members: what is cloned between threads keeps the message alone. */
export interface Failure {
  readonly message: string
  readonly members: Readonly<Record<string, unknown>>
}

export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), members: {} }
  const members = Object.entries(error).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
  return { message: error.message, members: Object.fromEntries(members) }
}

export function fromFailure({ message, members }: Failure): Error {
  return Object.assign(new Error(message), members)
}
