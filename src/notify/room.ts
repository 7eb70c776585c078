/** What this room's edge works with. */
import type { Jobs } from '../jobs/index.ts'
import type { EncryptionKey, Random } from '../ledger/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import type { Network } from './network/lookup.ts'
import type { Notice, NoticeKind } from './notice.ts'
import type { Clock } from './outbox.ts'
import type { SenderLimits } from './sender.ts'
import type { Subject } from './subject.ts'

/** A subject with its times, in milliseconds since 1970. */
export interface KeptSubject extends Subject {
  readonly opened: number
  readonly changed: number
}

/** What a notice is made of besides its subject. */
export interface Asked {
  readonly subject: KeptSubject
  /** The organisation's name. */
  readonly organisation: string
  /** The address of the organisation's pages in the console, without a slash at its end. */
  readonly pagesUrl: string
  /** What a member of staff is called; their id where nothing else is known. */
  nameOf(member: string): Promise<string>
}

/**
 * Writes the notice of a subject as it is now, from the tables, in the transaction in which its message is started.
 * Undefined where there is nothing left to tell: then the subject is forgotten.
 */
export type Describe = (tx: OrganisationTransaction, asked: Asked) => Promise<Notice | undefined>

export interface NotifyRoom {
  readonly store: Store
  /** Opened with NOTICE_QUEUES. */
  readonly jobs: Jobs
  /** Encrypt the settings of an organisation's channels, the one for new settings first. */
  mastersOf(organisation: string): readonly [EncryptionKey, ...EncryptionKey[]]
  readonly random: Random
  readonly clock: Clock
  readonly network: Network
  readonly consoleUrl: string
  /** By kind, from the rooms above. */
  readonly describe: Readonly<Partial<Record<NoticeKind, Describe>>>
  /** Name and mail address of a member of staff, read when a message is sent and never kept. */
  profileOf(
    tx: OrganisationTransaction,
    member: string,
  ): Promise<{ readonly name: string; readonly email: string } | undefined>
  /** For tests. */
  readonly limits?: SenderLimits
}
