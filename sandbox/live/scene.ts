/** What people do at the sandbox over minutes or hours. A scene gives how many milliseconds it waits until it goes on. */
import type { Random } from '../../src/simulator/index.ts'
import type { Sandbox } from '../server.ts'
import type { Administration } from './administration.ts'
import type { Somebody } from './somebody.ts'

export type Scene = AsyncGenerator<number, void, void>

export const SECOND = 1000
export const MINUTE = 60_000
export const HOUR = 3_600_000

/** What a scene meant to happen, in the words of the diagnosis: what is to be found in the log of it. */
export type Meant =
  | { readonly what: 'lockout'; readonly cause: string; readonly person: string }
  | { readonly what: 'finding'; readonly detection: string; readonly person: string | null }
  | { readonly what: 'outage'; readonly people: readonly string[] }
  | { readonly what: 'policy-block'; readonly policy: string; readonly people: readonly string[] }

export interface Stage {
  readonly sandbox: Sandbox
  readonly rng: Random
  /** Who takes part: drawn from those whom the script needs. */
  readonly people: readonly [Somebody, ...Somebody[]]
  readonly administration: Administration
  /** Told when it has happened. */
  meant(truth: Meant): void
}

/** A kind of trouble, and who can have it. */
export interface Script {
  readonly name: string
  /** How often, compared with others. */
  readonly weight: number
  /** Of so many people at once; two of these never overlap. */
  readonly isWide?: true
  readonly count: number
  readonly needs: (somebody: Somebody) => boolean
  readonly play: (stage: Stage) => Scene
}
