export type NotifyErrorCode =
  | 'ERR_NOTICE_INVALID' // what somebody is to be told does not fit the schema
  | 'ERR_CHANNEL_SETTINGS' // a channel's settings do not fit the schema
  | 'ERR_CHANNEL_UNKNOWN' // a route or a job names a channel that is not configured
  | 'ERR_ROUTING_INVALID' // the routes leave somebody untold

/** A mistake of the caller or of the settings. The message never quotes a value: it may be a secret. */
export class NotifyError extends Error {
  readonly code: NotifyErrorCode
  constructor(code: NotifyErrorCode, message: string) {
    super(message)
    this.name = 'NotifyError'
    this.code = code
  }
}
