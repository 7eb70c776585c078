/** The queues of this room, and how what is owed finds its way back after a crash. */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { defineQueue, type Jobs, type OrganisationJobs } from '../jobs/index.ts'
import type { OrganisationStore } from '../store/index.ts'
import { command, loadResponse, oweNext, stepJob } from './command.ts'
import { AUTOMATIC } from './respond.ts'
import type { ResponseJobs, ResponseRoom } from './room.ts'
import { findResponse, lockResponse, openResponses } from './views.ts'
import { begunStep, goOn } from './worker.ts'

const Payload = Type.Object({ response: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false })

/**
 * A provider that is down is tried for hours; what is too old by then waits for a person. A worker that died is noticed
 * within a minute: a session of an attacker is open meanwhile.
 */
const STEP = defineQueue({ name: 'response-step', kind: 'effect', payload: Payload, expire: 60 })
const EXPIRY = defineQueue({ name: 'response-expiry', kind: 'deadline', payload: Payload })

/** To be opened with the jobs. */
export const RESPONSE_QUEUES = [STEP, EXPIRY] as const

/** Steps of different organisations and people may run beside each other. */
const CONCURRENCY = 4

export function responseJobs(jobs: OrganisationJobs): ResponseJobs {
  return {
    goOn: (tx, response, key) => jobs.send(tx, STEP, { response }, { key }),
    expireAt: (tx, response, at) => jobs.send(tx, EXPIRY, { response }, { key: response, at }),
  }
}

/** Works both queues. `roomOf`: the same room for the same organisation. */
export async function startResponses(jobs: Jobs, roomOf: (db: OrganisationStore) => ResponseRoom): Promise<void> {
  await jobs.work(STEP, ({ db, payload, signal }) => goOn(roomOf(db), payload.response, signal), CONCURRENCY)
  await jobs.work(EXPIRY, ({ db, payload }) => expire(roomOf(db), payload.response))
}

/** An approval that nobody gave expires closed (DESIGN §3 rule 16). One that was set anew meanwhile waits on. */
export async function expire(room: ResponseRoom, id: string): Promise<void> {
  await room.ledger.db.transaction(async (tx) => {
    await lockResponse(tx, id)
    const found = await findResponse(tx, id)
    const response = await loadResponse(tx, room, id)
    const at = room.clock()
    if (found === undefined || response.is === 'nothing' || at < response.last + DEFAULTS.response.approvalMs) return
    await command(tx, room, { id, about: found.about, actor: AUTOMATIC }, { do: 'expire', at })
  })
}

/** Owes again what is owed and not done: at the start, and hourly. What waits in the queue already stays one job. */
export async function oweResponsesAgain(room: ResponseRoom): Promise<void> {
  const open = await room.ledger.db.transaction(openResponses)
  for (const id of open) {
    await room.ledger.db.transaction(async (tx) => {
      await lockResponse(tx, id)
      const response = await loadResponse(tx, room, id)
      if (response.is !== 'opened') return
      // A remedy without its end gets one, whatever has become of the response.
      const begun = await begunStep(tx, id, response)
      if (begun === undefined) await oweNext(tx, room, id, response)
      else await room.jobs.goOn(tx, id, stepJob(id, begun))
    })
  }
}
