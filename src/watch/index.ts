export { type Cutter, createCutter } from './cutting.ts'
export { createDeliveryReader, type Delivery, type DeliveryReader, type Sender, type Unread } from './delivery.ts'
export { WatchError, type WatchErrorCode } from './errors.ts'
export { FileSource, readFileSources } from './files/settings.ts'
export { type FileSources, type FileSourcesOptions, startFileSources } from './files/start.ts'
export { findingsTold } from './findings-told.ts'
export { createFold, type Fold, type FoldOptions, type Judgement } from './fold.ts'
export { type GatherOptions, gatherFindings, latestSightings } from './gather-findings.ts'
export { describeIncident } from './incident-notice.ts'
export {
  createIntakeOf,
  type IntakeOptions,
  type KeptBatch,
  type OrganisationIntake,
  type Taken,
} from './intake.ts'
export {
  createKnownSources,
  type KnownSource,
  type KnownSources,
  sourceOf,
} from './known-sources.ts'
export type {
  LiveFinding,
  LiveLockout,
  LiveOutage,
  LivePolicyBlock,
  LiveVerdict,
  Verdict,
  VerdictKind,
} from './live-verdict.ts'
export { type OverviewRoutesOptions, overviewRoutes } from './overview-routes.ts'
export { tokensOfPerson } from './people.ts'
export { personRoutes } from './person-routes.ts'
export { describeQuarantineFull, quarantineFull } from './quarantine-notice.ts'
export { type QuarantineRoutesOptions, quarantineRoutes } from './quarantine-routes.ts'
export { quarantineReleased, type Released, release } from './release.ts'
export { authenticateSource, type WatchRoutesOptions, watchRoutes } from './routes.ts'
export { type SearchRoutesOptions, searchRoutes } from './search-routes.ts'
export { seenAccounts } from './seen-accounts.ts'
export { sourceActivity } from './source-activity.ts'
export { type SourceChangesOptions, sourceChanges } from './source-changes.ts'
export { type ListedSource, listSources, type SourceActivity } from './source-list.ts'
export { type SourceRoutesOptions, sourceRoutes } from './source-routes.ts'
export {
  addSource,
  closeSource,
  type Doing,
  type NewSource,
  type Source,
  type SourceKind,
  sourceAdded,
  sourceClosed,
  sourceTokenRenewed,
} from './sources.ts'
export { subjectOf } from './subjects.ts'
export { summaryKeyOf } from './summary.ts'
export type { Changes } from './told.ts'
export { latestVerdicts, type ToldVerdict } from './verdicts.ts'
export { createWatch, type EmergencyRegistry, type Watch, type WatchOptions } from './watch.ts'
export { createWatching, type Watching, type WatchingOptions } from './watching.ts'
export { SOURCE_SENTENCES } from './words.ts'
