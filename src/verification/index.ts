/** Who is asking? One file a check; evidence, and what it is worth. docs/verification.md. */
export { type Answered, type Begun, begunOf } from './begun.ts'
export { CHECK_IDS, CHECKS, type Check, type CheckId, FACETS, type Facet, isCheck } from './checks.ts'
export { type Contact, contactsOf } from './contacts.ts'
export { type Evidence, type Rests, restsOf, type Shares, sharing } from './evidence.ts'
export type { IssuedCheck } from './issued-code.ts'
export type { CheckCode, Refusal, Refused } from './refusal.ts'
export type { Asking, VerificationRoom } from './room.ts'
export { answerIssuedCode, beginIssuedCode, codeToSend } from './verify-issued-code.ts'
