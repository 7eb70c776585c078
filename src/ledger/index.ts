/** What cannot be unsaid. docs/ledger.md tells what it proves, and what not. */
export type { Entry } from './entry.ts'
export { LedgerError, type LedgerErrorCode } from './ledger-error.ts'
export { linesOf } from './lines.ts'
export { isKeyName, parseSignerKey, parseVerifierKey, secretText, signerFrom } from './note/key.ts'
export { proveEntry, proveSince, readForProofs } from './prove-export.ts'
export { openProof, PROOF_HEADER } from './tlog-proof.ts'
export { type Verdict, verdictText, verifyExport } from './verify.ts'
export { judgeCheckpoint, parseWitnessRequest, type WitnessAnswer } from './witness.ts'
