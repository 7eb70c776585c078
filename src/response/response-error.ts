/** What can be wrong with what is asked of this room, or with what it finds. The code is stable. */
export type ResponseErrorCode = 'ERR_RESPONSE_FORGED' // the table of responses and the ledger disagree

export class ResponseError extends Error {
  readonly code: ResponseErrorCode
  constructor(code: ResponseErrorCode, message: string) {
    super(message)
    this.name = 'ResponseError'
    this.code = code
  }
}
