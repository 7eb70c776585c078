/** What a queue is: a name, the schema of what is sent, and how often and how patiently it is tried. */
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { JobError } from './errors.ts'

/**
 * - `effect`: something to be done once. Sent again while it is queued or running, it is the same job; afterwards it is a
 *   new one, because whoever sends it again found no result.
 * - `deadline`: something that falls due. Sent again, it falls due at the new time; one that is running already stays.
 */
export type QueueKind = 'effect' | 'deadline'

export interface Queue<Payload extends TSchema = TSchema> {
  readonly name: string
  readonly kind: QueueKind
  /** Ids and times only: no personal value and no secret ever lies in a job. */
  readonly payload: Payload
  /** How often it is tried again before it becomes a dead letter. */
  readonly retries: number
  /** The first pause, in seconds; it doubles each time, with some chance in it, up to `retryDelayMax`. */
  readonly retryDelay: number
  readonly retryDelayMax: number
  /** A worker that takes longer is taken for dead, in seconds; the job is tried again. */
  readonly expire: number
}

const DEFAULTS = { retries: 10, retryDelay: 5, retryDelayMax: 3600, expire: 300 }

/** A queue with our usual patience: eleven tries over some hours. */
export function defineQueue<Payload extends TSchema>(
  queue: Pick<Queue<Payload>, 'name' | 'kind' | 'payload'> & Partial<Queue<Payload>>,
): Queue<Payload> {
  return { ...DEFAULTS, ...queue }
}

/** The payload as its type. Throws ERR_JOB_PAYLOAD; what was wrong with which value is not said, only where. */
export function checkPayload<Payload extends TSchema>(queue: Queue<Payload>, payload: unknown): Static<Payload> {
  if (Value.Check(queue.payload, payload)) return payload as Static<Payload>
  const [first] = Value.Errors(queue.payload, payload)
  throw new JobError(
    'ERR_JOB_PAYLOAD',
    `A job of the queue ${queue.name} does not fit its schema: ${first?.instancePath || 'it'} ${first?.message ?? ''}`,
  )
}
