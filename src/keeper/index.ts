/** Who alone holds what signs the ledger and changes a provider (DESIGN §3 rule 22), and how the others ask. docs/adr/0012-keeper.md */
export { connectBeside } from './answering.ts'
export { type Front, type FrontOptions, openFront } from './front.ts'
export type { Keeper } from './keeper.ts'
export { KeeperError, type KeeperErrorCode } from './keeper-error.ts'
export { connectToChild } from './process/child.ts'
export { lockKeys } from './process/keys-lock.ts'
export { type OpenKeeperOptions, openKeeper } from './process/open-keeper.ts'
export { answerParent, connectToSocket, listenOn } from './process/socket.ts'
