/** Packed sign-ins, for whoever sorts, stores and merges them (the CLI's collector). */
export { copySignIn, PackedSignIn } from './packed-sign-in.ts'
export { type Block, createBlock } from './packed-text.ts'
export type { Settled } from './person.ts'
export { type Columns, copyRecord, createColumns, pack, packedRoom, placeRecord, recordLength } from './record.ts'
export {
  compareForReading,
  compareWithinSecond,
  countsRather,
  sameContent,
  secondOf,
  standsEarlier,
} from './same-event.ts'
