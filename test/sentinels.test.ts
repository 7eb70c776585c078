/** Rule 19 between ledger, log and watch, on both engines: what is told of changes at a provider, and what explains them. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { directoryOf } from '../src/directory/sample-directory.ts'
import { session, withServer } from '../src/http/sample-server.ts'
import { sentinelRoutes } from '../src/sentinels/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { onEachEngine } from './engines.ts'
import { NOON } from './organisation.ts'
import { newSentinelPlace, type Row } from './sentinel-place.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

onEachEngine('sentinels', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  const reset = (id: string, more: Partial<Row> = {}): Row => ({
    ...{ id, action: 'password.reset_required', by: 'API', account: 'ana', time: NOON + 1000 },
    ...more,
  })
  const require = { verb: 'require-password-reset', account: 'ana' } as const
  const idsOf = async (place: Awaited<ReturnType<typeof newSentinelPlace>>) =>
    (await place.told()).flatMap(({ events }) => events).sort()

  it('given a remedy of ours and the same by somebody’s hand, then only the hand’s is told, also after a restart', async () => {
    const place = await newSentinelPlace(store)
    await place.remedy('r1', require)
    await place.deliver([reset('ours'), reset('theirs', { by: 'gus' })])
    assert.deepEqual(await idsOf(place), ['theirs'])
    await place.restart()
    assert.deepEqual(await idsOf(place), ['theirs'])
  })

  it('given our credential and no remedy, then it is told, as graver, and says so', async () => {
    const place = await newSentinelPlace(store)
    await place.deliver([reset('stolen')])
    const [told] = await place.told()
    assert.equal(told?.severity, 'high')
    assert.match(told?.summary ?? '', /Postern’s own credential, and no remedy explains it/)
  })

  it('given that our credential gives access in another way, then that is told, unless a remedy intended it', async () => {
    const place = await newSentinelPlace(store)
    place.provider.set('ana', { suspended: true })
    await place.remedy('r1', { verb: 'unsuspend', account: 'ana' })
    await place.remedy('r2', { verb: 'add-to-high-risk-group', account: 'ana' })
    await place.deliver([
      reset('intended', { action: 'person.unsuspended' }),
      reset('put', { action: 'group.joined' }),
      reset('stolen', { action: 'person.unsuspended', account: 'bo' }),
      reset('taken', { action: 'group.left', account: 'bo' }),
      reset('by-hand', { action: 'person.unsuspended', account: 'cy', by: 'gus' }),
    ])
    assert.deepEqual(await idsOf(place), ['stolen', 'taken'])
  })

  it('given one remedy and two rows, then one of them is told', async () => {
    const place = await newSentinelPlace(store)
    await place.remedy('r1', require)
    await place.deliver([reset('first'), reset('second', { time: NOON + 2000 })])
    assert.deepEqual(await idsOf(place), ['second'])
  })

  it('given a row that comes hours late, then it is judged by when it happened', async () => {
    const place = await newSentinelPlace(store)
    await place.remedy('r1', require)
    place.now = NOON + 300 * MINUTE_MS
    await place.deliver([reset('newer', { account: 'bo', by: 'gus', time: place.now })])
    await place.deliver([reset('late'), reset('later', { time: NOON + 10 * MINUTE_MS })])
    assert.deepEqual(await idsOf(place), ['later', 'newer'])
  })

  it('given that it was so before we came, then nobody called, and a row is told', async () => {
    const place = await newSentinelPlace(store)
    place.provider.set('ana', { passwordResetRequired: true })
    await place.remedy('r1', require)
    await place.deliver([reset('not-ours')])
    assert.deepEqual(await idsOf(place), ['not-ours'])
  })

  it('given an emergency account, then not even a remedy explains what is done to it', async () => {
    const place = await newSentinelPlace(store)
    await place.remedy('r1', { verb: 'require-password-reset', account: 'break-glass' })
    await place.deliver([reset('emergency', { account: 'break-glass' })])
    assert.deepEqual(await idsOf(place), ['emergency'])
  })

  it('given a remedy that only the database’s owner wrote, then it explains nothing', async () => {
    const place = await newSentinelPlace(store)
    await place.remedy('r1', require)
    await place.room.ledger.db.transaction(async (tx) => {
      const { id: _, ...row } = await tx.selectFrom('remedies').selectAll().executeTakeFirstOrThrow()
      await tx
        .insertInto('remedies')
        .values({ ...row, id: 'forged' })
        .execute()
    })
    await place.deliver([reset('ours'), reset('forged', { time: NOON + 2000 })])
    assert.deepEqual(await idsOf(place), ['forged'])
  })

  const HR = {
    id: 'hr-sync',
    provider: 'sandbox',
    tenant: '',
    who: 'HR-Sync',
    kinds: ['password-reset'],
    whom: 'all',
    // Noon was a Monday, at 13:00 in Berlin.
    hours: { days: [1, 2, 3, 4, 5], from: 0, to: 1440 },
    until: NOON + 30 * DAY_MS,
    privileged: false,
  } as const

  it('given a declared automation, then what it does as declared is counted and not told, and all else is, with why', async () => {
    const place = await newSentinelPlace(store)
    assert.equal(await place.change('automation-declared', HR), undefined)
    const by = { by: 'hr-sync' }
    const saturday = NOON + 5 * DAY_MS
    place.now = NOON + 31 * DAY_MS
    await place.deliver([
      reset('early', { ...by, time: NOON - MINUTE_MS }),
      reset('declared', by),
      reset('again', { ...by, account: 'bo', time: NOON + MINUTE_MS }),
      reset('weekend', { ...by, time: saturday }),
      reset('kind', { ...by, action: 'authenticators.reset', time: NOON + 2 * MINUTE_MS }),
      reset('after', { ...by, time: NOON + 31 * DAY_MS }),
      reset('break-glass', { ...by, account: 'break-glass', time: NOON + 3 * MINUTE_MS }),
    ])
    assert.deepEqual(await idsOf(place), ['after', 'break-glass', 'early', 'kind', 'weekend'])
    const weekend = (await place.told()).find(({ events }) => events.includes('weekend'))
    assert.match(weekend?.summary ?? '', /hr-sync that was declared does not cover it: it lies outside of its hours/)
    await place.restart()
    assert.deepEqual(await idsOf(place), ['after', 'break-glass', 'early', 'kind', 'weekend'])
    const rows = await place.room.ledger.db.transaction((tx) =>
      tx.selectFrom('provider_changes').select('event').where('explained', '=', 'automation/hr-sync').execute(),
    )
    assert.equal(rows.length, 2)
  })

  it('given one that was ended, then what it did before stays explained, and the next is told', async () => {
    const place = await newSentinelPlace(store)
    await place.change('automation-declared', HR)
    await place.deliver([reset('before', { by: 'hr-sync' })])
    place.now = NOON + 2 * MINUTE_MS
    assert.equal(await place.change('automation-ended', { id: 'hr-sync' }), undefined)
    await place.deliver([reset('after', { by: 'hr-sync', time: NOON + 3 * MINUTE_MS })])
    await place.restart()
    assert.deepEqual(await idsOf(place), ['after'])
  })

  it('given an id that was used, our own credential, or no end, then nothing is declared', async () => {
    const place = await newSentinelPlace(store)
    await place.change('automation-declared', HR)
    const declare = (more: object) => place.change('automation-declared', { ...HR, id: 'other', ...more })
    assert.equal(await declare({ id: 'hr-sync' }), 'ERR_AUTOMATION_KNOWN')
    assert.equal(await declare({ who: 'api' }), 'ERR_AUTOMATION_OURS')
    assert.equal(await declare({ until: NOON + 400 * DAY_MS }), 'ERR_AUTOMATION_UNTIL')
    assert.equal(await declare({ hours: { days: [1], from: 60, to: 60 } }), 'ERR_AUTOMATION_HOURS')
  })

  /** A directory of the sandbox: Bo is in the group Payroll, Cy administers, and Ana is nobody in particular. */
  async function newListedPlace() {
    const directory = await directoryOf(store)
    const listed = (id: string, more: object) => ({
      ...{ provider: 'sandbox', tenant: 'sandbox', id, userName: `${id}@example.com` },
      ...more,
    })
    await directory.list([
      listed('ana', {}),
      listed('bo', { groups: ['Payroll'] }),
      listed('cy', { roles: ['Administrator'], groups: ['Payroll'] }),
    ])
    const { key } = await directory.tx((tx) =>
      tx
        .selectFrom('directory_accounts')
        .select((select) => select.fn<string>('encode', ['account', select.val('hex')]).as('key'))
        .where('id', '=', 'cy')
        .executeTakeFirstOrThrow(),
    )
    await directory.change('tier-raised', { person: key, tier: 'privileged' }, ['ada'])
    return await newSentinelPlace(store, directory.room)
  }

  it('given one for a group, then whoever is not in it is told, and so is who is privileged unless that was said', async () => {
    const rows = (suffix: string) =>
      ['ana', 'bo', 'cy'].map((account, number) =>
        reset(`${account}-${suffix}`, { by: 'hr-sync', account, time: NOON + number * MINUTE_MS }),
      )
    const whom = { group: 'Payroll' }
    const narrow = await newListedPlace()
    await narrow.change('automation-declared', { ...HR, whom })
    await narrow.deliver(rows('1'))
    assert.deepEqual(await idsOf(narrow), ['ana-1', 'cy-1'])
    const wide = await newListedPlace()
    await wide.change('automation-declared', { ...HR, whom, privileged: true })
    await wide.deliver(rows('2'))
    assert.deepEqual(await idsOf(wide), ['ana-2'])
  })

  it('given people who read, then they see what each automation explained, and who could reset others', async () => {
    const place = await newListedPlace()
    await place.change('automation-declared', HR)
    await place.remedy('r1', require)
    await place.deliver([
      reset('ours'),
      reset('theirs', { by: 'hr-sync', account: 'bo' }),
      reset('hand', { by: 'gus' }),
    ])
    const { organisation } = place.room.ledger.db
    const scope = { organisations: [organisation], groups: 'all', tierMax: 'standard' } as const
    const access = {
      staff: async () =>
        ({ who: 'staff', id: 'ada', grants: [{ role: 'auditor', scope }], authenticatedAt: NOON }) as const,
    }
    await withServer({ routes: sentinelRoutes(() => place.room), access, clock: () => NOON }, async (sample) => {
      const get = async (path: string) => {
        const headers = session(sample.at.console, 'console', 'ada')
        const answer = await sample.call(`/organisations/${organisation}/${path}`, { headers })
        assert.equal(answer.status, 200)
        // biome-ignore lint/suspicious/noExplicitAny: answers of an API, looked into by their members.
        return (await answer.json()) as any
      }
      const [automation] = await get('automations')
      assert.deepEqual(
        [automation.id, automation.state, automation.explained, automation.lastExplained],
        ['hr-sync', 'declared', 1, '2026-02-23T12:00:01.000Z'],
      )
      const listed: { label: string; ours: boolean; why: { by: string }[]; lately: number; unexplained: number }[] =
        await get('could-reset')
      assert.deepEqual(
        listed.map(({ label, ours, why, lately, unexplained }) => [label, ours, why[0]?.by, lately, unexplained]),
        [
          ['API', true, 'seen', 1, 0],
          ['gus', false, 'seen', 1, 1],
          ['hr-sync', false, 'seen', 1, 0],
          ['cy@example.com', false, 'role', 0, 0],
        ],
      )
    })
  })
})
