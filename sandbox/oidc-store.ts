/** Where oidc-provider keeps sessions, grants and codes: in memory, so that a restart ends every session. */
import type { Clock } from './world.ts'

interface Payload {
  readonly accountId?: string
  readonly grantId?: string
  readonly uid?: string
  readonly userCode?: string
  readonly jti?: string
  consumed?: number
}
interface Kept {
  readonly model: string
  readonly payload: Payload
  readonly expires: number
  /** When somebody signed in to this session. */
  readonly began: number
}

export interface Session {
  readonly id: string
  readonly person: string
  readonly began: number
}

export interface OidcStore {
  /** The class that oidc-provider makes one of for each of its models. */
  readonly Adapter: new (
    model: string,
  ) => { upsert(id: string, payload: Payload, expiresInS: number): Promise<void> }
  sessionsOf(person: string): readonly Session[]
  /** Sessions, grants, codes and tokens of this person. */
  endSessions(person: string): void
}

/** Oldest entries are dropped beyond this many: anybody can begin a sign-in. */
const KEPT_MAX = 50_000

export function createOidcStore(clock: Clock): OidcStore {
  const all = new Map<string, Kept>()
  // oidc-provider's expiries are of the machine's clock, whatever clock the sandbox was given.
  const isLive = (kept: Kept | undefined): kept is Kept => kept !== undefined && kept.expires > Date.now()
  const find = (model: string, holds: (payload: Payload) => boolean) =>
    [...all.values()].find((kept) => kept.model === model && isLive(kept) && holds(kept.payload))?.payload

  class Adapter {
    readonly #model: string
    constructor(model: string) {
      this.#model = model
    }
    #key(id: string): string {
      return `${this.#model}:${id}`
    }
    async upsert(id: string, payload: Payload, expiresInS: number): Promise<void> {
      const key = this.#key(id)
      const before = all.get(key)
      const began = before?.payload.accountId === payload.accountId && before !== undefined ? before.began : clock()
      all.delete(key)
      all.set(key, { model: this.#model, payload, expires: Date.now() + expiresInS * 1000, began })
      if (all.size > KEPT_MAX) all.delete(all.keys().next().value as string)
    }
    async find(id: string): Promise<Payload | undefined> {
      const kept = all.get(this.#key(id))
      return isLive(kept) ? kept.payload : undefined
    }
    async findByUid(uid: string): Promise<Payload | undefined> {
      return find(this.#model, (payload) => payload.uid === uid)
    }
    async findByUserCode(userCode: string): Promise<Payload | undefined> {
      return find(this.#model, (payload) => payload.userCode === userCode)
    }
    async consume(id: string): Promise<void> {
      const kept = all.get(this.#key(id))
      if (kept) kept.payload.consumed = Math.floor(Date.now() / 1000)
    }
    async destroy(id: string): Promise<void> {
      all.delete(this.#key(id))
    }
    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { payload }] of all) if (payload.grantId === grantId) all.delete(key)
    }
  }

  return {
    Adapter,
    sessionsOf: (person) =>
      [...all].flatMap(([key, kept]) =>
        kept.model === 'Session' && isLive(kept) && kept.payload.accountId === person
          ? [{ id: kept.payload.uid ?? key, person, began: kept.began }]
          : [],
      ),
    endSessions(person) {
      for (const [key, { payload }] of all) if (payload.accountId === person) all.delete(key)
    },
  }
}
