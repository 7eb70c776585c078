/** The case, from asking to closing. docs/recovery.md. */
export { isEnough, type Rules, whyNotGiven } from './authority.ts'
export { type Case, type CaseState, evolve } from './case.ts'
export { endsAt } from './deadlines.ts'
export { type Command, decide } from './decide.ts'
export { CASE_ENTRIES, type CaseFact } from './entries.ts'
export { CASE_REFUSALS, type CaseRefusal } from './refusal.ts'
