/** What the room asks of the embedded database, in whatever thread that is. */

export interface Result<Row> {
  rows: Row[]
  affectedRows?: number
}

export interface Queries {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Result<Row>>
  /** Several statements, without parameters. */
  exec(sql: string): Promise<Result<Record<string, unknown>>[]>
}

/** Everybody else waits until it has ended, one way or the other. */
export interface OpenTransaction extends Queries {
  commit(): Promise<void>
  rollback(): Promise<void>
}

export interface Database extends Queries {
  begin(): Promise<OpenTransaction>
  /** Calls back until what it gives is called. */
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}
