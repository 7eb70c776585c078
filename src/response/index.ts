/** What is done about findings: playbooks, their limits, and the switchboard for when nobody is attacked and everybody is locked out. */

export type { ApprovedUndo } from './approved-undo.ts'
export { installShipped, playbookChanges } from './changes.ts'
export { type Deciding, decidingOf, verifyUndo } from './decisions.ts'
export { changesOfResponses, describeApproval, describePause, doneAbout } from './notices.ts'
export { hadPlaybooks } from './pause.ts'
export { playbookRoutes } from './playbook-routes.ts'
export { oweResponsesAgain, RESPONSE_QUEUES, responseJobs, startResponses } from './queues.ts'
export { createResponding, type Responding } from './respond.ts'
export { type ResponseRoutesOptions, responseRoutes } from './response-routes.ts'
export type { ResponseJobs, ResponseNotice, ResponseRoom } from './room.ts'
export { type SwitchboardOptions, switchboardRoutes } from './switchboard/routes.ts'
