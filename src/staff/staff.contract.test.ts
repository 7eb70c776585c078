/** Staff from the terminal's code to a verified decision, with software passkeys, on both engines. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import { type Authenticator, type Bent, createAuthenticator } from '../../test/authenticator.ts'
import { onEachEngine } from '../../test/engines.ts'
import { formatInstant } from '../base/time.ts'
import { decide, staff } from '../http/index.ts'
import {
  checkpointSigner,
  type Entry,
  exportLedger,
  localSealer,
  openLedger,
  type SealMemory,
  type SignerKey,
  sealLedger,
  signerFrom,
  verifyExport,
} from '../ledger/index.ts'
import { openStore, type Store } from '../store/index.ts'
import {
  type Act,
  act,
  authenticate,
  beginAct,
  beginAddingPasskey,
  beginDecision,
  beginJoining,
  beginSignIn,
  holdWaits,
  type Intent,
  join,
  listMembers,
  loadStaff,
  type Notice,
  newId,
  openSetUp,
  profileOf,
  type Refused,
  relyingPartyOf,
  type SignedIn,
  type StaffRoom,
  signIn,
  signOut,
  sweepEnded,
  type Ticket,
  takeDecision,
  verifyDecision,
} from './index.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const WAIT_MS = 72 * HOUR_MS
const ORIGIN = 'http://localhost:7070'

/** A human at a browser with a security key in each hand. */
interface Human {
  readonly id: string
  readonly name: string
  readonly keys: readonly [Authenticator, Authenticator]
}

interface Place extends StaffRoom {
  readonly checkpoint: SignerKey
  readonly notices: Notice[]
  /** Of the last entry of this type. */
  entry(type: string): Promise<Entry | undefined>
  text(): Promise<string>
}

onEachEngine('staff', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newPlace(): Promise<Place> {
    const db = store.in(randomUUID())
    const origin = `postern.example/${db.organisation}`
    const key = signerFrom(`${origin}/entries`, 'ed25519', Buffer.alloc(32, 1))
    const checkpoint = signerFrom(origin, 'ed25519', Buffer.alloc(32, 2))
    const sealer = localSealer(key)
    await db.transaction(async (tx) => {
      await tx.insertInto('organisations').values({ name: 'Northwind', created: NOON }).execute()
      const keys = { entryKey: key.verifier.text, checkpointKey: checkpoint.verifier.text }
      await openLedger(tx, { origin, kind: 'real', ...keys, time: formatInstant(NOON) }, sealer)
    })
    const ring = {
      entries: [{ key: key.verifier, from: 0, until: undefined }],
      checkpoints: [{ key: checkpoint.verifier, from: 0, until: undefined }],
    }
    const notices: Notice[] = []
    const bytes = () => db.transaction((tx) => tx.selectFrom('ledger_entries').select('bytes').orderBy('seq').execute())
    return {
      ledger: { db, sealer, keyRing: () => ring, random: randomBytes },
      relyingParty: relyingPartyOf(`${ORIGIN}/console`),
      tokenKey: Buffer.alloc(32, 3),
      masters: [{ id: 'm1', bytes: Buffer.alloc(32, 4) }],
      owe: async (_, owed) => void notices.push(...owed),
      checkpoint,
      notices,
      async entry(type) {
        const all = (await bytes()).map((row) => JSON.parse(Buffer.from(row.bytes).toString()) as Entry)
        return all.findLast((one) => one.type === type)
      },
      text: async () => (await bytes()).map((row) => Buffer.from(row.bytes).toString()).join('\n'),
    }
  }

  function good<T extends object>(result: Refused | T): T {
    assert.ok(!('refused' in result), JSON.stringify(result))
    return result
  }
  function code(result: Refused | object): string | undefined {
    return 'refused' in result ? result.refused.code : undefined
  }

  /** Comes in by a ticket, with two new keys. */
  async function comeIn(room: Place, ticket: Ticket, name: string, now = NOON): Promise<Human> {
    const keys = [createAuthenticator(ORIGIN), createAuthenticator(ORIGIN)] as const
    const { options } = good(await beginJoining(room, ticket, now))
    const made = [keys[0].register(options[0]), keys[1].register(options[1])] as const
    const { member } = good(await join(room, ticket, made, now))
    return { id: member, name, keys }
  }

  const founder = (setUpCode: string, name: string): Ticket => ({
    kind: 'founder',
    code: setUpCode,
    profile: { name, email: `${name.toLowerCase()}@northwind.example` },
  })

  async function does(room: Place, human: Human, wanted: Act, now: number, bent: Bent = {}) {
    const options = await beginAct(room, wanted, { by: human.id, now })
    return await act(room, wanted, human.keys[0].assert(options, bent), { by: human.id, now })
  }

  async function founded(): Promise<{ readonly room: Place; readonly ada: Human; readonly bo: Human }> {
    const room = await newPlace()
    const terminal = good(await openSetUp(room, NOON))
    const ada = await comeIn(room, founder(terminal.code, 'Ada'), 'Ada')
    const second = good(await does(room, ada, { type: 'invite-founder' }, NOON))
    const bo = await comeIn(room, founder(second.code!, 'Bo'), 'Bo')
    return { room, ada, bo }
  }

  function invitation(room: Place, email: string): Act & { readonly proposal: string; readonly subject: string } {
    const { organisation } = room.ledger.db
    const scope = { organisations: [organisation], groups: 'all', tierMax: 'standard' } as const
    return {
      type: 'propose',
      kind: 'invitation',
      proposal: newId(randomBytes),
      subject: newId(randomBytes),
      grants: [{ id: newId(randomBytes), role: 'agent', scope }],
      profile: { name: 'Cleo Park', email },
    }
  }

  /** Cleo, invited by both, is in since NOON, and counts from NOON + WAIT_MS. */
  async function withCleo() {
    const { room, ada, bo } = await founded()
    const wanted = invitation(room, 'cleo@northwind.example')
    const one = good(await does(room, ada, wanted, NOON))
    const other = good(await does(room, bo, { type: 'confirm', proposal: wanted.proposal }, NOON))
    const ticket: Ticket = { kind: 'colleague', proposal: wanted.proposal, codes: [one.code!, other.code!] }
    return { room, ada, bo, cleo: await comeIn(room, ticket, 'Cleo'), ticket, wanted }
  }

  async function signedIn(room: Place, { keys }: Human, now: number, bent: Bent = {}): Promise<Refused | SignedIn> {
    return await signIn(room, keys[0].assert(await beginSignIn(room, now), bent), { now })
  }

  const asks = (credential: string, now: number, isActivity = true) =>
    authenticate(store, { credential, now, isActivity })

  it('given a new installation, when the code is used and the second person comes, then both may do everything', async () => {
    const room = await newPlace()
    const terminal = good(await openSetUp(room, NOON))
    assert.match(terminal.code, /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/)
    assert.ok(!(await room.text()).includes(terminal.code.replaceAll('-', '')))

    const late = await beginJoining(room, founder(terminal.code, 'Ada'), NOON + 30 * MINUTE_MS + 1)
    assert.equal(code(late), 'ERR_STAFF_SET_UP_CODE')
    assert.equal(code(await beginJoining(room, founder('0000', 'Ada'), NOON)), 'ERR_STAFF_SET_UP_CODE')

    const ada = await comeIn(room, founder(terminal.code.toLowerCase().replaceAll('-', ' '), 'Ada'), 'Ada')
    assert.equal(code(await beginJoining(room, founder(terminal.code, 'Eve'), NOON)), 'ERR_STAFF_SET_UP_CODE')
    const alone = good(await signedIn(room, ada, NOON))
    assert.deepEqual((await asks(alone.token, NOON))?.grants, [])
    // So the terminal says whose turn it is, when Postern starts again meanwhile.
    assert.deepEqual([terminal.here, good(await openSetUp(room, NOON)).here], [0, 1])

    const second = good(await does(room, ada, { type: 'invite-founder' }, NOON))
    const bo = await comeIn(room, founder(second.code!, 'Bo'), 'Bo')
    const { token } = good(await signedIn(room, bo, NOON))
    const caller = await asks(token, NOON)
    assert.deepEqual([caller?.id, caller?.authenticatedAt], [bo.id, NOON])
    const { organisation } = room.ledger.db
    const judged = decide([staff(['administrator'], { withinMs: MINUTE_MS })], caller, { organisation, now: NOON })
    assert.ok(judged.allowed)
    const stale = decide([staff(['administrator'], { withinMs: MINUTE_MS })], caller, {
      organisation,
      now: NOON + HOUR_MS,
    })
    assert.deepEqual(stale, { allowed: false, because: 'ERR_STEP_UP' })
    const foreign = decide([staff(['agent'])], caller, { organisation: randomUUID(), now: NOON })
    assert.deepEqual(foreign, { allowed: false, because: 'ERR_NOT_FOUND' })
    assert.deepEqual(
      caller?.grants.map(({ role }) => role),
      ['administrator', 'approver', 'analyst', 'agent'],
    )
    assert.equal(code(await openSetUp(room, NOON)), 'ERR_STAFF_SET_UP_OVER')
  })

  it('given an invitation that two made, when both halves are told, then the person is in, and counts after 72 hours', async () => {
    const { room, cleo, ada, bo } = await withCleo()
    assert.equal(code(await signedIn(room, cleo, NOON + WAIT_MS - 1)), 'ERR_STAFF_SIGN_IN')
    const { token } = good(await signedIn(room, cleo, NOON + WAIT_MS))
    const caller = await asks(token, NOON + WAIT_MS)
    assert.deepEqual(
      caller?.grants.map(({ role, scope }) => [role, scope.tierMax]),
      [['agent', 'standard']],
    )
    const told = room.notices.filter(({ fact }) => fact.type === 'staff-joined')
    assert.deepEqual(told[0]?.to, [ada.id, bo.id, cleo.id].sort())
  })

  it('given names and addresses, then no entry holds them, and whoever asks gets what was committed to', async () => {
    const { room, cleo } = await withCleo()
    const text = await room.text()
    // None of these could stand in base 64 by chance.
    for (const word of ['Cleo Park', 'cleo@', 'northwind.example']) assert.ok(!text.includes(word), word)
    const profile = await room.ledger.db.transaction((tx) => profileOf(tx, room, cleo.id))
    assert.deepEqual(profile, { name: 'Cleo Park', email: 'cleo@northwind.example' })
  })

  it('given one administrator, when they invite a second self, then refused, written down, and all administrators told (R47)', async () => {
    const { room, ada, bo } = await founded()
    const self = await does(room, ada, invitation(room, 'ADA+2@northwind.example'), NOON)
    assert.equal(code(self), 'ERR_STAFF_SAME_HUMAN')
    const keys = await room.ledger.db.transaction((tx) => tx.selectFrom('person_keys').select('id').execute())
    assert.deepEqual(keys.map(({ id }) => id).sort(), [ada.id, bo.id].sort(), 'of who was refused nothing is kept')
    const wanted = invitation(room, 'eve@northwind.example')
    const half = good(await does(room, ada, wanted, NOON)).code!
    assert.equal(
      code(await does(room, ada, { type: 'confirm', proposal: wanted.proposal }, NOON)),
      'ERR_STAFF_SECOND_PERSON',
    )
    const entry = await room.entry('staff-refused')
    assert.deepEqual(
      [entry?.data.code, entry?.data.by, entry?.actor],
      ['ERR_STAFF_SECOND_PERSON', ada.id, `staff/${ada.id}`],
    )
    const refusals = room.notices.filter(({ fact }) => fact.type === 'staff-refused')
    assert.deepEqual(
      refusals.map(({ to }) => to),
      [[ada.id, bo.id].sort(), [ada.id, bo.id].sort()],
    )
    const alone: Ticket = { kind: 'colleague', proposal: wanted.proposal, codes: [half, half] }
    assert.equal(code(await beginJoining(room, alone, NOON)), 'ERR_STAFF_PROPOSAL_UNKNOWN')
    good(await does(room, bo, { type: 'confirm', proposal: wanted.proposal }, NOON))
    assert.equal(code(await beginJoining(room, alone, NOON)), 'ERR_STAFF_CODE_WRONG')
  })

  it('given an authenticator of somebody here, then it registers for nobody else', async () => {
    const { room, ada, bo } = await founded()
    const wanted = invitation(room, 'eve@northwind.example')
    const one = good(await does(room, ada, wanted, NOON)).code!
    const other = good(await does(room, bo, { type: 'confirm', proposal: wanted.proposal }, NOON)).code!
    const ticket: Ticket = { kind: 'colleague', proposal: wanted.proposal, codes: [other, one] }
    const { options } = good(await beginJoining(room, ticket, NOON))
    assert.throws(() => ada.keys[1].register(options[0]), { name: 'InvalidStateError' })
    assert.equal(options[0].user.id, Buffer.from(wanted.subject).toString('base64url'))
  })

  for (const [what, bent] of Object.entries<Bent>({
    'another page': { origin: 'http://localhost:7071' },
    'another relying party': { rpId: 'evil.example' },
    'nobody verified': { userVerified: false },
    'nobody present': { userPresent: false },
    'a frame of another site': { crossOrigin: true },
    'the other ceremony': { type: 'webauthn.other' },
    'a certificate that nobody asked for': { attestation: 'packed-with-certificate' },
    'another challenge': { challenge: 'AAAA' },
  })) {
    it(`given ${what}, then a registration does not hold, nor does a sign-in`, async () => {
      const { room, ada } = await founded()
      const challenge = bent.challenge !== undefined || bent.crossOrigin === true
      const expected = challenge ? 'ERR_STAFF_CHALLENGE' : 'ERR_STAFF_PASSKEY_INVALID'
      const options = await beginAddingPasskey(room, { by: ada.id, now: NOON })
      const registration = createAuthenticator(ORIGIN).register(options, bent)
      assert.equal(code(await does(room, ada, { type: 'add-passkey', registration }, NOON)), expected)
      if (bent.attestation === undefined) assert.equal(code(await signedIn(room, ada, NOON, bent)), expected)
    })
  }

  it('given an assertion, then it signs in once, within five minutes, and only whose passkey it is', async () => {
    const { room, ada, bo } = await founded()
    const assertion = ada.keys[0].assert(await beginSignIn(room, NOON))
    const twice = await Promise.all([signIn(room, assertion, { now: NOON }), signIn(room, assertion, { now: NOON })])
    assert.deepEqual(twice.map(code).sort(), ['ERR_STAFF_CHALLENGE', undefined])
    const slow = ada.keys[0].assert(await beginSignIn(room, NOON))
    assert.equal(code(await signIn(room, slow, { now: NOON + 5 * MINUTE_MS + 1 })), 'ERR_STAFF_CHALLENGE')
    const handle = Buffer.from(bo.id).toString('base64url')
    assert.equal(code(await signedIn(room, ada, NOON, { userHandle: handle })), 'ERR_STAFF_SIGN_IN')
    assert.equal(code(await signedIn(room, ada, NOON, { backupEligible: true })), 'ERR_STAFF_PASSKEY_INVALID')
    const stranger = createAuthenticator(ORIGIN)
    stranger.register(await beginAddingPasskey(room, { by: ada.id, now: NOON }))
    assert.equal(code(await signedIn(room, { ...ada, keys: [stranger, stranger] }, NOON)), 'ERR_STAFF_SIGN_IN')
    const { challenge } = await beginAddingPasskey(room, { by: ada.id, now: NOON })
    const forAnother = ada.keys[0].assert({ challenge, rpId: 'localhost' })
    assert.equal(code(await signIn(room, forAnother, { now: NOON })), 'ERR_STAFF_CHALLENGE')
    // What was given for a sign-in decides nothing.
    const other = ada.keys[0].assert(await beginSignIn(room, NOON))
    assert.equal(
      code(await act(room, { type: 'remove', member: bo.id }, other, { by: ada.id, now: NOON })),
      'ERR_STAFF_CHALLENGE',
    )
  })

  it('given a counter that went back, then it opens nothing, ends the sessions, and all administrators are told', async () => {
    const { room, ada, bo } = await founded()
    const { token } = good(await signedIn(room, ada, NOON, { counter: 50 }))
    assert.equal(code(await signedIn(room, ada, NOON, { counter: 50 })), 'ERR_STAFF_PASSKEY_CLONED')
    assert.equal((await room.entry('passkey-doubted'))?.data.member, ada.id)
    assert.deepEqual(room.notices.at(-1)?.to, [ada.id, bo.id].sort())
    assert.equal(await asks(token, NOON), undefined)
  })

  it('given a session, then it ends by idleness, by age, by sign-out, and no other token opens it', async () => {
    const { room, ada } = await founded()
    const { token } = good(await signedIn(room, ada, NOON))
    const idle = 15 * MINUTE_MS
    assert.ok(await asks(token, NOON + idle, false))
    assert.equal(await asks(token, NOON + idle + 1), undefined, 'an open stream is no activity')
    assert.equal(await asks(token, NOON - 1), undefined, 'a clock that went back opens nothing')
    let now = NOON
    for (; now + idle <= NOON + 12 * HOUR_MS; now += idle) assert.ok(await asks(token, now + idle))
    assert.equal(await asks(token, NOON + 12 * HOUR_MS + 1), undefined)

    const next = good(await signedIn(room, ada, now))
    for (const wrong of ['', 'postern_staff_', `${next.token}A`, next.token.slice(0, -1), `x${next.token.slice(1)}`]) {
      assert.equal(await asks(wrong, now), undefined)
    }
    const foreign = (await founded()).room.ledger.db.organisation
    const bytes = Buffer.from(next.token.slice('postern_staff_'.length), 'base64url')
    bytes.write(foreign.replaceAll('-', ''), 0, 'hex')
    assert.equal(await asks(`postern_staff_${bytes.toString('base64url')}`, now), undefined)
    assert.equal(await signOut(store, next.token, now), true)
    assert.equal(await signOut(store, next.token, now), false)
    assert.equal(await asks(next.token, now), undefined)
    const kept = await room.ledger.db.transaction((tx) => tx.selectFrom('staff_sessions').select('hash').execute())
    assert.ok(
      kept.every(({ hash }) => !Buffer.from(hash).equals(bytes.subarray(16))),
      'the secret itself is kept nowhere',
    )
    const open = good(await signedIn(room, ada, now)).token
    assert.equal(await room.ledger.db.transaction((tx) => sweepEnded(tx, now + MINUTE_MS)), 0)
    assert.ok((await asks(open, now + MINUTE_MS)) !== undefined, 'a sweep ends no session')
    assert.ok((await room.ledger.db.transaction((tx) => sweepEnded(tx, now + 31 * 24 * HOUR_MS))) >= 2)
  })

  it('given a step-up, then there is a new token, and the old one is dead; of four sessions the oldest ends', async () => {
    const { room, ada } = await founded()
    const before = good(await signedIn(room, ada, NOON))
    const later = NOON + MINUTE_MS
    const assertion = ada.keys[0].assert(await beginSignIn(room, later))
    const stepped = good(await signIn(room, assertion, { replaces: before.token, now: later }))
    assert.equal(await asks(before.token, later), undefined)
    assert.equal((await asks(stepped.token, later))?.authenticatedAt, later)
    for (const minute of [2, 3, 4]) good(await signedIn(room, ada, NOON + minute * MINUTE_MS))
    assert.equal(await asks(stepped.token, NOON + 4 * MINUTE_MS), undefined)
  })

  it('given a change of role, a lost passkey or a removal, then the sessions end with it', async () => {
    const { room, ada, bo, cleo } = await withCleo()
    const now = NOON + WAIT_MS
    const session = async () => good(await signedIn(room, cleo, now)).token
    const grant = (await members(room)).find(({ id }) => id === cleo.id)!.grants[0]!.id
    const lost = cleo.keys[1].ids[0]!
    const changes: readonly (readonly [Human, Act])[] = [
      [cleo, { type: 'remove-passkey', member: cleo.id, passkey: lost }],
      [ada, { type: 'withdraw-role', member: cleo.id, grant }],
      [bo, { type: 'remove', member: cleo.id }],
    ]
    for (const [by, change] of changes) {
      const token = await session()
      assert.ok(await asks(token, now))
      good(await does(room, by, change, now))
      assert.equal(await asks(token, now), undefined, change.type)
    }
    assert.equal(code(await signedIn(room, cleo, now)), 'ERR_STAFF_SIGN_IN')
  })

  async function members(room: Place) {
    return await room.ledger.db.transaction((tx) => listMembers(tx))
  }

  it('given somebody who lost both, when two recover them, then by new passkeys, after 72 hours', async () => {
    const { room, ada, bo, cleo } = await withCleo()
    const wanted: Act & { readonly proposal: string } = {
      type: 'propose',
      kind: 'recovery',
      proposal: newId(randomBytes),
      subject: cleo.id,
      grants: [],
    }
    const now = NOON + WAIT_MS
    const one = good(await does(room, ada, wanted, now)).code!
    const other = good(await does(room, bo, { type: 'confirm', proposal: wanted.proposal }, now)).code!
    const again = await comeIn(room, { kind: 'colleague', proposal: wanted.proposal, codes: [one, other] }, 'Cleo', now)
    assert.equal(again.id, cleo.id)
    assert.equal(code(await signedIn(room, again, now)), 'ERR_STAFF_SIGN_IN')
    good(await signedIn(room, cleo, now))
    good(await signedIn(room, again, now + WAIT_MS))
    assert.equal(code(await signedIn(room, cleo, now + WAIT_MS)), 'ERR_STAFF_SIGN_IN')
  })

  it('given a decision for another room, then it holds for that intent alone, once, and again from the ledger', async () => {
    const { room, ada, bo } = await founded()
    const { db, keyRing } = room.ledger
    const intent: Intent = {
      organisation: db.organisation,
      action: 'remedy/approve',
      about: { case: 'c1', account: 'a1', remedy: 'issue-pass', policy: 3 },
      evidence: 'e1',
    }
    const assertion = ada.keys[0].assert(await beginDecision(room, { by: ada.id, intent, now: NOON }))
    const take = (wanted: Intent, by = ada.id) =>
      db.transaction((tx) => takeDecision(tx, room, { by, intent: wanted, assertion, now: NOON }))
    const { decision, grants } = good(await take(intent))
    assert.equal(grants.length, 4)
    assert.equal(code(await take(intent)), 'ERR_STAFF_CHALLENGE')

    const everybody = await db.transaction((tx) => loadStaff(tx, { keyRing }))
    const again = { at: NOON, relyingParty: room.relyingParty }
    assert.ok(await verifyDecision(everybody, decision, intent, again))
    for (const other of [
      { ...intent, about: { ...intent.about, account: 'a2' } },
      { ...intent, action: 'remedy/undo' },
      { ...intent, evidence: 'e2' },
      { ...intent, organisation: randomUUID() },
    ]) {
      assert.equal(await verifyDecision(everybody, decision, other, again), undefined)
    }
    assert.equal(await verifyDecision(everybody, { ...decision, staff: bo.id }, intent, again), undefined)
    assert.equal(await verifyDecision(everybody, decision, intent, { ...again, at: NOON - 1 }), undefined)

    // Given for one thing or by one person, presented for another: spent all the same.
    for (const [wanted, by] of [
      [{ ...intent, evidence: 'e2' }, ada.id],
      [intent, bo.id],
    ] as const) {
      const given = ada.keys[0].assert(await beginDecision(room, { by: ada.id, intent, now: NOON }))
      const taking = { by, intent: wanted, assertion: given, now: NOON }
      assert.equal(code(await db.transaction((tx) => takeDecision(tx, room, taking))), 'ERR_STAFF_CHALLENGE')
      assert.equal(
        code(await db.transaction((tx) => takeDecision(tx, room, { ...taking, by: ada.id, intent }))),
        'ERR_STAFF_CHALLENGE',
      )
    }
  })

  it('given what staff decided about staff, then each entry carries the assertion, and it holds again', async () => {
    const { room, ada, bo } = await founded()
    const wanted = invitation(room, 'cleo@northwind.example')
    good(await does(room, ada, wanted, NOON))
    good(await does(room, bo, { type: 'stop', proposal: wanted.proposal }, NOON))
    const { db, keyRing } = room.ledger
    const everybody = await db.transaction((tx) => loadStaff(tx, { keyRing }))
    const [proposed, stopped] = [await room.entry('staff-proposed'), await room.entry('proposal-stopped')]
    const { proposal, kind, subject, grants, human } = proposed!.data
    const intents: readonly (readonly [Entry, Intent])[] = [
      [
        proposed!,
        { organisation: db.organisation, action: 'staff/propose', about: { proposal, kind, subject, grants, human } },
      ],
      [stopped!, { organisation: db.organisation, action: 'staff/stop', about: { proposal } }],
    ]
    for (const [{ decisions, actor }, intent] of intents) {
      const [decision] = decisions!
      assert.equal(actor, `staff/${decision!.staff}`)
      assert.ok(await verifyDecision(everybody, decision!, intent, { at: NOON, relyingParty: room.relyingParty }))
    }
  })

  it('given that the notices cannot be written, then nothing happens', async () => {
    const { room, ada, bo } = await founded()
    const wanted: Act = { type: 'remove', member: bo.id }
    const assertion = ada.keys[0].assert(await beginAct(room, wanted, { by: ada.id, now: NOON }))
    const broken: StaffRoom = {
      ...room,
      owe: async () => {
        throw new Error('the outbox is gone')
      },
    }
    await assert.rejects(act(broken, wanted, assertion, { by: ada.id, now: NOON }), { message: 'the outbox is gone' })
    assert.equal(await room.entry('member-suspended'), undefined)
    assert.equal((await members(room)).find(({ id }) => id === bo.id)?.standing, 'member')
    good(await act(room, wanted, assertion, { by: ada.id, now: NOON }))
    assert.equal((await members(room)).find(({ id }) => id === bo.id)?.standing, 'suspended')
  })

  it('given that Postern was down while a new member waited, then the wait is longer by that (R52)', async () => {
    const { room, cleo } = await withCleo()
    await holdWaits(room, { from: NOON + HOUR_MS, at: NOON + 11 * HOUR_MS })
    assert.equal(code(await signedIn(room, cleo, NOON + WAIT_MS)), 'ERR_STAFF_SIGN_IN')
    good(await signedIn(room, cleo, NOON + WAIT_MS + 10 * HOUR_MS))
  })

  it('given a passkey that somebody wrote into the database for an approver, then no decision by it is taken (R43)', async () => {
    const { room, ada } = await founded()
    const { db } = room.ledger
    const forger = createAuthenticator(ORIGIN)
    forger.register(await beginAddingPasskey(room, { by: ada.id, now: NOON }))
    await db.transaction(async (tx) => {
      const body = JSON.stringify({
        ...(await listMembers(tx)).find(({ id }) => id === ada.id),
        passkeys: [{ id: forger.ids[0] }],
      })
      await tx.updateTable('staff_members').set({ body }).where('id', '=', ada.id).execute()
    })
    const intent: Intent = { organisation: db.organisation, action: 'remedy/approve', about: {} }
    const { allowCredentials: _, ...options } = await beginDecision(room, { by: ada.id, intent, now: NOON })
    const taking = { by: ada.id, intent, assertion: forger.assert(options), now: NOON }
    assert.equal(code(await db.transaction((tx) => takeDecision(tx, room, taking))), 'ERR_STAFF_PASSKEY_INVALID')
  })

  it('given one more passkey, then it counts after 72 hours, and is nobody else’s', async () => {
    const { room, ada } = await founded()
    const third = createAuthenticator(ORIGIN)
    const registration = third.register(await beginAddingPasskey(room, { by: ada.id, now: NOON }))
    good(await does(room, ada, { type: 'add-passkey', registration }, NOON))
    const withThird: Human = { ...ada, keys: [third, third] }
    assert.equal(code(await signedIn(room, withThird, NOON + WAIT_MS - 1)), 'ERR_STAFF_SIGN_IN')
    good(await signedIn(room, withThird, NOON + WAIT_MS))
    assert.equal(code(await does(room, ada, { type: 'add-passkey', registration }, NOON)), 'ERR_STAFF_CHALLENGE')
  })

  it('given a passkey that somebody else was asked for, then it is not taken for theirs', async () => {
    const { room, ada, bo } = await founded()
    const make = async () =>
      createAuthenticator(ORIGIN).register(await beginAddingPasskey(room, { by: ada.id, now: NOON }))
    const added = await does(room, bo, { type: 'add-passkey', registration: await make() }, NOON)
    assert.equal(code(added), 'ERR_STAFF_CHALLENGE')

    const wanted = invitation(room, 'eve@northwind.example')
    const one = good(await does(room, ada, wanted, NOON)).code!
    const other = good(await does(room, bo, { type: 'confirm', proposal: wanted.proposal }, NOON)).code!
    const ticket: Ticket = { kind: 'colleague', proposal: wanted.proposal, codes: [one, other] }
    const { options } = good(await beginJoining(room, ticket, NOON))
    const right = createAuthenticator(ORIGIN).register(options[0])
    assert.equal(code(await join(room, ticket, [await make(), await make()], NOON)), 'ERR_STAFF_CHALLENGE')
    assert.equal(code(await join(room, ticket, [right, await make()], NOON)), 'ERR_STAFF_CHALLENGE')
  })

  it('given all this, then the ledger is sealed, exported and verified as any other', async () => {
    const { room } = await withCleo()
    const { db } = room.ledger
    let kept: SealMemory | undefined
    const memory = {
      load: async () => kept,
      keep: async (next: SealMemory) => {
        kept = next
      },
    }
    await sealLedger({
      db,
      signer: checkpointSigner({ origin: room.checkpoint.verifier.name, checkpoints: [room.checkpoint], memory }),
    })
    const verdict = await verifyExport(exportLedger(db), { key: room.checkpoint.verifier.text })
    assert.ok(verdict.holds && verdict.entries >= 7, JSON.stringify(verdict))
  })
})
