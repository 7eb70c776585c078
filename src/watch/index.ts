export { createDeliveryReader, type Delivery, type DeliveryReader, type Sender, type Unread } from './delivery.ts'
export { WatchError, type WatchErrorCode } from './errors.ts'
export { createFold, type Fold, type FoldOptions } from './fold.ts'
export { type GatherOptions, gatherFindings } from './gather-findings.ts'
export { describeIncident } from './incident-notice.ts'
export {
  createIntakeOf,
  type IntakeOptions,
  type KeptBatch,
  type OrganisationIntake,
  type Taken,
} from './intake.ts'
export { authenticateSource, type WatchRoutesOptions, watchRoutes } from './routes.ts'
export {
  addSource,
  closeSource,
  createKnownSources,
  type Doing,
  type KnownSource,
  type KnownSources,
  type NewSource,
  type Source,
  sourceAdded,
  sourceClosed,
  sourceOf,
} from './sources.ts'
export type { Changes, Verdict, VerdictKind } from './told.ts'
export { latestVerdicts, type ToldVerdict } from './verdicts.ts'
export { createWatch, type Watch, type WatchOptions } from './watch.ts'
export { createWatching, type Watching, type WatchingOptions } from './watching.ts'
