/** Identity providers, and what they can be asked. Each has a folder; the recording one is entered by its own index. */
export {
  type Alteration,
  type Change,
  type Issue,
  inverseOf,
  isIssue,
  isSo,
  readingSuffices,
  type Sort,
  sortOf,
  type TakingVerb,
  targetOf,
  VERBS,
  type Verb,
  withdrawalOf,
} from './change.ts'
export { hasSecondStep, type Kept, keepsMfaOn } from './last-authenticator.ts'
export { OneTimeSecret } from './one-time-secret.ts'
export type {
  Asking,
  Capabilities,
  Capability,
  ConnectedProvider,
  Holdings,
  Issued,
  ListedPerson,
  LogName,
  LogPage,
  LogPort,
  Obstacle,
  OpenSession,
  PassQuestion,
  PeoplePage,
  PeoplePort,
  ProviderPort,
  TenantPeople,
} from './port.ts'
export { ProviderError, type ProviderErrorCode } from './provider-error.ts'
export {
  type AccountState,
  type HeldAuthenticator,
  NO_ACCOUNT,
  type SourceState,
  type State,
  type Target,
} from './state.ts'
