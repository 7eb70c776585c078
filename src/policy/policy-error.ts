/** What can be wrong with what is kept here. The code is stable; the message says what to do. */
export type PolicyErrorCode = 'ERR_POLICY_UNREADABLE' // a version that an earlier program put into force

export class PolicyError extends Error {
  readonly code: PolicyErrorCode
  constructor(code: PolicyErrorCode, message: string) {
    super(message)
    this.name = 'PolicyError'
    this.code = code
  }
}
