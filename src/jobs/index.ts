export { JobError, type JobErrorCode } from './errors.ts'
export {
  type DeadLetter,
  type Job,
  type Jobs,
  type JobsOptions,
  type OrganisationJobs,
  openJobs,
  type SendOptions,
} from './jobs.ts'
export { PURGE, type PurgeOptions, schedulePurge, startPurge } from './purge-job.ts'
export { defineQueue, type Queue, type QueueKind } from './queue.ts'
