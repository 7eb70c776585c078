export type { DataKind } from './data-kind.ts'
export type { EmbeddedQueue, QueueBackend } from './engine.ts'
export { isStoreError, STORE_ERROR_CODES, StoreError, type StoreErrorCode } from './errors.ts'
export { exportStore } from './export.ts'
export { isAway, translated } from './failures.ts'
export { importStore } from './import.ts'
export { type KeptSignIns, keepSignIns, ROW_BYTES_MAX } from './keep-sign-ins.ts'
export { ALONE, type Lease, leaseOf } from './lease.ts'
export { type Place, placeOf } from './place.ts'
export { type Purged, purge, type SummaryKey } from './purge.ts'
export {
  type QuarantinedRecord,
  type QuarantineFilter,
  type QuarantineLimits,
  type QuarantinePreview,
  quarantine,
  quarantineCounts,
  quarantined,
  quarantinePreviews,
  quarantineRefused,
  recodeInQuarantine,
  recountQuarantine,
  releaseFromQuarantine,
  type UnreadRecord,
} from './quarantine.ts'
export {
  batchesAfter,
  keptRowCount,
  latestSignInsOfAccount,
  type SignInBatch,
  type SignInRow,
  signInsOfAccounts,
  signInsOfBatch,
} from './sign-ins.ts'
export {
  type OrganisationStore,
  type OrganisationTransaction,
  openStore,
  type Store,
  type StoreOptions,
} from './store.ts'
export type { Tables } from './tables.ts'
