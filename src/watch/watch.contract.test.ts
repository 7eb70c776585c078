/** From what a source delivers to what is told, on both engines. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { type Ledger, localSealer, sealBatch, signerFrom } from '../ledger/index.ts'
import { readKept } from '../signin/index.ts'
import { type OrganisationStore, openStore, purge, quarantined, quarantineRefused, type Store } from '../store/index.ts'
import {
  addSource,
  closeSource,
  createDeliveryReader,
  createIntakeOf,
  createKnownSources,
  createWatch,
  type DeliveryReader,
  gatherFindings,
  latestVerdicts,
  quarantineFull,
  type Sender,
  sourceOf,
  type Taken,
} from './index.ts'
import { approval, entry, lines, MINUTE_MS, NOON, newOrganisation, refusal, wrongCode } from './sample-organisation.ts'

const DAY_MS = 86_400_000
const OKTA: Sender = { tenant: 'northwind', came: 'pushed' }
const OKTA_READ: Sender = { ...OKTA, came: 'read' }

onEachEngine('watch', (engine) => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())

  interface Place {
    readonly db: OrganisationStore
    readonly ledger: Pick<Ledger, 'db' | 'sealer'>
    deliver(body: string | Uint8Array, now?: number, sender?: Sender): Promise<Taken>
    told(kind?: 'finding' | 'lockout'): Promise<readonly { readonly withdrawn: number | null; readonly body: string }[]>
  }

  async function newPlace(): Promise<Place> {
    const ledger = await newOrganisation(store)
    const { db } = ledger
    const intake = createIntakeOf(ledger)
    return {
      db,
      ledger,
      deliver: (body, now = NOON, sender = OKTA) => intake.take('s1', reader.read(Buffer.from(body), sender), now),
      told: (kind = 'finding') => db.transaction((tx) => latestVerdicts(tx, kind, 100)),
    }
  }

  it('given five refused prompts, when they are followed, then it is told once, however often they come', async () => {
    const { db, deliver, told } = await newPlace()
    const watch = createWatch({ db })
    const body = lines(...[0, 1, 2, 3, 4].map((minute) => refusal(minute)))
    assert.deepEqual(await deliver(body), { accepted: 5, duplicates: 0, outside: 0, quarantined: [], refused: 0 })
    const { told: first } = await watch.follow(NOON + 5 * MINUTE_MS)
    assert.ok(first.some(({ body }) => JSON.parse(body).detection === 'mfa-fatigue'))

    assert.deepEqual(await deliver(body), { accepted: 0, duplicates: 5, outside: 0, quarantined: [], refused: 0 })
    assert.deepEqual(await watch.follow(NOON + 6 * MINUTE_MS), { told: [], withdrawn: [] })
    assert.equal((await told()).filter(({ body }) => JSON.parse(body).detection === 'mfa-fatigue').length, 1)
  })

  it('given an account that is entered as an emergency account, then its use is told, also what was before', async () => {
    const { db, deliver, told } = await newPlace()
    let version = 1
    const registered = new Set<string>()
    const emergency = {
      version: async () => version,
      load: async () => {
        const now = new Set(registered)
        return ({ person }: { readonly person: string }) => now.has(person)
      },
    }
    const watch = createWatch({ db, emergency })
    const uses = async () => (await told()).filter(({ body }) => JSON.parse(body).detection === 'emergency-account')
    await deliver(lines(approval(0)))
    await watch.follow(NOON + MINUTE_MS)
    assert.deepEqual(await uses(), [])
    registered.add('okta:northwind:00uana')
    version++
    await watch.follow(NOON + 2 * MINUTE_MS)
    assert.equal((await uses()).length, 1)
  })

  it('given a server that died before it told, when another starts, then it tells; when it told, then nobody tells again', async () => {
    const { db, deliver, told } = await newPlace()
    await createWatch({ db }).follow(NOON)
    for (const minute of [0, 1, 2, 3, 4]) await deliver(lines(refusal(minute)))
    const second = await createWatch({ db }).follow(NOON + 5 * MINUTE_MS)
    assert.ok(second.told.length > 0)
    const before = await told()
    assert.deepEqual(await createWatch({ db }).follow(NOON + 5 * MINUTE_MS), { told: [], withdrawn: [] })
    assert.deepEqual(await told(), before)
  })

  it('given what is owed for a verdict fails, then the verdict is not told either, and both come the next time', async () => {
    const { db, deliver, told } = await newPlace()
    for (const minute of [0, 1, 2, 3, 4]) await deliver(lines(refusal(minute)))
    const failing = createWatch({
      db,
      owe: async () => {
        throw new Error('no queue')
      },
    })
    await assert.rejects(failing.follow(NOON + 5 * MINUTE_MS), /no queue/)
    assert.deepEqual(await told(), [])
    const owed: string[] = []
    const watch = createWatch({ db, owe: async (_tx, { told }) => void owed.push(...told.map(({ id }) => id)) })
    await watch.follow(NOON + 5 * MINUTE_MS)
    assert.equal(owed.length, (await told()).length + (await told('lockout')).length)
  })

  it('given refusals an hour apart, when the one between them comes late, then what was told before changes', async () => {
    const { db, deliver } = await newPlace()
    const watch = createWatch({ db })
    for (const minute of [0, 20, 40, 60]) await deliver(lines(refusal(minute)))
    const isFatigue = ({ body }: { readonly body: string }): boolean => JSON.parse(body).detection === 'mfa-fatigue'
    assert.deepEqual((await watch.follow(NOON + 61 * MINUTE_MS)).told.filter(isFatigue), [])
    await deliver(lines(refusal(30)))
    assert.equal((await watch.follow(NOON + 62 * MINUTE_MS)).told.filter(isFatigue).length, 1)
  })

  it('given a lockout whose ground later rows take away, then pushed ones leave it, and those that are read withdraw it', async () => {
    const { db, deliver, told } = await newPlace()
    const watch = createWatch({ db })
    for (const minute of [0, 1, 2]) await deliver(lines(wrongCode(minute)))
    await watch.follow(NOON + 30 * MINUTE_MS)
    const before = await told('lockout')
    assert.deepEqual(
      before.map(({ withdrawn }) => withdrawn),
      [null],
    )
    // Late rows: after each wrong code Ana was in.
    const late = lines(entry(0.5), entry(1.5), entry(2.5))
    await deliver(late)
    assert.deepEqual((await watch.follow(NOON + 31 * MINUTE_MS)).withdrawn, [])
    assert.deepEqual(await told('lockout'), before)
    assert.deepEqual((await createWatch({ db }).follow(NOON + 31 * MINUTE_MS)).withdrawn, [])

    assert.equal((await deliver(late, NOON, OKTA_READ)).accepted, 3)
    const { withdrawn } = await watch.follow(NOON + 32 * MINUTE_MS)
    assert.deepEqual(withdrawn.length, 1)
    assert.equal((await told('lockout')).find(({ withdrawn }) => withdrawn !== null)?.withdrawn, NOON + 32 * MINUTE_MS)
  })

  it('given days that were purged, when a server starts, then what was told about them stands', async () => {
    const { db, deliver, told } = await newPlace()
    for (const minute of [0, 1, 2, 3, 4]) await deliver(lines(refusal(minute)))
    await createWatch({ db }).follow(NOON + 5 * MINUTE_MS)
    const before = await told()
    assert.ok(before.length > 0)
    const later = NOON + 9 * DAY_MS
    await deliver(lines(entry(9 * 24 * 60)), later)
    await db.transaction((tx) => tx.updateTable('organisations').set({ kept_days: 7 }).execute())
    assert.equal((await purge(store, db.organisation, later, readKept)).days, 1)
    assert.deepEqual((await createWatch({ db }).follow(later)).withdrawn, [])
    assert.deepEqual(await told(), before)
  })

  it('given malformed records among good ones, then the good ones are kept, and the bad ones wait as they came', async () => {
    const { db, deliver } = await newPlace()
    const bad = '{"uuid": "cut off'
    const body = `${lines(refusal(0))}${bad}\n${lines({ some: 'thing' })}${lines(refusal(1))}`
    const { accepted, quarantined: unread } = await deliver(body)
    assert.equal(accepted, 2)
    assert.deepEqual(
      unread.map(({ index }) => index),
      [1, 2],
    )
    const waiting = await db.transaction((tx) => quarantined(tx, 0, 10))
    assert.deepEqual(
      waiting.map(({ content, source }) => [Buffer.from(content).toString(), source]),
      [
        [bad, 's1'],
        ['{"some":"thing"}', 's1'],
      ],
    )
  })

  it('given an array with a stranger in it, then that element waits; given a binary, then the whole of it', async () => {
    const { db, deliver } = await newPlace()
    const answer = await deliver(JSON.stringify([refusal(0), { some: 'thing' }, refusal(1)]))
    assert.deepEqual([answer.accepted, answer.quarantined.map(({ index }) => index)], [2, [1]])
    const binary = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0, 255, 254])
    assert.deepEqual(
      (await deliver(binary)).quarantined.map(({ code }) => code),
      ['ERR_FILE_BINARY'],
    )
    const waiting = await db.transaction((tx) => quarantined(tx, 0, 10))
    assert.deepEqual(
      waiting.map(({ content }) => Buffer.from(content).toString('hex')),
      [Buffer.from('{"some":"thing"}').toString('hex'), binary.toString('hex')],
    )
  })

  it('given a quarantine that is full, then the rows that can be read are kept, the others counted, and somebody is told once', async () => {
    const { db, ledger } = await newPlace()
    const told: (readonly object[])[] = []
    const onFull = async (tx: Parameters<typeof quarantineFull>[0]) => void told.push(await quarantineFull(tx))
    const intake = createIntakeOf({ ...ledger, quarantineMax: { recordsMax: 2, bytesMax: 1000 }, onFull })
    const deliver = (body: string) => intake.take('s1', reader.read(Buffer.from(body), OKTA), NOON)
    const first = await deliver(`{"a":1\n${lines(refusal(0))}\n{"b":2\n{"c":3`)
    assert.deepEqual([first.accepted, first.quarantined.length, first.refused], [1, 3, 1])
    const second = await deliver(`{"d":4\n${lines(refusal(1))}`)
    assert.deepEqual([second.accepted, second.refused], [1, 1])
    const subject = `quarantine-full:${NOON}`
    assert.deepEqual(told, [[{ subject, kind: 'quarantine-full', weight: 'milestone', severity: 'high' }]])
    const waiting = await db.transaction((tx) => quarantined(tx, 0, 10))
    assert.deepEqual(
      waiting.map(({ content }) => Buffer.from(content).toString().trim()),
      ['{"a":1', '{"b":2'],
    )
    assert.equal((await db.transaction(quarantineRefused))?.records, 2)
  })

  it('given rows that are too old or too far ahead, then they wait in quarantine as they came, and the others are kept', async () => {
    const { db, deliver } = await newPlace()
    const [old, ahead] = [refusal(-100 * 24 * 60), refusal(2 * 24 * 60)]
    assert.deepEqual(await deliver(lines(old, refusal(0), ahead)), {
      accepted: 1,
      duplicates: 0,
      outside: 2,
      quarantined: [
        { index: 0, code: 'ERR_ROW_OUTSIDE' },
        { index: 2, code: 'ERR_ROW_OUTSIDE' },
      ],
      refused: 0,
    })
    const waiting = await db.transaction((tx) => quarantined(tx, 0, 10))
    assert.deepEqual(
      waiting.map(({ code, source, content }) => [code, source, Buffer.from(content).toString()]),
      [old, ahead].map((row) => ['ERR_ROW_OUTSIDE', 's1', JSON.stringify(row)]),
    )
  })

  it('given as much as may wait, when more comes, then it is refused and nothing of it kept, until that is written', async () => {
    const { db, ledger } = await newPlace()
    const read = (...minutes: number[]) =>
      reader.read(Buffer.from(lines(...minutes.map((minute) => refusal(minute)))), OKTA)
    const kept = async (): Promise<number> =>
      (await db.transaction((tx) => tx.selectFrom('sign_ins').select('time').execute())).length
    for (const heldMax of [
      { rows: 2, bytes: 1 << 20 },
      { rows: 1000, bytes: 1 },
    ]) {
      const intake = createIntakeOf({ ...ledger, heldMax })
      const before = await kept()
      const from = 10 * before
      // Alone it is never too much, and what comes meanwhile is.
      const first = intake.take('s1', read(from, from + 1, from + 2), NOON)
      await assert.rejects(intake.take('s1', read(from + 3), NOON), { code: 'ERR_INGEST_BUSY' })
      assert.equal((await first).accepted, 3)
      assert.equal((await intake.take('s1', read(from + 4), NOON)).accepted, 1)
      assert.equal(await kept(), before + 4)
    }
  })

  it('given more that nobody can read than there are records in any delivery, then it waits as it came', async () => {
    const { db, deliver } = await newPlace()
    const body = `${lines(refusal(0))}${'{"some":"thing"}\n'.repeat(90_000)}`
    const { accepted, quarantined: unread } = await deliver(body)
    assert.deepEqual([accepted, unread.length], [1, 90_000])
    const waiting = await db.transaction((tx) => quarantined(tx, 0, 10))
    assert.equal(Buffer.concat(waiting.map(({ content }) => content)).toString(), body)
    assert.equal(waiting.length, 2)
  })

  it('given deliveries of two days, then each day’s root is in the ledger', async () => {
    const { db, deliver } = await newPlace()
    await deliver(lines(refusal(0), refusal(1), refusal(24 * 60)))
    const entries = await db.transaction((tx) =>
      tx.selectFrom('ledger_entries').select(['seq', 'bytes']).where('stream', '=', 'archive/sign-ins').execute(),
    )
    const data = entries.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()).data)
    const rows = await db.transaction((tx) =>
      tx.selectFrom('sign_ins').select(['day', 'digest']).orderBy('day').orderBy('event').orderBy('digest').execute(),
    )
    const root = (day: string): string => {
      const { root } = sealBatch(rows.filter((row) => row.day === day).map(({ digest }) => digest))
      return Buffer.from(root).toString('base64')
    }
    assert.deepEqual(data, [
      { day: '2026-02-23', rows: 2, root: root('2026-02-23') },
      { day: '2026-02-24', rows: 1, root: root('2026-02-24') },
    ])
  })

  it('given deliveries at the same time, then each is answered for itself, and what is wrong with one harms no other', async () => {
    const { db, ledger } = await newPlace()
    const intake = createIntakeOf(ledger)
    const read = (...minutes: number[]) =>
      reader.read(Buffer.from(lines(...minutes.map((minute) => refusal(minute)))), OKTA)
    const tooLarge = { code: 'ERR_X', content: new Uint8Array((1 << 20) + 1) }
    const answers = await Promise.allSettled([
      intake.take('s1', read(0, 1), NOON),
      intake.take('s1', read(1, 2), NOON),
      intake.take('s2', { ...read(3), records: [tooLarge] }, NOON),
      intake.take('s2', read(4), NOON),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    )
    const taken = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined))
    assert.equal(
      taken.reduce((sum, one) => sum + (one?.accepted ?? 0), 0),
      4,
    )
    assert.equal((taken[0]?.duplicates ?? 0) + (taken[1]?.duplicates ?? 0), 1)
    assert.equal((await db.transaction((tx) => tx.selectFrom('sign_ins').select('time').execute())).length, 4)
  })

  it('given a ledger that cannot be written, then nothing is kept', async () => {
    const db = store.in(randomUUID())
    await db.transaction((tx) => tx.insertInto('organisations').values({ name: 'No ledger', created: NOON }).execute())
    const key = signerFrom('postern.example/none/entries', 'ed25519', Buffer.alloc(32, 1))
    const delivery = reader.read(Buffer.from(lines(refusal(0))), OKTA)
    const intake = createIntakeOf({ db, sealer: localSealer(key) })
    await assert.rejects(intake.take('s1', delivery, NOON), { code: 'ERR_LEDGER_NOT_OPEN' })
    assert.deepEqual(await db.transaction((tx) => tx.selectFrom('sign_ins').select('time').execute()), [])
  })

  it('given a new source, then its token is known until it is closed, in no other organisation, and written nowhere', async () => {
    const { db, ledger } = await newPlace()
    const other = await newPlace()
    const okta = { id: 's1', name: 'Okta', tenant: 'northwind' }
    const doing = { actor: 'staff/riya', now: NOON }
    const token = await addSource(ledger, okta, randomBytes(32), doing)
    let now = NOON
    const known = createKnownSources(store, () => now)
    assert.equal((await known.ofToken(token))?.id, 's1')
    const forgot = createKnownSources(store, () => now)
    assert.equal((await forgot.find(db.organisation, 's1'))?.name, 'Okta')
    assert.equal(await forgot.find(db.organisation, 's2'), undefined)
    assert.equal(await known.ofToken(`${token}A`), undefined)
    assert.deepEqual(await sourceOf(store, token, NOON), {
      ...okta,
      created: NOON,
      closed: null,
      organisation: db.organisation,
    })
    await assert.rejects(addSource(ledger, { ...okta, id: 's2' }, randomBytes(32), doing), {
      code: 'ERR_SOURCE_NAME_TAKEN',
    })

    const foreign = await addSource(other.ledger, okta, randomBytes(32), doing)
    assert.equal((await sourceOf(store, foreign, NOON))?.organisation, other.db.organisation)
    const [prefix, written] = [token.slice(0, 15), Buffer.from(token.slice(15), 'base64url')]
    const moved = Buffer.concat([Buffer.from(other.db.organisation.replaceAll('-', ''), 'hex'), written.subarray(16)])
    assert.equal(await sourceOf(store, prefix + moved.toString('base64url'), NOON), undefined)

    const rows = await db.transaction((tx) => tx.selectFrom('sources').selectAll().execute())
    const entries = await db.transaction((tx) => tx.selectFrom('ledger_entries').select('bytes').execute())
    const kept = Buffer.concat([Buffer.from(JSON.stringify(rows)), ...entries.map(({ bytes }) => bytes)])
    const secret = written.subarray(16)
    for (const form of ['hex', 'base64', 'base64url'] as const) assert.ok(!kept.includes(secret.toString(form)))

    assert.equal(await closeSource(ledger, 's1', doing), true)
    assert.equal(await closeSource(ledger, 's1', doing), false)
    assert.equal(await sourceOf(store, token, NOON), undefined)
    assert.equal(await forgot.find(db.organisation, 's1'), undefined)
    now += 1999
    assert.equal((await known.ofToken(token))?.id, 's1')
    now++
    assert.equal(await known.ofToken(token), undefined)
    assert.equal(entries.length, 2)
    assert.notEqual(await addSource(ledger, { ...okta, id: 's3' }, randomBytes(32), doing), token)
  })

  it('given findings that hang together, then they are one incident, in the ledger without a name or an address', async () => {
    const { db, deliver, ledger } = await newPlace()
    let now = NOON + 5 * MINUTE_MS
    const gather = gatherFindings({ sealer: ledger.sealer, tokenKey: Buffer.alloc(32, 3), clock: () => now })
    const watch = createWatch({ db, owe: gather })
    for (const minute of [0, 1, 2, 3, 4]) await deliver(lines(refusal(minute)))
    await watch.follow(now)
    await deliver(lines(approval(6), entry(6)))
    now += 3 * MINUTE_MS
    await watch.follow(now)

    const incidents = await db.transaction((tx) => tx.selectFrom('incidents').selectAll().execute())
    assert.equal(incidents.length, 1)
    const entries = await db.transaction((tx) =>
      tx.selectFrom('ledger_entries').select(['bytes', 'stream']).where('stream', 'like', 'incident/%').execute(),
    )
    assert.deepEqual([...new Set(entries.map(({ stream }) => stream))], [`incident/${incidents[0]!.id}`])
    const text = entries.map(({ bytes }) => Buffer.from(bytes).toString()).join('')
    assert.ok(text.includes('"mfa-fatigue"') && text.includes('"fatigue-approved"'), text)
    assert.doesNotMatch(text, /ana@example|00uana|203\.0\.113/i)

    const restarted = createWatch({ db, owe: gather })
    assert.deepEqual(await restarted.follow(now), { told: [], withdrawn: [] })
  })
})
