/** Changes at identity providers: who calls them, what stands before and after each, and how many an hour there may be. */
export {
  carryOutRemedy,
  type EmergencyAccount,
  type Order,
  type Orderer,
  type RemedyCode,
  type RemedyRoom,
  type Result,
} from './carry-out.ts'
export { REMEDY_ENTRIES } from './facts.ts'
export { hasBegun, peopleTouched } from './limits.ts'
export { REMEDY_SENTENCES } from './words.ts'
