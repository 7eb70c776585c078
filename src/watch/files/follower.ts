/** What a tail and a folder are given, and what they are. */
import type { OrganisationStore } from '../../store/index.ts'
import type { FileSource } from './settings.ts'

export interface FollowerOptions {
  readonly db: OrganisationStore
  readonly source: FileSource
  /** Reads a part of a log and keeps it. Resolves once that is committed. */
  readonly take: (part: Uint8Array) => Promise<void>
  /** What an operator should know, and what does not keep it from going on. */
  readonly onProblem: (error: unknown) => void
}

export interface Follower {
  /** Takes in what came since the last pass. One at a time. After it threw, the next one goes on where that was. */
  pass(): Promise<void>
}

/** Of one delivery. */
export const PART_BYTES = 1 << 21
