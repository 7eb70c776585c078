/** For tests of what staff do: organisations with their ledgers, two people who founded one, and their browsers over HTTP. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { formatInstant } from '../src/base/time.ts'
import type { Sample } from '../src/http/sample-server.ts'
import { type Ledger, localSealer, openLedger, signerFrom } from '../src/ledger/index.ts'
import {
  type Act,
  act,
  beginAct,
  beginJoining,
  beginSignIn,
  join,
  type Notice,
  openSetUp,
  type Refused,
  relyingPartyOf,
  type StaffRoom,
  signIn,
  type Ticket,
} from '../src/staff/index.ts'
import type { Store } from '../src/store/index.ts'
import { type Authenticator, createAuthenticator } from './authenticator.ts'

export const NOON = Date.UTC(2026, 1, 23, 12)
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A human at a browser with a security key in each hand. */
export interface Human {
  readonly id: string
  readonly keys: readonly [Authenticator, Authenticator]
}

export interface Office extends StaffRoom {
  readonly notices: Notice[]
  /** The address under which the console is reached; passkeys belong to it. */
  moveTo(origin: string): void
}

/** An organisation with a ledger of its own. */
export async function newLedger(store: Store, name: string): Promise<Ledger> {
  const db = store.in(randomUUID())
  const origin = `postern.example/${db.organisation}`
  const key = signerFrom(`${origin}/entries`, 'ed25519', Buffer.alloc(32, 1))
  const checkpoint = signerFrom(origin, 'ed25519', Buffer.alloc(32, 2))
  const sealer = localSealer(key)
  await db.transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name, created: NOON }).execute()
    const keys = { entryKey: key.verifier.text, checkpointKey: checkpoint.verifier.text }
    await openLedger(tx, { origin, kind: store.kind, ...keys, time: formatInstant(NOON) }, sealer)
  })
  const ring = {
    entries: [{ key: key.verifier, from: 0, until: undefined }],
    checkpoints: [{ key: checkpoint.verifier, from: 0, until: undefined }],
  }
  return { db, sealer, keyRing: () => ring, random: randomBytes }
}

export async function newOffice(store: Store): Promise<Office> {
  const notices: Notice[] = []
  let relyingParty = relyingPartyOf('http://localhost:7070')
  return {
    ledger: await newLedger(store, 'Northwind'),
    get relyingParty() {
      return relyingParty
    },
    tokenKey: Buffer.alloc(32, 3),
    masters: [{ id: 'm1', bytes: Buffer.alloc(32, 4) }],
    owe: async (_, owed) => void notices.push(...owed),
    notices,
    moveTo(origin) {
      relyingParty = relyingPartyOf(origin)
    },
  }
}

export function good<T extends object>(result: Refused | T): T {
  assert.ok(!('refused' in result), JSON.stringify(result))
  return result
}

/** Two keys in one browser. */
export function newKeys({ relyingParty }: Pick<StaffRoom, 'relyingParty'>): Human['keys'] {
  return [createAuthenticator(relyingParty.origin), createAuthenticator(relyingParty.origin)]
}

/** Comes in by a ticket, with two new keys. */
export async function comeIn(room: StaffRoom, ticket: Ticket, now: number): Promise<Human> {
  const keys = newKeys(room)
  const { options } = good(await beginJoining(room, ticket, now))
  const made = [keys[0].register(options[0]), keys[1].register(options[1])] as const
  const { member } = good(await join(room, ticket, made, now))
  return { id: member, keys }
}

/** The token of a new session. */
export async function tokenOf(room: StaffRoom, { keys }: Human, now: number): Promise<string> {
  const options = await beginSignIn(room, now)
  return good(await signIn(room, keys[0].assert(options), { now })).token
}

function founderTicket(code: string, name: string): Ticket {
  return { kind: 'founder', code, profile: { name, email: `${name.toLowerCase()}@northwind.example` } }
}

/** The first person by the terminal's code. */
export async function firstPerson(room: StaffRoom, now = NOON): Promise<Human> {
  const { code } = good(await openSetUp(room, now))
  return await comeIn(room, founderTicket(code, 'Ada'), now)
}

/** Carries an act out, at once. */
export async function does(room: StaffRoom, human: Human, wanted: Act, now = NOON) {
  const moment = { by: human.id, now }
  return await act(room, wanted, human.keys[0].assert(await beginAct(room, wanted, moment)), moment)
}

/** The first two, administrators both. */
export async function foundersOf(room: StaffRoom, now = NOON): Promise<{ readonly ada: Human; readonly bo: Human }> {
  const ada = await firstPerson(room, now)
  const { code = '' } = good(await does(room, ada, { type: 'invite-founder' }, now))
  return { ada, bo: await comeIn(room, founderTicket(code, 'Bo'), now) }
}

export interface Browser {
  get(path: string): Promise<Response>
  /** From a page of ours. */
  post(path: string, body?: object): Promise<Response>
  /** What the server had it keep; undefined if nothing. */
  readonly cookie: string | undefined
}

/** A browser with its cookie jar; `token` is a session that somebody has already, or has stolen. */
export function browserOf({ call, at }: Sample, token?: string): Browser {
  const name = `postern-console-${at.console.port}`
  let cookie = token
  async function send(path: string, init: RequestInit): Promise<Response> {
    const headers = {
      'sec-fetch-site': 'same-origin',
      ...(cookie === undefined ? {} : { cookie: `${name}=${cookie}` }),
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const answer = await call(path, { ...init, headers })
    const set = answer.headers.get('set-cookie')
    if (set !== null) cookie = /=([^;]*)/.exec(set)?.[1] || undefined
    return answer
  }
  return {
    get: (path) => send(path, { method: 'GET' }),
    post: (path, body) => send(path, { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    get cookie() {
      return cookie
    },
  }
}

/** The code of a problem. */
export async function codeOf(answer: Response): Promise<string> {
  return `${answer.status} ${((await answer.json()) as { readonly code: string }).code}`
}
