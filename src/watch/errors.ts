/** What can be wrong with what somebody asks of this room. The code is stable; the message says what to do. */
export type WatchErrorCode = 'ERR_SOURCE_NAME_TAKEN' | 'ERR_INGEST_BUSY'

export class WatchError extends Error {
  readonly code: WatchErrorCode
  constructor(code: WatchErrorCode, message: string) {
    super(message)
    this.name = 'WatchError'
    this.code = code
  }
}
