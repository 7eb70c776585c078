/**
 * For tests: a whole server with two organisations in it, and people of every kind: those who run it, staff who belong to the
 * other organisation alone, and a member whose roles do not count yet.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatInstant } from '../src/base/time.ts'
import { appendEntries } from '../src/ledger/index.ts'
import { consolePages } from '../src/main/console-pages.ts'
import { type SampleHouse, startHouse } from '../src/main/sample-house.ts'
import { foundOrganisation } from '../src/organisation/index.ts'
import { STAFF_ENTRIES } from '../src/staff/entries.ts'
import { holdWaits } from '../src/staff/index.ts'
import { humanOf } from '../src/staff/room.ts'
import type { Grant } from '../src/staff/scope.ts'
import { openSession } from '../src/staff/session.ts'
import type { Place } from '../src/store/index.ts'
import { addSource } from '../src/watch/index.ts'
import { temporaryFolder } from './engines.ts'
import { type Browser, browserOf, foundersOf, type Human, newKeys, tokenOf } from './staff-office.ts'

export interface Installation extends SampleHouse {
  /** Who runs it; its staff are the staff. */
  readonly home: string
  readonly other: string
  /** Administrators, approvers, analysts and agents at home. */
  readonly ada: Human
  readonly bo: Human
  /** Every role, in the other organisation alone; her colleague there; a member without any role. */
  readonly eve: Human
  readonly mel: Human
  readonly nora: Human
  /** Milliseconds; each look at the clock is a little later. */
  now(): number
  later(ms: number): void
  token(human: Human): Promise<string>
  browser(human: Human): Promise<Browser>
  /** A session by the identity provider's word, which shows and decides nothing. */
  showOnlyToken(human: Human): Promise<string>
  sourceIn(organisation: string, id: string): Promise<string>
}

const ROLES = ['administrator', 'approver', 'analyst', 'agent', 'auditor'] as const
const BEGIN = Date.UTC(2026, 1, 23, 12)

/** Starts it in an empty place. Whoever starts it stops it. */
export async function startInstallation(place: Place): Promise<Installation> {
  let time = BEGIN
  const clock = () => (time += 1)
  const at = {
    place,
    keys: join(temporaryFolder(), 'keys'),
    clock,
    unjudged: true,
    besides: () => consolePages(someConsole()),
  }
  const first = await startHouse(at)
  const home = first.house.home.organisation
  const other = randomUUID()
  await foundOrganisation(first.house.store, {
    organisation: other,
    name: 'Birch',
    isHome: false,
    keys: () => first.house.keys.make(first.house.store.in(other), `localhost/${other}`),
    now: time,
  })
  await first.stop()

  const house = await startHouse(at)
  const { staff } = house
  const { ada, bo } = await foundersOf(staff, clock())
  const eve = await joins(house, 'eve', grantsIn(other), clock())
  const mel = await joins(house, 'mel', grantsIn(other), clock())
  const nora = await joins(house, 'nora', [], clock())
  const sample = {
    call: house.call,
    at: { console: { origin: house.origins.console, port: Number(new URL(house.origins.console).port) } },
  }
  const token = (human: Human) => tokenOf(staff, human, clock())
  return {
    ...house,
    home,
    other,
    ...{ ada, bo, eve, mel, nora },
    now: clock,
    later(ms) {
      time += ms
    },
    token,
    browser: async (human) => browserOf(sample as never, await token(human)),
    async showOnlyToken({ id }) {
      const { db } = staff.ledger
      const shown = {
        member: id,
        passkey: 'oidc',
        replaces: undefined,
        now: clock(),
        random: randomBytes,
        showsOnly: true,
      }
      return await db.transaction((tx) => openSession(tx, db.organisation, shown))
    },
    sourceIn: (organisation, id) =>
      addSource(house.house.tenant(organisation).ledger, { id, name: id, tenant: 'northwind' }, randomBytes(32), {
        actor: 'system/test',
        now: clock(),
      }),
  }
}

function grantsIn(organisation: string): readonly Grant[] {
  const scope = { organisations: [organisation], groups: 'all', tierMax: 'emergency' } as const
  return ROLES.map((role) => ({ id: `${role}-${organisation.slice(0, 8)}`, role, scope }))
}

/** A member, said by the ledger itself: nobody at home could give what reaches into the other organisation. */
async function joins(
  { staff, house }: SampleHouse,
  name: string,
  grants: readonly Grant[],
  now: number,
): Promise<Human> {
  const keys = newKeys(staff)
  const challenge = randomBytes(32).toString('base64url')
  const rp = { id: staff.relyingParty.id }
  const user = { id: Buffer.from(name).toString('base64url') }
  const passkeys = keys.map((key) => {
    const { id, response } = key.register({ challenge, rp, user })
    return {
      id,
      publicKey: publicKeyIn(response.attestationObject),
      aaguid: NO_MODEL,
      transports: ['usb'],
      backupEligible: false,
    }
  }) as unknown as { length: 2 } & never
  const human = humanOf(staff, { name, email: `${name}@birch.example` })
  const fact = STAFF_ENTRIES['founder-joined'].write({ at: now, member: name, human, grants, passkeys })
  const entry = { ...fact, stream: 'organisation/staff', actor: 'system/test', time: formatInstant(now) }
  const { ledger } = house.home
  await ledger.db.transaction((tx) => appendEntries(tx, [entry], ledger.sealer))
  // Any command brings the table of members up to date.
  await holdWaits(staff, { from: now, at: now + 1 })
  return { id: name, keys }
}

const NO_MODEL = '00000000-0000-0000-0000-000000000000'
/** rpIdHash, flags, counter, aaguid, length of the id, id: behind these lies the COSE_Key. */
const BEFORE_ID = 32 + 1 + 4 + 16

function publicKeyIn(attestationObject: string): string {
  const bytes = Buffer.from(attestationObject, 'base64url')
  const rest = bytes.subarray(bytes.indexOf('authData') + 'authData'.length)
  // A CBOR byte string of 256 bytes at most: 0x58, length.
  const data = rest.subarray(2)
  const idLength = data.readUInt16BE(BEFORE_ID)
  return data.subarray(BEFORE_ID + 2 + idLength).toString('base64url')
}

function someConsole(): string {
  const folder = join(temporaryFolder(), 'console')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Postern</title>')
  writeFileSync(join(folder, 'assets', 'app.js'), '')
  return folder
}
