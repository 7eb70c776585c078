/** What a front that was taken over could ask a keeper for, and what it hears. Each would be signed by a process without one. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { proposing } from '../src/approvals/intents.ts'
import { formatInstant } from '../src/base/time.ts'
import { exportLedger, leafHash, storedEntries, storedPlace, verifyExport } from '../src/ledger/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { onlyNative } from './capabilities.ts'
import { embedded } from './engines.ts'
import { type KeptLedger, newKeptLedger } from './kept-ledger.ts'
import { does, NOON } from './staff-office.ts'

const HOUR_MS = 3_600_000
const HASH = Buffer.alloc(32, 7).toString('base64')
const DIGEST = 'A'.repeat(43)
const KEY = 'x+00000000+AA=='

describe('a front that was taken over', () => {
  let store: Store
  let kept: KeptLedger
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: () => NOON })
    kept = await newKeptLedger(store)
  })
  after(async () => {
    await kept.close()
    await store.close()
  })

  const staffFact = (type: string, data: object, more = {}) => ({
    type,
    stream: 'organisation/staff',
    actor: `staff/${kept.ada.id}`,
    data: { at: kept.now, ...data },
    ...more,
  })
  const settings = (type: string, data: object, more = {}) => ({
    type,
    stream: 'organisation/settings',
    actor: `staff/${kept.ada.id}`,
    data: { ...data },
    ...more,
  })
  const proposed = (kind: string, data: object) => ({
    ...{ at: kept.now, change: 'c1', kind, by: kept.ada.id, data, weakens: false, stands: DIGEST },
    until: kept.now + 7 * 24 * HOUR_MS,
  })
  const intentFor = (kind: string, data: Record<string, unknown>) =>
    proposing(kept.organisation, { kind, data }, { weakens: false, stands: DIGEST })

  const strange: readonly (readonly [string, object])[] = [
    ['a key that signs', { do: 'key', use: 'entries' }],
    ['a signature over bytes of its choosing', { do: 'sign-bytes', bytes: HASH }],
    ['a connector’s secret', { do: 'secret', provider: 'entra' }],
    ['a message with a member too many', { do: 'hello', protocol: 'postern.keeper/1', also: true }],
    ['nothing that is a message', []],
  ]
  for (const [what, message] of strange) {
    it(`asks for ${what}: no such message`, async () => {
      assert.equal(await kept.ask(message), 'ERR_KEEPER_MESSAGE')
    })
  }

  it('hears keys that read, and none that sign', async () => {
    const hello = JSON.stringify(await kept.ask({ do: 'hello', protocol: 'postern.keeper/1' }))
    assert.doesNotMatch(hello, /PRIVATE/)
    const place = (await storedPlace(kept.ledger.db))!
    const opened = await kept.ask({
      do: 'open',
      organisation: kept.organisation,
      place: { ...place, previous: Buffer.from(place.previous).toString('base64') },
    })
    assert.match(JSON.stringify(opened), /"entries":"postern\.example/)
    assert.doesNotMatch(JSON.stringify(opened), /PRIVATE/)
  })

  it('asks for another entry where one was built upon, or in a gap: refused', async () => {
    const { origin, seq, previous } = (await storedPlace(kept.ledger.db))!
    const here = { origin, seq, previous: Buffer.from(previous).toString('base64') }
    await kept.append({})
    await kept.append({})
    assert.equal(await kept.sign([{}], { place: here }), 'ERR_KEEPER_PLACE')
    assert.equal(await kept.sign([{}], { place: { ...here, seq: seq + 9 } }), 'ERR_KEEPER_PLACE')
    assert.equal(await kept.sign([{}], { place: { ...here, previous: HASH } }), 'ERR_KEEPER_PLACE')
    const next = (await storedPlace(kept.ledger.db))!
    const elsewhere = {
      origin: 'postern.example/other',
      seq: next.seq,
      previous: Buffer.from(next.previous).toString('base64'),
    }
    assert.equal(await kept.sign([{}], { place: elsewhere }), 'ERR_KEEPER_PLACE')
  })

  it('asks for another entry where a checkpoint was signed: refused', async () => {
    const { origin, seq, previous } = (await storedPlace(kept.ledger.db))!
    await kept.append({})
    await kept.ledger.seal()
    const here = { origin, seq, previous: Buffer.from(previous).toString('base64') }
    assert.equal(await kept.sign([{}], { place: here }), 'ERR_KEEPER_PLACE')
  })

  const types: readonly (readonly [string, () => object])[] = [
    ['a key of its own', () => ({ type: 'key-added', stream: 'ledger/self', data: { use: 'entries', key: KEY } })],
    ['a key retired', () => ({ type: 'key-retired', stream: 'ledger/self', data: { use: 'entries', id: '00000000' } })],
    ['an epoch, where nothing is missing', () => ({ type: 'epoch-opened', stream: 'ledger/self', data: {} })],
    ['the ledger opened again', () => ({ type: 'ledger-opened', stream: 'ledger/self', data: {} })],
    ['a type that no room writes', () => ({ type: 'all-is-well', stream: 'note/1', data: {} })],
    [
      'a settings entry among those about staff',
      () => ({ ...settings('retention-changed', {}), stream: 'organisation/staff' }),
    ],
    ['a fact about staff elsewhere', () => ({ ...staffFact('member-removed', {}), stream: 'note/1' })],
  ]
  for (const [what, draft] of types) {
    it(`asks for ${what}: nobody has that signed`, async () => {
      assert.equal(await kept.sign([draft()]), 'ERR_KEEPER_TYPE')
    })
  }

  it('takes a member away without a passkey, or with one’s word for something else: refused', async () => {
    const { ada, bo, organisation } = kept
    const fact = staffFact('member-suspended', { member: bo.id, by: ada.id })
    assert.equal(await kept.sign([fact]), 'ERR_KEEPER_DECISION')
    const other = kept.decides(ada, { organisation, action: 'staff/remove', about: { member: ada.id } })
    assert.equal(await kept.sign([{ ...fact, decisions: [other] }]), 'ERR_KEEPER_DECISION')
    const elsewhere = kept.decides(ada, {
      organisation: randomUUID(),
      action: 'staff/remove',
      about: { member: bo.id },
    })
    assert.equal(await kept.sign([{ ...fact, decisions: [elsewhere] }]), 'ERR_KEEPER_DECISION')
    const forged = kept.decides(ada, { organisation, action: 'staff/remove', about: { member: bo.id } })
    const signature = Buffer.from(forged.signature, 'base64url')
    const bent = { ...forged, signature: signature.fill(1, signature.length - 4).toString('base64url') }
    assert.equal(await kept.sign([{ ...fact, decisions: [bent] }]), 'ERR_KEEPER_DECISION')
    assert.equal(await kept.sign([{ ...fact, decisions: [{ ...forged, staff: bo.id }] }]), 'ERR_KEEPER_DECISION')
  })

  it('brings in somebody as the third founder, or by no invitation: against the rules', async () => {
    const passkey = { id: 'AAAA', publicKey: 'AAAA', aaguid: '0'.repeat(36), transports: [], backupEligible: false }
    const passkeys = [passkey, { ...passkey, id: 'BBBB' }]
    const founder = { member: 'eve', human: 'A'.repeat(22), grants: [], passkeys }
    assert.equal(await kept.sign([staffFact('founder-joined', founder)]), 'ERR_KEEPER_RULE')
    const joined = { proposal: 'p1', subject: 'eve', passkeys, countsFrom: kept.now }
    assert.equal(await kept.sign([staffFact('staff-joined', joined)]), 'ERR_KEEPER_RULE')
    assert.equal(await kept.sign([staffFact('staff-recovered', joined)]), 'ERR_KEEPER_RULE')
    assert.equal(await kept.sign([staffFact('set-up-opened', { hash: DIGEST, until: kept.now })]), 'ERR_KEEPER_RULE')
  })

  it('dates a fact back to when a passkey counted, or ahead: refused', async () => {
    const { ada, bo, organisation } = kept
    const decisions = [kept.decides(ada, { organisation, action: 'staff/remove', about: { member: bo.id } })]
    for (const at of [kept.now - HOUR_MS, kept.now + HOUR_MS]) {
      const fact = staffFact('member-suspended', { at, member: bo.id, by: ada.id })
      assert.equal(await kept.sign([{ ...fact, decisions }]), 'ERR_KEEPER_TIME')
      const dated = { ...fact, data: { ...fact.data, at: kept.now }, time: formatInstant(at) }
      assert.equal(await kept.sign([{ ...dated, decisions }]), 'ERR_KEEPER_TIME')
    }
  })

  it('says a passkey’s word a second time: refused', async () => {
    const { ada, bo } = kept
    const subject = { proposal: 'again', kind: 'recovery', subject: bo.id, grants: [] } as const
    const first = await does(kept.staff, ada, { type: 'propose', ...subject }, kept.now)
    assert.ok('code' in first)
    const stop = { organisation: kept.organisation, action: 'staff/stop', about: { proposal: 'again' } }
    const decisions = [kept.decides(ada, stop)]
    const stopped = staffFact('proposal-stopped', { proposal: 'again', subject: bo.id, by: ada.id }, { decisions })
    await kept.append(stopped)
    const second = await does(kept.staff, ada, { type: 'propose', ...subject }, kept.now)
    assert.ok('code' in second)
    assert.equal(await kept.sign([stopped]), 'ERR_KEEPER_REPLAYED')
    await kept.append({ ...stopped, decisions: [kept.decides(ada, stop)] })
  })

  it('changes a setting without a decision, or as the system: refused', async () => {
    const effect = settings('retention-changed', { keptDays: 1, before: 90 })
    assert.equal(await kept.sign([effect]), 'ERR_KEEPER_DECISION')
    assert.equal(await kept.sign([{ ...effect, actor: 'system/settings' }]), 'ERR_KEEPER_DECISION')
    const playbook = { id: 'test', yaml: 'name: mine', at: kept.now }
    const set = { type: 'playbook-set', stream: 'response/automation', actor: 'system/response', data: playbook }
    assert.notEqual(typeof (await kept.sign([set])), 'object')
  })

  it('ties a setting to a decision for another one: it is never built upon, nor sealed', async () => {
    const { ada, organisation } = kept
    const data = { name: 'Northwind Ltd' }
    const decisions = [kept.decides(ada, intentFor('organisation-renamed', data))]
    const effect = settings('retention-changed', { keptDays: 1, before: 90 }, { decisions })
    const change = { stream: 'change/c1', actor: `staff/${ada.id}`, decisions }
    const drafts = [
      effect,
      { ...change, type: 'change-proposed', data: proposed('organisation-renamed', data) },
      { ...change, type: 'change-applied', data: { at: kept.now, change: 'c1' } },
    ]
    const signed = (await kept.sign(drafts)) as { readonly entries: readonly string[] }
    assert.equal(signed.entries.length, 3)
    const before = (await storedPlace(kept.ledger.db))!
    const leaf = leafHash(Buffer.from(signed.entries.at(-1)!))
    const behind = { origin: before.origin, seq: before.seq + 3, previous: Buffer.from(leaf).toString('base64') }
    assert.equal(await kept.sign([{}], { place: behind }), 'ERR_KEEPER_UNDECIDED')
    const edge = { size: 0, levels: [] }
    const stored = await storedEntries(kept.ledger.db, 0, 10_000)
    const entries = [...stored.map((bytes) => Buffer.from(bytes).toString()), ...signed.entries]
    assert.equal(await kept.ask({ do: 'checkpoint', organisation, edge, entries }), 'ERR_KEEPER_PLACE')
    // The place itself is free again: nobody has these entries.
    await kept.append({})
  })

  it('loses what two people have to decide to one: never built upon', async () => {
    const { ada } = kept
    const decisions = [kept.decides(ada, intentFor('playbooks-resumed', {}))]
    const change = { stream: 'change/c2', actor: `staff/${ada.id}`, decisions }
    const resumed = { type: 'playbooks-resumed', stream: 'response/automation', actor: `staff/${ada.id}` }
    const drafts = [
      { ...resumed, data: { at: kept.now }, decisions },
      { ...change, type: 'change-proposed', data: { ...proposed('playbooks-resumed', {}), change: 'c2' } },
      { ...change, type: 'change-applied', data: { at: kept.now, change: 'c2' } },
    ]
    const signed = await kept.sign(drafts)
    if (typeof signed !== 'string') {
      const before = (await storedPlace(kept.ledger.db))!
      const leaf = leafHash(Buffer.from((signed as { entries: string[] }).entries.at(-1)!))
      const behind = { origin: before.origin, seq: before.seq + 3, previous: Buffer.from(leaf).toString('base64') }
      assert.equal(await kept.sign([{}], { place: behind }), 'ERR_KEEPER_UNDECIDED')
    }
    await kept.append({})
  })

  it('shows entries that were never signed to have them sealed: refused', async () => {
    const stored = await storedEntries(kept.ledger.db, 0, 10_000)
    const entries = stored.map((bytes) => Buffer.from(bytes).toString())
    const other = [...entries.slice(0, -1), entries.at(-1)!.replace(/"rows":\d+/, '"rows":99')]
    const asked = { do: 'checkpoint', organisation: kept.organisation, edge: { size: 0, levels: [] } }
    assert.equal(await kept.ask({ ...asked, entries: other }), 'ERR_KEEPER_PLACE')
    assert.equal(await kept.ask({ ...asked, entries: [...entries, entries.at(-1)!] }), 'ERR_KEEPER_PLACE')
  })

  it('shows less of the ledger, to have it continued differently: seen', async () => {
    const { organisation } = kept
    const stored = await storedEntries(kept.ledger.db, 0, 10_000)
    const entries = stored.map((bytes) => Buffer.from(bytes).toString()).slice(0, 3)
    const { origin } = (await storedPlace(kept.ledger.db))!
    const place = { origin, seq: 3, previous: Buffer.from(leafHash(Buffer.from(entries[2]!))).toString('base64') }
    assert.deepEqual(await kept.ask({ do: 'open', organisation, place }), { isUnread: true })
    const shown = (await kept.ask({ do: 'show', organisation, entries, isEnd: true })) as { short: object }
    // Of the last one nobody can know yet whether it was committed.
    assert.deepEqual(shown.short, { size: 3, expected: stored.length - 1 })
    assert.equal(await kept.sign([{}], { place }), 'ERR_KEEPER_TYPE')
    const real = (await storedPlace(kept.ledger.db))!
    const back = { ...real, previous: Buffer.from(real.previous).toString('base64') }
    assert.deepEqual(await kept.ask({ do: 'open', organisation, place: back }), { isUnread: true })
    const all = stored.map((bytes) => Buffer.from(bytes).toString())
    await kept.ask({ do: 'show', organisation, entries: all, isEnd: true })
    await kept.append({})
  })

  it('prepares an epoch where nothing is missing, or makes the keys of a ledger anew: refused', async () => {
    const { organisation } = kept
    assert.equal(await kept.ask({ do: 'epoch', organisation, origin: 'postern.example/new' }), 'ERR_KEEPER_RULE')
    const origin = `postern.example/${organisation}`
    assert.equal(await kept.ask({ do: 'make', organisation, origin }), 'ERR_KEEPER_RULE')
  })

  it('asks for a change at a provider: nothing is connected, nothing is intended, and nothing gives', async () => {
    const change = { do: 'change', organisation: kept.organisation, provider: 'entra', remedy: 'remedy/r1', shown: {} }
    const suspend = { verb: 'suspend', account: 'ana' }
    assert.equal(await kept.ask({ ...change, change: suspend }), 'ERR_KEEPER_NO_PROVIDER')
    const asked: string[] = []
    const connected = await newKeptLedger(store, {
      providers: [
        {
          provider: 'entra',
          capabilities: onlyNative('suspend', 'unsuspend'),
          read: async () => ({ kind: 'source', refusedUntil: null }),
          change: async ({ verb }) => void asked.push(verb),
          issue: async ({ verb }) => assert.fail(`nobody may ask for ${verb}`),
        },
      ],
    })
    const there = { ...change, organisation: connected.organisation }
    assert.equal(await connected.ask({ ...there, change: suspend }), 'ERR_KEEPER_INTENTION')
    assert.equal(await connected.ask({ ...there, change: { verb: 'unsuspend', account: 'ana' } }), 'ERR_KEEPER_GIVING')
    const started = { verb: 'unsuspend', sort: 'giving', provider: 'entra', target: 'x', authority: 'response/1' }
    const before = { kind: 'source', refusedUntil: null }
    const data = { at: connected.now, ...started, automatic: true, before }
    const draft = { type: 'remedy-started', stream: 'remedy/r1', actor: 'system/remedies', data }
    assert.equal(await connected.sign([draft]), 'ERR_KEEPER_GIVING')
    assert.equal(await connected.sign([{ ...draft, data: { ...data, sort: 'taking' } }]), 'ERR_KEEPER_RULE')
    // An intention alone, which no response warrants.
    await connected.append({ ...draft, data: { ...data, verb: 'suspend', sort: 'taking' } })
    assert.deepEqual(await connected.ask({ ...there, change: suspend }), { show: ['remedy/r1'] })
    const port = connected.front.providerOf(connected.organisation, 'entra')
    const offered = Object.entries(port?.capabilities ?? {}).flatMap(([verb, how]) => (how === 'native' ? [verb] : []))
    assert.deepEqual(offered, ['suspend'], 'what gives is not even offered')
    const refused = { code: 'ERR_PROVIDER_REFUSED' }
    const asking = { key: 'r1', signal: AbortSignal.timeout(5000) }
    await assert.rejects(port!.change({ verb: 'suspend', account: 'ana' }, asking), refused)
    assert.deepEqual(asked, [])
    await connected.close()
  })

  it('after all of this the ledger holds, and its people still decide', async () => {
    await kept.ledger.seal()
    assert.equal(kept.ledger.held(), undefined)
    const verdict = await verifyExport(exportLedger(kept.ledger.db), {
      key: kept.ledger.keys.checkpoints[0].verifier.text,
    })
    assert.ok(verdict.holds)
    const act = { type: 'propose', proposal: 'p9', kind: 'recovery', subject: kept.bo.id, grants: [] } as const
    assert.ok('code' in (await does(kept.staff, kept.ada, act, kept.now)))
  })
})
