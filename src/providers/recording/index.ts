/** For the demo and for tests only: a data folder that is real refuses it. */
export type { Fault } from './faults.ts'
export { createRecordingProvider, type RecordingProvider } from './recording-provider.ts'
