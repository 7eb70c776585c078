/** What staff's edge works with, and the one way in which its commands become facts. */
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import {
  createPersonKey,
  type Decision,
  type EncryptionKey,
  erasePerson,
  handleIn,
  type Ledger,
  loadState,
  personalValuesOf,
  personKey,
  type Random,
} from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { STAFF_ENTRIES, type StaffFact } from './entries.ts'
import { type Notice, noticeOwed, subjectOf } from './notices.ts'
import { REFUSALS, type RefusalCode } from './refusal.ts'
import type { RelyingParty } from './relying-party.ts'
import { endSessionsOf } from './session.ts'
import { evolve, NOBODY, type Staff } from './staff.ts'
import { writeMembers } from './views.ts'

export interface StaffRoom {
  readonly ledger: Ledger
  readonly relyingParty: RelyingParty
  /** 32 bytes of the organisation's, kept outside the database: by it e-mail addresses become tokens. */
  readonly tokenKey: Uint8Array
  /** Encrypt the keys of people, the one for new keys first. */
  readonly masters: readonly [EncryptionKey, ...EncryptionKey[]]
  /** Takes over the notices that are owed, in the transaction of their facts: inserts only. */
  owe(tx: OrganisationTransaction, notices: readonly Notice[]): Promise<void>
}

/** How people are shown to each other. It stays outside the ledger's entries. */
export const ProfileSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]{1,190}$' }),
  },
  { additionalProperties: false },
)
export type Profile = Static<typeof ProfileSchema>

export interface Refused {
  readonly refused: { readonly code: RefusalCode; readonly message: string }
}

export const refusedAs = (code: RefusalCode): Refused => ({ refused: { code, message: REFUSALS[code] } })

const STAFF_STREAM = 'organisation/staff'
const DECIDER = { types: STAFF_ENTRIES, initial: NOBODY, evolve, decide }

/** The staff as the ledger says, each entry checked: what decisions are verified by. */
export async function loadStaff(tx: OrganisationTransaction, ledger: Pick<Ledger, 'keyRing'>): Promise<Staff> {
  return await loadState(tx, ledger, STAFF_STREAM, DECIDER)
}

export interface Doing {
  /** `staff/…`, `system/…`. */
  readonly actor: string
  readonly decisions?: readonly Decision[]
  /** Of the person whom the command brings in. */
  readonly person?: { readonly id: string; readonly profile: Profile }
}

/** Decides on what the ledger says, and writes facts, view and notices together. The last thing that a transaction does. */
export async function carryOut(
  tx: OrganisationTransaction,
  room: StaffRoom,
  command: Command,
  { actor, decisions, person }: Doing,
): Promise<Refused | { readonly staff: Staff; readonly facts: readonly StaffFact[] }> {
  const { ledger, masters } = room
  // One command at a time, and rows that refer to the organisation can be written meanwhile.
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
  const known = person === undefined ? undefined : await personKey(tx, person.id, masters)
  const key = known ?? (person && (await createPersonKey(tx, person.id, masters[0], ledger.random)))
  let facts: readonly StaffFact[] = []
  let before = NOBODY
  const { state, refused } = await handleIn(
    tx,
    ledger,
    {
      stream: STAFF_STREAM,
      command,
      actor,
      time: formatInstant(command.at),
      ...(decisions === undefined ? {} : { decisions }),
      ...(key === undefined ? {} : { person: key }),
    },
    {
      ...DECIDER,
      decide(staff, asked) {
        before = staff
        const decided = decide(staff, asked)
        if (person === undefined || decided.refused !== undefined) return decided
        return { facts: decided.facts.map((fact) => ({ ...fact, personal: { ...person.profile } })) }
      },
    },
    {
      async project(_, said, after) {
        facts = said
        await writeMembers(tx, after)
        await endSessionsOf(
          tx,
          said.filter(endsSessions).map((fact) => subjectOf(fact) ?? ''),
          command.at,
        )
        await room.owe(
          tx,
          said.flatMap((fact) => noticeOwed({ before, after, home: ledger.db.organisation }, fact) ?? []),
        )
      },
    },
  )
  if (refused === undefined) return { staff: state, facts }
  if (person !== undefined && known === undefined) await erasePerson(tx, person.id)
  return { refused: refused as Refused['refused'] }
}

/**
 * Says that from `from` until `at` Postern was down, or its notices did not go out: waits count none of that time (R52). To be
 * called before anything is served. Throws as `carryOut` does.
 */
export async function holdWaits(
  room: StaffRoom,
  { from, at }: { readonly from: number; readonly at: number },
): Promise<void> {
  await room.ledger.db.transaction((tx) =>
    carryOut(tx, room, { type: 'hold-waits', at, from }, { actor: 'system/clock' }),
  )
}

/** What somebody may, or by what they sign in, has changed: they sign in again (OWASP ASVS V7.4.2, V7.2.4). */
function endsSessions({ type }: StaffFact): boolean {
  return (
    type === 'staff-confirmed' ||
    type === 'role-withdrawn' ||
    type === 'passkey-removed' ||
    type === 'staff-recovered' ||
    type === 'passkey-doubted' ||
    type === 'identity-unlinked' ||
    type === 'member-removed' ||
    type === 'member-suspended'
  )
}

/**
 * The same for one human, however the address is written: without `+tag`, in small letters. So that one person is not
 * brought in twice under two spellings (R47).
 */
export function humanOf({ tokenKey }: Pick<StaffRoom, 'tokenKey'>, { email }: Profile): string {
  const plain = email
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\+[^@]*@/, '@')
  return createHmac('sha256', tokenKey).update(`staff\0${plain}`).digest().toString('base64url', 0, 16)
}

/** Name and address, each compared with what the ledger committed to; undefined where they were erased or never said. */
export async function profileOf(
  tx: OrganisationTransaction,
  { masters }: Pick<StaffRoom, 'masters'>,
  member: string,
): Promise<Profile | undefined> {
  const values = await personalValuesOf(tx, member, masters)
  return Value.Check(ProfileSchema, values) ? values : undefined
}

/** What an authenticator shows beside a passkey. */
export async function labelOf(
  tx: OrganisationTransaction,
  room: Pick<StaffRoom, 'masters'>,
  member: string,
): Promise<string> {
  return (await profileOf(tx, room, member))?.email ?? member
}

/** Names somebody or something new, and says nothing about it. */
export function newId(random: Random): string {
  return Buffer.from(random(16)).toString('hex')
}

/** Deletes sessions, challenges and ways to the provider that ended long ago, and no session that is still open; gives how many. */
export async function sweepEnded(tx: OrganisationTransaction, now: number): Promise<number> {
  const before = now - DEFAULTS.staff.keptMs
  const { rows } = await sql<{ n: number }>`
    with sessions as (delete from staff_sessions where coalesce(ended, seen) < ${before} returning 1),
      challenges as (delete from staff_challenges where expires < ${before} returning 1),
      flows as (delete from staff_oidc_flows where expires < ${before} returning 1)
    select (select count(*) from sessions) + (select count(*) from challenges) + (select count(*) from flows) as n`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}
