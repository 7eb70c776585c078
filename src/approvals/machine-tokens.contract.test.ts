/** Tokens of programs, from the change that adds one to the call that it lets in, on both engines. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, it } from 'node:test'
import { Type } from 'typebox'
import { onEachEngine } from '../../test/engines.ts'
import { DAY_MS, foundersOf, type Human, NOON, newOffice, type Office, tokenOf } from '../../test/staff-office.ts'
import { machine, type Route, route } from '../http/index.ts'
import { bearer, type Sample, session, withServer } from '../http/sample-server.ts'
import { authenticate, authenticateMachine, machineTokenKinds, machineTokenRoutes } from '../staff/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { type Changes, createChanges } from './index.ts'

interface Served extends Sample {
  readonly room: Office
  readonly ada: Human
  readonly changes: Changes
  later(ms: number): void
  now(): number
  /** Proposes it as Ada; gives what is shown, or the code of the refusal. */
  change(kind: string, data: Record<string, unknown>): Promise<string | undefined>
  reads(token: string, organisation?: string): Promise<number>
}

/** A route that a program may call. */
const reading: Route = route({
  method: 'GET',
  path: '/organisations/:organisation/verdicts',
  on: 'console',
  access: [machine('verdicts:read')],
  summary: 'Reads.',
  params: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
  answers: { 200: Type.Object({ tier: Type.String() }) },
  handle: async ({ scopes }) => ({ status: 200, body: { tier: String(scopes[0]?.tierMax) } }),
})

onEachEngine('tokens of programs', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function serving(work: (served: Served) => Promise<void>): Promise<void> {
    const room = await newOffice(store)
    const { organisation } = room.ledger.db
    let now = NOON
    const changes = createChanges({
      kinds: machineTokenKinds({ random: randomBytes, sealerOf: () => room.ledger.sealer }),
      room,
      ledgerOf: () => room.ledger,
      owe: async () => {},
    })
    const { ada } = await foundersOf(room)
    await withServer(
      {
        routes: [reading, ...machineTokenRoutes(store)],
        access: {
          machine: (presented) => authenticateMachine(store, presented),
          staff: (presented) => authenticate(store, presented),
        },
        clock: () => now,
      },
      async (sample) => {
        await work({
          ...sample,
          room,
          ada,
          changes,
          now: () => now,
          later: (ms) => {
            now += ms
          },
          async change(kind, data) {
            const moment = { by: ada.id, now }
            const begun = await changes.begin(organisation, { kind, data }, moment)
            if ('refused' in begun) return begun.refused.code
            const assertion = ada.keys[0].assert(begun.options)
            const done = await changes.propose(organisation, { kind, data }, assertion, moment)
            if ('refused' in done) return done.refused.code
            return 'waits' in done ? 'waits' : done.shown
          },
          reads: async (token, of = organisation) =>
            (await sample.call(`/organisations/${of}/verdicts`, { headers: bearer(token) })).status,
        })
      },
    )
  }

  const siem = { name: 'siem', permissions: ['verdicts:read'] }

  async function listed({ ledger }: Office) {
    return await ledger.db.transaction((tx) => tx.selectFrom('machine_tokens').select(['id', 'last_used']).execute())
  }

  it('given a token that one administrator added, then it is shown once, reads what it says, and nothing else', async () => {
    await serving(async ({ change, reads, call, room }) => {
      const token = (await change('machine-token-added', siem)) ?? ''
      assert.match(token, /^postern_token_/)
      assert.equal(await reads(token), 200)
      const [row] = await listed(room)
      assert.equal(row?.last_used, NOON)
      const other = (await change('machine-token-added', { ...siem, permissions: ['metrics:read'] })) ?? ''
      assert.deepEqual([await reads(other), (await call('/metrics', { headers: bearer(other) })).status], [403, 200])
      assert.equal((await call('/metrics', { headers: bearer(token) })).status, 403)
      assert.equal(await reads(token, '00000000-0000-4000-8000-000000000000'), 404)

      const text = await room.ledger.db.transaction(async (tx) => {
        const entries = await tx.selectFrom('ledger_entries').select('bytes').execute()
        const rows = await tx.selectFrom('machine_tokens').selectAll().execute()
        return entries.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n') + JSON.stringify(rows)
      })
      assert.ok(text.includes('"machine-token-added"') && !text.includes(token.slice(-40)))
    })
  })

  it('given a wrong, a closed or an expired token, then it opens nothing', async () => {
    await serving(async ({ change, reads, later, room }) => {
      const token = (await change('machine-token-added', siem)) ?? ''
      assert.equal(await reads(`${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`), 401)
      const [row] = await listed(room)
      assert.equal(await change('machine-token-closed', { token: row?.id ?? '' }), undefined)
      assert.equal(await reads(token), 401)
      assert.equal(await change('machine-token-closed', { token: row?.id ?? '' }), 'ERR_TOKEN_UNKNOWN')

      const short = (await change('machine-token-added', { ...siem, days: 1 })) ?? ''
      const long = (await change('machine-token-added', siem)) ?? ''
      later(DAY_MS)
      assert.deepEqual([await reads(short), await reads(long)], [401, 200])
      later(364 * DAY_MS)
      assert.equal(await reads(long), 401)
    })
  })

  it('given a permission that decides, or an address for a name, then there is no such token', async () => {
    await serving(async ({ change }) => {
      assert.equal(await change('machine-token-added', { ...siem, permissions: ['cases:approve'] }), 'ERR_CHANGE_DATA')
      assert.equal(await change('machine-token-added', { ...siem, name: 'ana@example.com' }), 'ERR_CHANGE_DATA')
      assert.equal(await change('machine-token-added', { ...siem, days: 366 }), 'ERR_CHANGE_DATA')
    })
  })

  it('given the list, then administrators see who added which, and whether it is in use', async () => {
    await serving(async ({ change, call, at, ada, room }) => {
      await change('machine-token-added', siem)
      const { organisation } = room.ledger.db
      const headers = session(at.console, 'console', await tokenOf(room, ada, NOON))
      const answer = await call(`/organisations/${organisation}/tokens`, { headers })
      const [token] = (await answer.json()) as readonly Record<string, unknown>[]
      const { id: _, ...rest } = token ?? {}
      assert.deepEqual(rest, {
        ...siem,
        tierMax: 'standard',
        addedBy: ada.id,
        created: new Date(NOON).toISOString(),
        expires: new Date(NOON + 365 * DAY_MS).toISOString(),
        lastUsed: null,
        closed: null,
      })
    })
  })
})
