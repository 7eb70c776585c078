/** For the demo and for tests only: a data folder that is real refuses it. */
export { createRecordingProvider, type Fault, type RecordingProvider } from './recording-provider.ts'
