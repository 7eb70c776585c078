/** The error catalogue: every vendor's codes in our own words, each meaning standing once. */
export { explain, MAYBE_ATTACK, nearest } from './explain.ts'
export { ENTRIES_OF_ALL, lookUp } from './tables.ts'
