/** The sign-in log and the audit log, as a vendor's: rows that never change, read by a cursor, visible after a delay. */
import { newId } from './secrets.ts'
import type { Clock, Network, World } from './world.ts'
import { networkAt } from './world.ts'

/** Where a request comes from. */
export interface Origin {
  readonly address: string
  readonly userAgent: string
  /** The browser's cookie. */
  readonly device: string
  readonly managed: boolean
}

export interface SignInRow {
  readonly schema: 'sandbox.sign-in/1'
  readonly id: string
  readonly time: string
  readonly tenant: string
  /** What happened; the decoder's catalogue has every one. */
  readonly code: string
  readonly user: { readonly id: string | null; readonly name: string }
  /** One for all rows of a sign-in. */
  readonly attempt: string
  readonly method: string | null
  readonly authenticator: { readonly id: string; readonly label: string } | null
  readonly proved: boolean
  readonly amr: readonly string[]
  readonly detail: string
  readonly app: string
  readonly rules: readonly string[]
  readonly client: {
    readonly address: string
    readonly userAgent: string
    readonly device: string
    readonly managed: boolean
    readonly place: Pick<Network, 'country' | 'city' | 'latitude' | 'longitude' | 'asn'> | null
  }
}

export interface AuditRow {
  readonly schema: 'sandbox.audit/1'
  readonly id: string
  readonly time: string
  readonly tenant: string
  readonly action: string
  /** `api` for what was done with the API's credential. */
  readonly actor: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string } | null
  /** The authenticator, group or rule. */
  readonly target: string
  readonly address: string
}

export interface SignInEvent {
  readonly code: string
  readonly person: { readonly id: string; readonly userName: string } | undefined
  /** As typed, if nobody is called so. */
  readonly typedName?: string
  readonly attempt: string
  readonly app: string
  readonly origin: Origin
  readonly method?: string
  readonly authenticator?: { readonly id: string; readonly label: string }
  readonly proved?: boolean
  readonly amr?: readonly string[]
  readonly detail?: string
  readonly rules?: readonly string[]
}

export type AuditEvent = Pick<AuditRow, 'action' | 'actor' | 'user' | 'target' | 'address'>

export interface Page<Row> {
  /** Oldest first after a cursor, newest first without one. */
  readonly rows: readonly Row[]
  /** Where to go on. */
  readonly cursor: string
  readonly more: boolean
}

export interface Log {
  signIn(event: SignInEvent): void
  audit(event: AuditEvent): void
  /** Undefined: the row that the cursor names is here no more, and others after it may be gone, too. */
  readSignIns(after: string | undefined, limit: number): Page<SignInRow> | undefined
  readAudit(after: string | undefined, limit: number): Page<AuditRow> | undefined
  /** Both logs as they are kept. */
  kept(): KeptLog
}
export interface KeptLog {
  readonly signIns: readonly SignInRow[]
  readonly audits: readonly AuditRow[]
}

/** The oldest rows are dropped beyond this many of each. */
const ROWS_MAX = 100_000

export function createLog(world: World, clock: Clock, kept: KeptLog = { signIns: [], audits: [] }): Log {
  const signIns = createRows(kept.signIns)
  const audits = createRows(kept.audits)
  const head = () => ({ id: newId('row'), time: new Date(clock()).toISOString(), tenant: world.tenant })
  const visibleUntil = () => clock() - world.settings.logDelayMs
  return {
    signIn(event) {
      const { person, origin } = event
      const network = networkAt(world, origin.address)
      const place = network && {
        country: network.country,
        city: network.city,
        latitude: network.latitude,
        longitude: network.longitude,
        asn: network.asn,
      }
      signIns.add({
        schema: 'sandbox.sign-in/1',
        ...head(),
        code: event.code,
        user: { id: person?.id ?? null, name: person?.userName ?? (event.typedName ?? '').slice(0, 100) },
        attempt: event.attempt,
        method: event.method ?? null,
        authenticator: event.authenticator ? { id: event.authenticator.id, label: event.authenticator.label } : null,
        proved: event.proved ?? false,
        amr: event.amr ?? [],
        detail: event.detail ?? '',
        app: event.app,
        rules: event.rules ?? [],
        client: { ...origin, place: place ?? null },
      })
    },
    audit: (event) => audits.add({ schema: 'sandbox.audit/1', ...head(), ...event }),
    readSignIns: (after, limit) => signIns.read(after, limit, visibleUntil()),
    readAudit: (after, limit) => audits.read(after, limit, visibleUntil()),
    kept: () => ({ signIns: signIns.all(), audits: audits.all() }),
  }
}

interface Rows<Row> {
  add(row: Row): void
  all(): readonly Row[]
  read(after: string | undefined, limit: number, visibleUntil: number): Page<Row> | undefined
}

/** A cursor is the id of the last row that was read; `start` comes before the first. */
const START = 'start'

function createRows<Row extends { readonly id: string; readonly time: string }>(kept: readonly Row[]): Rows<Row> {
  const rows = [...kept]
  return {
    add(row) {
      rows.push(row)
      if (rows.length > ROWS_MAX) rows.shift()
    },
    all: () => [...rows],
    read(after, limit, visibleUntil) {
      const hidden = rows.findIndex((row) => Date.parse(row.time) > visibleUntil)
      const visible = hidden < 0 ? rows : rows.slice(0, hidden)
      if (after === undefined) {
        const newest = visible.slice(-limit).reverse()
        return { rows: newest, cursor: visible.at(-1)?.id ?? START, more: visible.length > newest.length }
      }
      const from = visible.findIndex((row) => row.id === after) + 1
      if (from === 0 && after !== START) return undefined
      const page = visible.slice(from, from + limit)
      return { rows: page, cursor: page.at(-1)?.id ?? after, more: visible.length > from + page.length }
    },
  }
}
