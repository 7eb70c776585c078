/** What cannot be unsaid. docs/ledger.md tells what it proves, and what not. */
export { appendEntries, type Epoch, LEDGER_STREAM, type Opening, openEpoch, openLedger } from './append.ts'
export { proveRow, sealBatch } from './batch.ts'
export { type Break, firstHead, follow, type Head } from './chain.ts'
export {
  type Decision,
  type Draft,
  DraftSchema,
  type Entry,
  localSealer,
  type Place,
  readEntry,
  type Sealed,
  type Sealer,
  signEntry,
} from './entry.ts'
export { type EntryType, entryType } from './entry-type.ts'
export { exportLedger } from './export-ledger.ts'
export {
  type Decided,
  type Decider,
  type Effects,
  type FactOf,
  type FactTypes,
  type Handled,
  handle,
  handleIn,
  type Ledger,
  loadState,
  loadStates,
  type Request,
} from './handle.ts'
export { type KeyFolder, type KeyUse, type OrganisationKeys, openKeyFolder } from './key-folder/key-folder.ts'
export { parseSealMemory, printSealMemory } from './key-folder/seal-memory-file.ts'
export { evolveKeys, type KeyRing } from './key-ring.ts'
export { LedgerError, type LedgerErrorCode } from './ledger-error.ts'
export { linesOf } from './lines.ts'
export { appendLeaves, type Edge, EMPTY_EDGE, rootOf } from './merkle/append.ts'
export { EMPTY_ROOT, equalHashes, leafHash } from './merkle/hash.ts'
export type { Checkpoint } from './note/checkpoint.ts'
export {
  isKeyName,
  parseSignerKey,
  parseVerifierKey,
  type SignerKey,
  secretText,
  signerFrom,
  type VerifierKey,
} from './note/key.ts'
export { epochOpened, keyAdded, keyRetired, ledgerOpened, personErased, signInsSealed } from './own-types.ts'
export {
  type Ciphertext,
  type CommittedValue,
  commitmentTo,
  commitSalted,
  commitValue,
  decrypt,
  type EncryptionKey,
  encrypt,
  openValue,
  type Random,
} from './personal.ts'
export {
  createPersonKey,
  erasePerson,
  keepValues,
  personalValue,
  personalValuesOf,
  personKey,
  personKeysFor,
  rewrapPersonKeys,
} from './personal-values.ts'
export { proveEntry, proveSince, readForProofs } from './prove-export.ts'
export { lastOfStream, openedAs, storedEntries, storedPlace, storedStream } from './read-entries.ts'
export { recogniseLedger } from './recognise-ledger.ts'
export { type Rotation, rotateKey } from './rotate-keys.ts'
export { type LedgerRoutesOptions, ledgerRoutes } from './routes.ts'
export type { SealMemory, SealRefusal } from './seal.ts'
export { type SealMemoryPort, type SealOptions, type SealResult, sealLedger } from './seal-ledger.ts'
export {
  LEDGER_SENTENCES,
  memberOfActor,
  type NameOf,
  type Sentence,
  type Sentences,
  sentenceOf,
  textOf,
} from './sentences.ts'
export { type CheckpointAnswer, checkpointSigner, type Shown } from './sign-checkpoint.ts'
export { holdsFolder, type KeyHolder, type LedgerSigner, type Short, signerWith } from './signer.ts'
export type { Memory, TimeVerdict } from './time-travel.ts'
export { openProof, PROOF_HEADER } from './tlog-proof.ts'
export { type Verdict, verdictText, verifyExport } from './verify.ts'
export { judgeCheckpoint, parseWitnessRequest, type WitnessAnswer } from './witness.ts'
export { type Lost, openWorkingLedger, type WorkingLedger } from './working-ledger.ts'
