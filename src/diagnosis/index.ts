export { assemble } from './assemble.ts'
export { createDiagnosis, type Diagnosis, type DiagnosisOptions, type Verdicts } from './diagnose.ts'
export type * from './report.ts'
export { causeInWords, traceInWords } from './words.ts'
