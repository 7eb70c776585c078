/** What is done about findings: playbooks, their limits, and the switchboard for when nobody is attacked and everybody is locked out. */
export { installShipped, playbookChanges } from './changes.ts'
export { oweResponsesAgain, RESPONSE_QUEUES, responseJobs, startResponses } from './queues.ts'
export { createResponding, type Responding } from './respond.ts'
export type { ResponseJobs, ResponseNotice, ResponseRoom } from './room.ts'
