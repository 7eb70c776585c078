/** What all channels have in common, and in what they differ. */
import type { Notice } from './notice.ts'
import type { Outcome } from './outcome.ts'

export type ChannelKind = 'slack' | 'teams' | 'pagerduty' | 'mail' | 'webhook' | 'syslog'

export interface Manner {
  /**
   * What a later state of the same thing does: changes the message that is there; is one more message; or is one more
   * message only if it is worth one (opened, worse, closed), because people read them.
   */
  readonly updates: 'in-place' | 'each' | 'milestones'
  /** May a message be sent again without being there twice, when nobody knows whether it arrived? */
  readonly repeatable: boolean
}

/** docs/notify.md, "Once, and in order", tells operators the same. */
export const MANNERS: Readonly<Record<ChannelKind, Manner>> = {
  // chat.update; a first message of unknown fate is looked for in the channel's history.
  slack: { updates: 'in-place', repeatable: true },
  // A workflow has no handle on its messages, and no key to recognise a repeated one by.
  teams: { updates: 'milestones', repeatable: false },
  // dedup_key.
  pagerduty: { updates: 'in-place', repeatable: true },
  // A repeated mail has the same Message-ID; many servers drop it, no standard makes them.
  mail: { updates: 'milestones', repeatable: false },
  // webhook-id is the receiver's key to drop repetitions.
  webhook: { updates: 'each', repeatable: true },
  // The SIEM sees finding and revision, and can drop repetitions.
  syslog: { updates: 'each', repeatable: true },
}

/** One message for one channel: the newest state of one thing. */
export interface Sending {
  readonly notice: Notice
  /** The organisation's id. */
  readonly organisation: string
  /** What the message is about, the same for all its states. */
  readonly subject: string
  /** Which state of it, counted from 1. */
  readonly revision: number
  /** Does the subject begin with this message, on this channel? */
  readonly first: boolean
  /** What the channel returned when it took the message that is now to be changed. */
  readonly reference?: string
  /** When a try began whose fate nobody knows; the message may be there already. */
  readonly unsureSince?: number
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface Channel {
  readonly kind: ChannelKind
  send(sending: Sending, signal: AbortSignal): Promise<Outcome>
  /** Are connection and credentials good? Nobody sees anything of it. Absent where a vendor cannot be asked. */
  readonly probe?: (now: number, signal: AbortSignal) => Promise<Outcome>
}
