export { assemble } from './assemble.ts'
export {
  createDiagnosis,
  createTrustingPair,
  type Diagnosis,
  type DiagnosisOptions,
  type Verdicts,
} from './diagnose.ts'
export * from './report.ts'
export type { Timeline, TimelineEntry, TimelineTone } from './timeline.ts'
export { createTimelines, type Timelines } from './timelines.ts'
export { traceInWords } from './words.ts'
