/** Changes at identity providers: who calls them, what stands before and after each, and how many an hour there may be. */
export { carryOutRemedy } from './carry-out.ts'
export { explains, type Intention, type LoggedChange } from './explains.ts'
export { REMEDY_ENTRIES } from './facts.ts'
export { type Intentions, readIntentions } from './intentions.ts'
export { issueByRemedy } from './issue.ts'
export { hasBegun, peopleTouched } from './limits.ts'
export { whatOf } from './noted.ts'
export type {
  EmergencyAccount,
  IssueOrder,
  IssuingRoom,
  Order,
  Orderer,
  RemedyCode,
  RemedyRoom,
  Result,
} from './order.ts'
export { REMEDY_SENTENCES } from './words.ts'
