/** What can be wrong with what somebody asks of this room. The code is stable; the message says what to do. */
export type WatchErrorCode =
  | 'ERR_SOURCE_NAME_TAKEN'
  | 'ERR_INGEST_BUSY'
  | 'ERR_INGEST_TOO_MANY' // one delivery holds more records than are read at once
  | 'ERR_SOURCE_DIFFERENT' // settings name a source that is another already
  | 'ERR_FILE_SOURCES' // settings of files to read that cannot be
  | 'ERR_TAIL_LOST' // a file was begun anew, and what it was is gone

export class WatchError extends Error {
  readonly code: WatchErrorCode
  constructor(code: WatchErrorCode, message: string) {
    super(message)
    this.name = 'WatchError'
    this.code = code
  }
}
