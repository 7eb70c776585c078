/** What both listeners share. */
import type { Door } from './admit.ts'
import type { Translate } from './failure.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import type { HttpMetrics } from './metrics.ts'
import type { OpenStreams } from './open-streams.ts'

export interface Surroundings {
  readonly door: Door
  readonly limits: Limits
  readonly log: Log
  readonly metrics: HttpMetrics
  readonly streams: OpenStreams
  readonly translate: Translate
  readonly makeId: () => string
  /** Of Postern, for the API's description. */
  readonly version: string
  /** Aborts when the server is told to stop. */
  readonly stopping: AbortSignal
}
