/** For tests: a server with this room's routes over real sockets, an organisation with the source `okta`, and staff. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { StaffRole } from '../http/index.ts'
import { bearer, type Sample, session, withServer } from '../http/sample-server.ts'
import type { Sealer } from '../ledger/index.ts'
import type { OrganisationStore, Store } from '../store/index.ts'
import {
  addSource,
  authenticateSource,
  createIntakeOf,
  createKnownSources,
  createWatch,
  createWatching,
  type DeliveryReader,
  gatherFindings,
  type OrganisationIntake,
  quarantineRoutes,
  sourceRoutes,
  watchRoutes,
} from './index.ts'
import { MINUTE_MS, NOON, newOrganisation } from './sample-organisation.ts'

const LATER = NOON + 10 * MINUTE_MS

export interface Served extends Sample {
  readonly db: OrganisationStore
  readonly sealer: Sealer
  /** Of the source `okta`. */
  readonly token: string
  /** Waits until all that was kept is judged. */
  settled(): Promise<void>
  deliver(body: string | Uint8Array, headers?: Record<string, string>): Promise<Response>
  /** Reads below the organisation as a program that may read verdicts. */
  read(path: string): Promise<Response>
  /** Calls below the organisation as a member of staff with this role. */
  as(role: StaffRole, path: string, body?: object): Promise<Response>
}

export async function serving(
  store: Store,
  reader: DeliveryReader,
  work: (served: Served) => Promise<void>,
  otherIntake?: OrganisationIntake,
): Promise<void> {
  const ledger = await newOrganisation(store)
  const { db, sealer } = ledger
  const okta = { id: 'okta', name: 'Okta', tenant: 'northwind' }
  const token = await addSource(ledger, okta, randomBytes(32), { actor: 'system/test', now: NOON })
  const errors: unknown[] = []
  const watching = createWatching({
    watchOf: () =>
      createWatch({ db, owe: gatherFindings({ sealer, tokenKey: Buffer.alloc(32, 3), clock: () => LATER }) }),
    clock: () => LATER,
    timer: (run, ms) => {
      const waiting = setTimeout(run, ms)
      return () => clearTimeout(waiting)
    },
    onError: (_organisation, error) => void errors.push(error),
  })
  const sources = createKnownSources(store, Date.now)
  const intake = createIntakeOf({ ...ledger, onKept: (batches) => watching.wake(db.organisation, batches) })
  const intakeOf = () => otherIntake ?? intake
  const activity = new Map([['okta', { lastDelivery: NOON, lastEvent: null, rows24h: 3 }]])
  const scope = { organisations: [db.organisation], groups: 'all', tierMax: 'standard' } as const
  await withServer(
    {
      clock: () => LATER,
      routes: [
        ...watchRoutes({ store, sources, reader, intakeOf }),
        ...sourceRoutes({ store, activityOf: async () => activity }),
        ...quarantineRoutes({ store, reader, intakeOf, sealerOf: () => sealer }),
      ],
      access: {
        source: (presented) => authenticateSource(sources, presented),
        machine: async ({ credential }) =>
          credential === 'reader' ? { who: 'machine', id: 'r', scope, permissions: ['verdicts:read'] } : undefined,
        staff: async ({ credential }) => ({
          who: 'staff',
          id: 'ana',
          grants: [{ role: credential as StaffRole, scope }],
          authenticatedAt: LATER,
        }),
      },
    },
    async (sample) => {
      const below = `/organisations/${db.organisation}`
      await work({
        ...sample,
        db,
        sealer,
        token,
        settled: watching.settled,
        deliver: (body, headers = { 'content-type': 'application/x-ndjson' }) =>
          sample.call('/ingest/okta', {
            method: 'POST',
            body: Buffer.from(body),
            headers: { ...bearer(token), ...headers },
          }),
        read: (path) => sample.call(`${below}/${path}`, { headers: bearer('reader') }),
        as: (role, path, body) =>
          sample.call(`${below}/${path}`, {
            method: body === undefined ? 'GET' : 'POST',
            headers: {
              ...session(sample.at.console, 'console', role),
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            },
            ...(body === undefined || Object.keys(body).length === 0 ? {} : { body: JSON.stringify(body) }),
          }),
      })
    },
  )
  await watching.stop()
  assert.deepEqual(errors, [])
}
