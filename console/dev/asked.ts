/** What a handler of the stub is asked, and what it may say. */

export interface Asked {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

export type Handler = (asked: Asked) => unknown

/** Thrown by a handler: no such thing. */
export class NotThere extends Error {}

export interface StubState {
  signedIn: boolean
  /** The ledger is held; how many people have said that it goes on. */
  held?: { said: number } | undefined
  /** Of who is signed in; all of them unless given. */
  roles?: readonly string[] | undefined
}
