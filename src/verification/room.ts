/** What this room works with, and who asks. */
import type { DirectoryRoom } from '../directory/index.ts'
import type { RelyingParty } from '../staff/index.ts'

export interface VerificationRoom {
  readonly directory: DirectoryRoom
  /** 32 bytes by which staff are recognised as humans: the home organisation's token key. */
  readonly humanKey: Uint8Array
  /** The portal: with it people register passkeys of their own. */
  readonly portal: RelyingParty
}

/** Whoever asks for help, as whom, and from where. Ids, and keyed tokens. */
export interface Asking {
  readonly case: string
  /** Who they say they are. */
  readonly person: string
  /** One bound browser session or one unbroken call (DESIGN §3 rule 1). */
  readonly claimant: string
  /** Keyed token of the address of the browser, or the number of the caller. */
  readonly source: string
  /** What counts for nothing in this case: the channel that stopped it, the claimant's own number. Tokens, as in evidence. */
  readonly barred: ReadonlySet<string>
}
