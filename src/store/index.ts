export type { DataKind } from './data-kind.ts'
export type { EmbeddedQueue, QueueBackend } from './engine.ts'
export { isStoreError, STORE_ERROR_CODES, StoreError, type StoreErrorCode } from './errors.ts'
export { type Place, placeOf } from './place.ts'
export {
  type OrganisationStore,
  type OrganisationTransaction,
  openStore,
  type Store,
  type StoreOptions,
} from './store.ts'
export type { Tables } from './tables.ts'
