/** Over real sockets and real jobs, on both engines: what staff see, what they may stop alone, and what takes a passkey. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import type { Authenticator } from '../../test/authenticator.ts'
import { onEachEngine } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { NOON } from '../../test/organisation.ts'
import { does, foundersOf, good, type Human } from '../../test/staff-office.ts'
import type { CallerOf, StaffRole } from '../http/index.ts'
import { type Sample, session, withServer } from '../http/sample-server.ts'
import { openJobs } from '../jobs/index.ts'
import { type beginDecision, decidingOf, relyingPartyOf, type StaffRoom } from '../staff/index.ts'
import { openStore, type Place, type Store } from '../store/index.ts'
import { playbookChanges } from './changes.ts'
import {
  oweResponsesAgain,
  playbookRoutes,
  RESPONSE_QUEUES,
  responseJobs,
  responseRoutes,
  startResponses,
  switchboardRoutes,
  verifyUndo,
} from './index.ts'
import { personToken } from './room.ts'
import { fatigueOf, newSampleRoom, playbookYaml, type SampleRoom } from './sample-room.ts'

const ORIGIN = 'http://localhost:7070'
const ALL: readonly StaffRole[] = ['agent', 'approver', 'analyst', 'administrator', 'auditor']

onEachEngine('response over HTTP', (engine) => {
  let place: Place
  let store: Store
  before(async () => {
    place = await engine.newPlace()
    store = await openStore({ place, kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  interface Served extends Sample {
    readonly sample: SampleRoom
    readonly organisation: string
    /** A member who has passkeys; their id. */
    readonly ada: string
    readonly key: Authenticator
    /** Whom she may be among those who are watched, as tokens. */
    readonly people: string[]
    readonly bo: Human
    readonly staffRoom: StaffRoom
    get(path: string): Promise<unknown>
    post(path: string, body?: object, who?: string): Promise<{ readonly status: number; readonly body: unknown }>
  }

  async function serving(
    work: (served: Served) => Promise<void>,
    tierMax: 'standard' | 'privileged' = 'privileged',
  ): Promise<void> {
    const sample = await newSampleRoom(store)
    const { organisation } = sample.room.ledger.db
    const staffRoom: StaffRoom = {
      ledger: sample.room.ledger,
      relyingParty: relyingPartyOf(`${ORIGIN}/console`),
      tokenKey: Buffer.alloc(32, 3),
      masters: [{ id: 'm1', bytes: Buffer.alloc(32, 4) }],
      owe: async () => undefined,
    }
    sample.isDecided = (approved) => verifyUndo(staffRoom, approved)
    const { ada: human, bo } = await foundersOf(staffRoom, NOON)
    const ada = human.id
    const [key] = human.keys
    const scope = { organisations: [organisation], groups: 'all', tierMax } as const
    const callers: Readonly<Record<string, CallerOf<'staff'>>> = Object.fromEntries(
      [...ALL, 'all' as const].map((role) => [
        role,
        {
          who: 'staff',
          id: ada,
          grants: (role === 'all' ? ALL : [role]).map((one) => ({ role: one, scope })),
          authenticatedAt: NOON,
        },
      ]),
    )
    const roomOf = () => sample.room
    const deciding = decidingOf(staffRoom)
    const people: string[] = []
    let ids = 0
    const routes = [
      ...responseRoutes({ roomOf, deciding, personOf: async () => people }),
      ...playbookRoutes({ roomOf, deciding }),
      ...switchboardRoutes({ store, newId: () => `caller-${++ids}`, zoneOf: async () => 'UTC' }),
    ]
    await withServer(
      { routes, clock: () => sample.now, access: { staff: async ({ credential }) => callers[credential] } },
      async (server) => {
        const at = (path: string) => `/organisations/${organisation}/${path}`
        const headers = (who: string) => session(server.at.console, 'console', who)
        await work({
          ...server,
          sample,
          organisation,
          ada,
          key,
          people,
          bo,
          staffRoom,
          async get(path) {
            const answer = await server.call(at(path), { headers: headers('all') })
            assert.equal(answer.status, 200, path)
            return await answer.json()
          },
          async post(path, body, who = 'all') {
            const answer = await server.call(at(path), {
              method: 'POST',
              headers: { ...headers(who), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
              ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            })
            const text = await answer.text()
            return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
          },
        })
      },
    )
  }

  type Shown = readonly {
    readonly id: string
    readonly state: string
    readonly may: readonly string[]
    readonly step: string
  }[]
  type Options = Awaited<ReturnType<typeof beginDecision>>

  it('given a step that waits, then a passkey lets it go on, and the entry carries the assertion', async () => {
    await serving(async ({ sample, get, post, key }) => {
      await sample.set('test', playbookYaml(['notify', 'suspend: { approval: needed }']))
      await sample.tell(fatigueOf('ana', sample.now))
      const [waiting] = (await get('responses')) as Shown
      assert.deepEqual([waiting?.state, waiting?.step, waiting?.may], ['waiting', 'suspend', ['approve', 'decline']])
      const path = `responses/${waiting?.id}/approve`
      assert.equal((await post(path, {})).status, 400)
      assert.equal((await post(`${path}/begin`, undefined, 'analyst')).status, 403)
      const options = (await post(`${path}/begin`)).body as Options
      assert.equal((await post(path, { assertion: key.assert(options) })).status, 204)
      await sample.work()
      assert.deepEqual(sample.provider.made, [{ verb: 'suspend', account: 'ana' }])
      const approved = (await sample.entries()).find(({ type }) => type === 'response-approved')
      assert.equal(approved?.decisions?.length, 1)
      assert.equal((await post(path, { assertion: key.assert(options) })).status, 409)
    })
  })

  it('given what was done, then it is undone by a passkey and by nothing less, and a word given for one thing fits no other', async () => {
    await serving(async ({ sample, get, post, key }) => {
      await sample.set('test', playbookYaml(['suspend', 'refuse-source: { for: 1 hour }'].reverse()))
      await sample.tell(fatigueOf('ana', sample.now), fatigueOf('ben', sample.now))
      await sample.work()
      const [one, other] = (await get('responses')) as Shown
      const options = (await post(`responses/${one?.id}/undo/begin`)).body as Options
      const stolen = await post(`responses/${other?.id}/undo`, { assertion: key.assert(options) })
      assert.deepEqual([stolen.status, (stolen.body as { code: string }).code], [409, 'ERR_STAFF_CHALLENGE'])
      assert.ok(sample.provider.made.every(({ verb }) => verb === 'suspend'))
      const again = (await post(`responses/${one?.id}/undo/begin`)).body as Options
      assert.equal((await post(`responses/${one?.id}/undo`, { assertion: key.assert(again) })).status, 204)
      await sample.work()
      assert.equal(sample.provider.made.at(-1)?.verb, 'unsuspend')
    })
  })

  it('given what was taken from an approver, then they do not give it back to themselves (DESIGN §3 rule 16)', async () => {
    await serving(async ({ sample, get, post, people }) => {
      await sample.set('test', playbookYaml(['suspend']))
      await sample.tell(fatigueOf('ana', sample.now))
      await sample.work()
      const [one] = (await get('responses')) as Shown
      people.push(personToken(sample.room, fatigueOf('ana', sample.now)) ?? '')
      const refused = await post(`responses/${one?.id}/undo/begin`)
      assert.deepEqual([refused.status, (refused.body as { code: string }).code], [403, 'ERR_RESPONSE_ABOUT_YOU'])
    })
  })

  it('given an undo of somebody who is no approver any more, when it is carried out, then it is not', async () => {
    await serving(async ({ sample, get, post, key, ada, bo, staffRoom }) => {
      await sample.set('test', playbookYaml(['suspend']))
      await sample.tell(fatigueOf('ana', sample.now))
      await sample.work()
      const [one] = (await get('responses')) as Shown
      const options = (await post(`responses/${one?.id}/undo/begin`)).body as Options
      assert.equal((await post(`responses/${one?.id}/undo`, { assertion: key.assert(options) })).status, 204)
      const wanted = { type: 'withdraw-role', member: ada, grant: `approver-${ada}`.slice(0, 64) } as const
      good(await does(staffRoom, bo, wanted, sample.now))
      await sample.work()
      assert.deepEqual(
        sample.provider.made.map(({ verb }) => verb),
        ['suspend'],
      )
    })
  })

  it('given a response, then one person declines it alone; whoever reaches only lower tiers neither sees nor decides it', async () => {
    await serving(async ({ sample, get, post }) => {
      sample.tiers.set('ana', 'privileged')
      await sample.set('test', playbookYaml(['suspend: { approval: needed }']))
      await sample.tell(fatigueOf('ana', sample.now), fatigueOf('ben', sample.now))
      const shown = (await get('responses')) as Shown
      assert.equal(shown.length, 1)
      const all = await sample.responses()
      const privileged = all.find(({ tier }) => tier === 'privileged')
      assert.equal((await post(`responses/${privileged?.id}/decline`)).status, 403)
      assert.equal((await post(`responses/${privileged?.id}/approve/begin`)).status, 403)
      assert.equal((await post(`responses/${shown[0]?.id}/decline`, undefined, 'analyst')).status, 204)
      assert.equal((await post(`responses/${shown[0]?.id}/decline`, undefined, 'agent')).status, 403)
      assert.equal((await post('responses/none/decline')).status, 404)
    }, 'standard')
  })

  it('given one person pauses with a passkey, then the others are paged, nothing is begun, and resuming is a change that weakens', async () => {
    await serving(async ({ sample, get, post, key }) => {
      await sample.set('test', playbookYaml(['end-sessions']))
      const why = { reason: 'It hits the wrong people.' }
      assert.equal((await post('playbooks/pause', why, 'analyst')).status, 400)
      const other = (await post('playbooks/pause/begin', { reason: 'Maintenance.' }, 'analyst')).body as Options
      assert.equal((await post('playbooks/pause', { ...why, assertion: key.assert(other) }, 'analyst')).status, 409)
      const options = (await post('playbooks/pause/begin', why, 'analyst')).body as Options
      assert.equal((await post('playbooks/pause', { ...why, assertion: key.assert(options) }, 'analyst')).status, 204)
      const paused = (await sample.entries()).find(({ type }) => type === 'playbooks-paused')
      assert.equal(paused?.decisions?.length, 1)
      await sample.tell(fatigueOf('ana', sample.now))
      await sample.work()
      assert.deepEqual(sample.provider.made, [])
      const [playbook] = (await get('playbooks')) as readonly {
        mode: string
        paused: { reason: string } | null
        recent: unknown[]
      }[]
      assert.deepEqual(
        [playbook?.mode, playbook?.paused?.reason, playbook?.recent.length],
        ['active', 'It hits the wrong people.', 1],
      )
      assert.ok(sample.notices.some(({ about }) => about === 'pause'))
      const resuming = playbookChanges(() => sample.room).find(({ name }) => name === 'playbooks-resumed')
      const change = { data: {}, secret: undefined, actor: 'staff/ada', decisions: [], now: sample.now }
      const [weakens, applied, twice] = await sample.room.ledger.db.transaction(async (tx) => [
        await resuming?.isWeakening(tx, {}),
        await resuming?.apply(tx, change),
        await resuming?.apply(tx, change),
      ])
      assert.deepEqual([weakens, applied], [true, { applied: true }])
      assert.equal((twice as { code?: string } | undefined)?.code, 'ERR_PLAYBOOKS_RUNNING')
      await sample.tell(fatigueOf('ben', sample.now))
      await sample.work()
      assert.equal(sample.provider.made.length, 1)
    })
  })

  it('given a dry run, then it says what would have been, with limits and what was withdrawn, and nothing changes', async () => {
    await serving(async ({ sample, post }) => {
      const told = ['ana', 'ben', 'cem'].map((account) => fatigueOf(account, NOON, { address: '203.0.113.9' }))
      await sample.room.ledger.db.transaction(async (tx) => {
        for (const [index, { id, ...rest }] of told.entries()) {
          const row = {
            id,
            kind: 'finding' as const,
            body: JSON.stringify({ id, ...rest }),
            first_told: NOON + index,
            changed: NOON,
          }
          await tx
            .insertInto('verdicts')
            .values({ ...row, withdrawn: index === 0 ? NOON : null })
            .execute()
        }
      })
      const before = (await sample.entries()).length
      const yaml = playbookYaml(['refuse-source: { for: 1 hour }', 'end-sessions'], { limit: 2 })
      const { body } = await post('playbooks/dry-run', { yaml, days: 7 })
      const { would } = body as {
        would: readonly {
          person: string
          withdrawn: boolean
          held: string | null
          steps: readonly { step: string; address: string | null }[]
        }[]
      }
      assert.deepEqual(
        would.map(({ person, withdrawn, held }) => [person, withdrawn, held]),
        [
          ['ana@example.com', true, null],
          ['ben@example.com', false, null],
          ['cem@example.com', false, 'limit'],
        ],
      )
      assert.deepEqual(
        would[0]?.steps.map(({ step, address }) => [step, address]),
        [
          ['refuse-source', '203.0.113.9'],
          ['end-sessions', null],
        ],
      )
      assert.equal((await sample.entries()).length, before)
      const wrong = await post('playbooks/dry-run', { yaml: yaml.replace('end-sessions', 'disable-mfa'), days: 7 })
      assert.deepEqual([wrong.status, (wrong.body as { code: string }).code], [422, 'ERR_PLAYBOOK_WORD'])
      assert.match((wrong.body as { detail: string }).detail, /^Line \d+:/)
    })
  })

  it('given an outage, then callers are entered with one press, picked out with a reason, and told when it works', async () => {
    await serving(async ({ sample, get, post }) => {
      const { db } = sample.room.ledger
      const outage = {
        id: 'o1',
        provider: 'entra',
        what: 'sign-in',
        start: new Date(NOON).toISOString(),
        end: new Date(NOON).toISOString(),
        ended: false,
        people: ['ana@example.com'],
        peopleCount: 1,
        summary: 'It fails.',
        evidence: [],
        next: 'Wait.',
      }
      await db.transaction((tx) =>
        tx
          .insertInto('verdicts')
          .values({ id: 'o1', kind: 'outage', body: JSON.stringify(outage), first_told: NOON, changed: NOON })
          .execute(),
      )
      const ana = await post('switchboard/o1/callers', { label: 'ana@example.com', contact: '+49 30 1' }, 'agent')
      const zoe = await post('switchboard/o1/callers', { label: 'zoe@example.com' }, 'agent')
      assert.deepEqual(
        [(ana.body as { belongs: boolean }).belongs, (zoe.body as { belongs: boolean }).belongs],
        [true, false],
      )
      type Troubles = readonly {
        text: { portal: string }
        callers: readonly { id: string; told: string | null }[]
        separate: readonly { why: string }[]
        toTell: readonly string[]
      }[]
      const [lasting] = (await get('switchboard')) as Troubles
      assert.match(lasting?.text.portal ?? '', /Signing in with Microsoft does not work/)
      assert.match(lasting?.separate[0]?.why ?? '', /No sign-in of theirs failed/)
      assert.deepEqual(lasting?.toTell, [])
      await db.transaction((tx) =>
        tx
          .updateTable('verdicts')
          .set({ body: JSON.stringify({ ...outage, ended: true }) })
          .execute(),
      )
      const [over] = (await get('switchboard')) as Troubles
      const caller = over?.toTell[0] ?? ''
      assert.equal(caller, (ana.body as { caller: string }).caller)
      assert.equal((await post(`switchboard/o1/callers/${caller}/told`)).status, 204)
      assert.equal((await post(`switchboard/o1/callers/${caller}/told`)).status, 404)
      assert.deepEqual(((await get('switchboard')) as Troubles)[0]?.toTell, [])
      assert.equal((await post('switchboard/none/callers', { label: 'x' })).status, 404)
    })
  })

  it('given real jobs, then what is owed is done, also where a job got lost on the way', async () => {
    const sample = await newSampleRoom(store)
    const errors: unknown[] = []
    const jobs = await openJobs({ store, queues: RESPONSE_QUEUES, onError: (error) => void errors.push(error) })
    const room = { ...sample.room, jobs: responseJobs(jobs.in(sample.room.ledger.db.organisation)) }
    try {
      await sample.set('test', playbookYaml(['end-sessions', 'suspend']))
      // Its job is in the test's own list, which nobody works: as if it got lost.
      await sample.tell(fatigueOf('ana', sample.now))
      await startResponses(jobs, () => room)
      await oweResponsesAgain(room)
      await oweResponsesAgain(room)
      await eventually('the response is done', async () => (await sample.responses())[0]?.state === 'done')
      assert.deepEqual(
        sample.provider.made.map(({ verb }) => verb),
        ['end-sessions', 'suspend'],
      )
      assert.deepEqual(errors, [])
    } finally {
      await jobs.close()
    }
  })
})
