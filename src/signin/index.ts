export type { Entry } from './catalogue/entry.ts'
export { ENTRIES_OF_ALL, explain, lookUp, MAYBE_ATTACK, nearest } from './catalogue/index.ts'
export { type Decoder, paths, type Row, RowProblem, type RowProblemCode } from './decoder.ts'
export { DECODERS } from './decoders/index.ts'
export { createIntake, type FileSummary, type Intake, type Sink } from './intake.ts'
export { accountOf, accountOfPerson, type KeptSignIn, keep, readKept } from './kept-sign-in.ts'
export { toOcsf } from './ocsf.ts'
export * from './records.ts'
export {
  ACTIVITIES,
  type Activity,
  blank,
  CHANGES,
  type Change,
  type Draft,
  FAMILIES,
  type Family,
  METHODS,
  type Method,
  OUTCOMES,
  type Outcome,
  PROVIDERS,
  type Provider,
  REASONS,
  type Reason,
  RISKS,
  type Risk,
  type SignIn,
  STEPS,
  type Step,
} from './sign-in.ts'
export { type Trace, traceOf } from './trace.ts'
export { CAUSES, type Cause, DETECTIONS, type DetectionId } from './verdicts.ts'
