/** For tests: organisations on one store with everything that the console reads, behind a real server. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers'
import { type CallerOf, createFeed, type StaffRole } from '../src/http/index.ts'
import { type Sample, session, withServer } from '../src/http/sample-server.ts'
import { INCIDENT_SENTENCES, incidentRoutes } from '../src/incidents/index.ts'
import {
  checkpointSigner,
  LEDGER_SENTENCES,
  ledgerRoutes,
  type Sealer,
  type SealMemory,
  sealLedger,
  signerFrom,
} from '../src/ledger/index.ts'
import { createNews, newsRoutes } from '../src/organisation/index.ts'
import { type Deciding, type Intent, STAFF_SENTENCES } from '../src/staff/index.ts'
import type { OrganisationStore, Store } from '../src/store/index.ts'
import {
  addSource,
  createDeliveryReader,
  createIntakeOf,
  createKnownSources,
  createWatch,
  createWatching,
  findingsTold,
  gatherFindings,
  latestSightings,
  overviewRoutes,
  personRoutes,
  SOURCE_SENTENCES,
  searchRoutes,
  type Taken,
  tokensOfPerson,
  watchRoutes,
} from '../src/watch/index.ts'
import { lines, NOON, newOrganisation } from '../src/watch/sample-organisation.ts'

/** Staff of the tests: who they are, and in how many of the console's organisations, from the first on. */
export const STAFF = {
  riya: { roles: ['analyst'], organisations: 2, ageMs: 0, email: 'riya@example.com' },
  sam: { roles: ['analyst'], organisations: 1, ageMs: 0, email: 'sam@example.com' },
  // Ana works here, and her account is the one that is attacked.
  ana: { roles: ['analyst'], organisations: 1, ageMs: 0, email: 'Ana@Example.com' },
  stale: { roles: ['analyst'], organisations: 1, ageMs: 3_600_000, email: 'stale@example.com' },
  agent: { roles: ['agent'], organisations: 1, ageMs: 0, email: 'agent@example.com' },
  audit: { roles: ['auditor'], organisations: 1, ageMs: 0, email: 'audit@example.com' },
} as const satisfies Record<string, Member>
export type StaffName = keyof typeof STAFF

interface Member {
  readonly roles: readonly StaffRole[]
  readonly organisations: number
  readonly ageMs: number
  readonly email: string
}

const TOKEN_KEY = Buffer.alloc(32, 7)
const OKTA = { id: 's1', name: 'Okta', tenant: 'northwind' }

/** Takes a word for what it says: who, and what. That passkeys sign it is tested with the whole server. */
const BY_WORD: Deciding = {
  begin: async ({ by, intent }) => ({ challenge: wordFor(by, intent) }),
  async take({ by, intent, assertion: { id, response } }) {
    const { clientDataJSON, authenticatorData, signature } = response
    assert.equal(clientDataJSON, wordFor(by, intent))
    const decision = { staff: by, credentialId: id, clientDataJSON, authenticatorData, signature }
    return { decision, grants: [], human: by }
  },
  holds: async ({ staff, clientDataJSON }, intent) => clientDataJSON === wordFor(staff, intent),
}

function wordFor(by: string, intent: Intent): string {
  return createHash('sha256')
    .update(JSON.stringify([by, intent]))
    .digest('base64url')
}

export interface ReadingConsole extends Sample {
  /** The first belongs to all staff; of the second only Riya is staff, of the third nobody. */
  readonly organisations: readonly [Tenant, Tenant, Tenant]
  readonly clock: { now: number }
  as(member: StaffName, method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }>
  /** Begins a decision about an incident, on its evidence of now, and gives the word that it asks for. */
  decides(member: StaffName, incident: string, what: string, words?: object): Promise<{ status: number; body: unknown }>
  /** The caller that a session of this member is. */
  callerOf(member: StaffName): CallerOf<'staff'>
  /** What was told to open screens. */
  readonly told: readonly { readonly organisation: string; readonly event: string; readonly data: unknown }[]
}

export interface Tenant {
  readonly db: OrganisationStore
  readonly sealer: Sealer
  deliver(...rows: readonly object[]): Promise<Taken>
  seal(): Promise<void>
}

/** Starts one, lets `work` use it, and stops it. */
export async function withConsole(store: Store, work: (console: ReadingConsole) => Promise<void>): Promise<void> {
  const clock = { now: NOON + 10 * 60_000 }
  const told: { organisation: string; event: string; data: unknown }[] = []
  const feed = createFeed({ keep: 1000, epoch: 'test' })
  const timer = (run: () => void, ms: number) => {
    const waiting = setTimeout(run, ms)
    return () => clearTimeout(waiting)
  }
  function publish(message: (typeof told)[number]): void {
    told.push(message)
    feed.publish(message)
  }
  const news = createNews({ feed: { ...feed, publish: (message) => publish(message as (typeof told)[number]) }, timer })
  const errors: unknown[] = []
  const tenants = new Map<string, Tenant>()
  const watching = createWatching({
    watchOf: (organisation) =>
      createWatch({
        db: store.in(organisation),
        owe: gatherFindings({
          sealer: (tenants.get(organisation) as Tenant).sealer,
          tokenKey: TOKEN_KEY,
          clock: () => clock.now,
        }),
        onTold: (changes, owed) => {
          news.publish(organisation, 'verdicts', [...changes.told.map(({ id }) => id), ...changes.withdrawn])
          const incidents = owed?.facts.map(({ incident }) => incident) ?? []
          if (incidents.length > 0) news.publish(organisation, 'incidents', incidents)
        },
      }),
    clock: () => clock.now,
    timer,
    onError: (_organisation, error) => void errors.push(error),
  })
  const reader = createDeliveryReader()

  async function newTenant(): Promise<Tenant> {
    const { db, sealer, origin } = await newOrganisation(store)
    await addSource({ db, sealer }, OKTA, randomBytes(32), { actor: 'system/test', now: NOON })
    const intake = createIntakeOf({ db, sealer, onKept: (batches) => watching.wake(db.organisation, batches) })
    let memory: SealMemory | undefined
    const tenant: Tenant = {
      db,
      sealer,
      async deliver(...rows) {
        const delivery = reader.read(Buffer.from(lines(...rows)), { tenant: OKTA.tenant, came: 'read' })
        const taken = await intake.take(OKTA.id, delivery, clock.now)
        await watching.settled()
        if (errors.length > 0) throw errors[0]
        return taken
      },
      async seal() {
        const checkpoints = [signerFrom(origin, 'ed25519', Buffer.alloc(32, 2))]
        const load = async () => memory
        async function keep(kept: SealMemory): Promise<void> {
          memory = kept
        }
        await sealLedger({ db, signer: checkpointSigner({ origin, checkpoints, memory: { load, keep } }) })
      },
    }
    tenants.set(db.organisation, tenant)
    return tenant
  }

  const organisations = [await newTenant(), await newTenant(), await newTenant()] as const
  const nameOf = async (member: string) => (member in STAFF ? `Name of ${member}` : undefined)
  const reading = { store, findings: findingsTold, nameOf }
  const routes = [
    ...watchRoutes({ store, sources: createKnownSources(store, () => clock.now), reader, intakeOf: () => never() }),
    ...personRoutes({ store }),
    ...searchRoutes({ ...reading, tokenKeyOf: () => TOKEN_KEY }),
    ...overviewRoutes({ ...reading, watching }),
    ...incidentRoutes({
      ...reading,
      sealerOf: (organisation) => (tenants.get(organisation) as Tenant).sealer,
      deciding: BY_WORD,
      personOf: (organisation, member) =>
        store
          .in(organisation)
          .transaction((tx) => tokensOfPerson(tx, TOKEN_KEY, [STAFF[member as StaffName]?.email ?? member])),
      statements: { masters: () => [{ id: 'm1', bytes: Buffer.alloc(32, 4) }], random: randomBytes },
      latestOf: () => latestSightings(TOKEN_KEY),
      onChanged: (organisation, ids) => news.publish(organisation, 'incidents', ids),
    }),
    ...ledgerRoutes({
      store,
      verifierKeyOf: (organisation) =>
        signerFrom(`postern.example/${organisation}`, 'ed25519', Buffer.alloc(32, 2)).verifier.text,
      sentences: { ...LEDGER_SENTENCES, ...STAFF_SENTENCES, ...SOURCE_SENTENCES, ...INCIDENT_SENTENCES },
      nameOf,
    }),
    ...newsRoutes(feed),
  ]
  function callerOf(name: StaffName): CallerOf<'staff'> {
    const member: Member = STAFF[name]
    const ids = organisations.slice(0, member.organisations).map(({ db }) => db.organisation)
    const scope = { organisations: ids, groups: 'all', tierMax: 'privileged' } as const
    const grants = member.roles.map((role) => ({ role, scope }))
    return { who: 'staff', id: name, grants, authenticatedAt: clock.now - member.ageMs }
  }
  const access = {
    staff: async ({ credential }: { readonly credential: string }) =>
      credential in STAFF ? callerOf(credential as StaffName) : undefined,
  }
  await withServer({ routes, access, clock: () => clock.now }, async (sample) => {
    try {
      const as: ReadingConsole['as'] = async (member, method, path, body) => {
        const headers = {
          ...session(sample.at.console, 'console', member),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        }
        const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
        const answer = await sample.call(path, init)
        const text = await answer.text()
        const isJson = answer.headers.get('content-type')?.includes('json') && !path.endsWith('/export')
        return { status: answer.status, body: isJson ? JSON.parse(text) : text }
      }
      await work({
        ...sample,
        organisations,
        clock,
        told,
        callerOf,
        as,
        async decides(member, incident, what, words = {}) {
          const path = `/organisations/${organisations[0].db.organisation}/incidents/${incident}`
          const { evidence } = (await as('riya', 'GET', path)).body as { readonly evidence: string }
          const said = { evidence, ...words }
          const begun = await as(member, 'POST', `${path}/${what}/begin`, said)
          if (begun.status !== 200) return begun
          const { challenge } = begun.body as { readonly challenge: string }
          const response = { clientDataJSON: challenge, authenticatorData: 'AA', signature: 'AA' }
          return await as(member, 'POST', `${path}/${what}`, {
            ...said,
            assertion: { id: 'key', type: 'public-key', response },
          })
        },
      })
    } finally {
      news.stop()
      await watching.stop()
    }
  })
}

function never(): never {
  throw new Error('Nothing is delivered over HTTP here.')
}
