/** What can be wrong with a job. The code is stable. */
export type JobErrorCode =
  | 'ERR_JOB_PAYLOAD' // it does not fit its queue's schema
  | 'ERR_QUEUE_NOT_OPEN' // the queue was not named when the jobs were opened
  | 'ERR_QUEUES_NOT_INSTALLED' // the tables of the queue are missing, and there is no owner's connection to make them

export class JobError extends Error {
  readonly code: JobErrorCode
  constructor(code: JobErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'JobError'
    this.code = code
  }
}
