/** Packed sign-ins, for whoever sorts, keeps and merges them: the CLI's collector, the server's log in memory. */
export { distinct } from './distinct.ts'
export { type Cursor, memoryCursor, mergeInSteps, mergeRuns } from './merge-runs.ts'
export { copySignIn, PackedSignIn } from './packed-sign-in.ts'
export { type Block, createBlock } from './packed-text.ts'
export { personKey, type Settled } from './person.ts'
export { type Columns, copyRecord, createColumns, pack, packedRoom, recordLength } from './record.ts'
export { secondOf } from './same-event.ts'
export { sortedOrder } from './sorted-order.ts'
