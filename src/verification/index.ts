/** Who is asking? One file a check; evidence, and what it is worth. docs/verification.md. */
export type { ProviderCheck, ProviderLog, Shown, ShownStep } from './at-provider.ts'
export { attestation } from './attested.ts'
export { type Answered, type Begun, begunOf } from './begun.ts'
export { CHECK_IDS, CHECKS, type Check, type CheckId, FACETS, type Facet, isCheck } from './checks.ts'
export { type Contact, contactsOf } from './contacts.ts'
export { type Evidence, type Rests, restsOf, type Shares, sharing } from './evidence.ts'
export { nameOfStaff, namesOfPerson } from './givers.ts'
export type { IssuedCheck } from './issued-code.ts'
export { phraseFor } from './proof.ts'
export type { CheckCode, Refusal, Refused } from './refusal.ts'
export type { Asking, VerificationRoom } from './room.ts'
export { VERIFICATION_SENTENCES } from './sentences.ts'
export { sweepVerification } from './sweep.ts'
export { answerAtProvider, answerPassword, beginAtProvider } from './verify-at-provider.ts'
export {
  answerCallback,
  beginCallback,
  type CallbackCheck,
  type Calling,
  callable,
  wordsOf,
} from './verify-callback.ts'
export { answerDocument, beginDocument, type DocumentResult, type DocumentVendor } from './verify-document.ts'
export { answerIssuedCode, beginIssuedCode, codeToSend } from './verify-issued-code.ts'
export {
  answerPasskey,
  beginPasskey,
  beginPersonPasskey,
  endPersonPasskey,
  registerPersonPasskey,
} from './verify-passkey.ts'
export { answerPresence, beginPresence, type PresenceCheck } from './verify-presence.ts'
export {
  answerManager,
  answerTrusted,
  beginRecognition,
  type Picking,
  type Recognising,
  recognisersOf,
} from './verify-recognition.ts'
export { answerSavedCode, beginSavedCode, endSheet, type Issuing, issueSheet } from './verify-saved-code.ts'
export { answerStandIn, beginStandIn, type StandingIn } from './verify-stand-in.ts'
