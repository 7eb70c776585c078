/**
 * For tests: what every provider promises, whatever it is. Each verb can be read back and does no more when asked twice; a
 * secret is told once; MFA stays on; and faults tell what they may have done. A provider's own test brings a place for it.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type AccountState,
  type Alteration,
  type Change,
  type Issue,
  inverseOf,
  isIssue,
  isSo,
  type LogName,
  type LogPort,
  type PeoplePort,
  ProviderError,
  type ProviderErrorCode,
  type ProviderPort,
  sortOf,
  targetOf,
  VERBS,
  type Verb,
  withdrawalOf,
} from './index.ts'

/** Real ones have these faults; `lag`: so many readings do not show the next change yet. */
type Fault =
  | 'down'
  | 'throttled'
  | 'refused'
  | 'broken'
  | 'silent-before'
  | 'silent-after'
  | 'half-page'
  | { readonly lag: number }

export interface ProviderPlace {
  readonly provider: ProviderPort & PeoplePort & LogPort
  /** The next call goes wrong so. */
  failNext(fault: Fault): void
  /** Writes a row that holds this into a log. */
  write(log: LogName, mark: string): void
  /** Adds so many people more. */
  add(people: number): void
  /** Too many failures of the account's. */
  lock(): void
}

/** What the place has: an account with two authenticators, a group, and a session from before NOW. */
export const ACCOUNT = '00uana'
const GROUP = 'staff'
export const NOW = Date.UTC(2026, 1, 23, 12)
const HOUR_MS = 3_600_000

const asking = (key = 'k') => ({ key, signal: AbortSignal.timeout(60_000) })
const stateOf = async ({ provider }: ProviderPlace) =>
  (await provider.read({ kind: 'account', account: ACCOUNT }, asking().signal)) as AccountState
const isNow = async ({ provider }: ProviderPlace, change: Change) =>
  isSo(change, await provider.read(targetOf(change), asking().signal), NOW)
const make = async ({ provider }: ProviderPlace, change: Change) =>
  isIssue(change) ? await provider.issue(change, asking()) : await provider.change(change, asking())

const PASS: Issue = { verb: 'issue-pass', account: ACCOUNT, forMs: HOUR_MS }
const ENROLMENT: Issue = { verb: 'start-enrolment', account: ACCOUNT }
const SUSPEND: Alteration = { verb: 'suspend', account: ACCOUNT }

/** Each verb's change, after the place was made such that it changes something. */
const CHANGES: Readonly<Record<Verb, (place: ProviderPlace) => Change | Promise<Change>>> = {
  'refuse-source': () => ({ verb: 'refuse-source', address: '203.0.113.9', until: NOW + HOUR_MS }),
  'admit-source': async (place) => {
    await make(place, { verb: 'refuse-source', address: '203.0.113.9', until: NOW + HOUR_MS })
    return { verb: 'admit-source', address: '203.0.113.9' }
  },
  'end-sessions': () => ({ verb: 'end-sessions', account: ACCOUNT }),
  'add-to-high-risk-group': () => ({ verb: 'add-to-high-risk-group', account: ACCOUNT }),
  'take-from-high-risk-group': async (place) => {
    await make(place, { verb: 'add-to-high-risk-group', account: ACCOUNT })
    return { verb: 'take-from-high-risk-group', account: ACCOUNT }
  },
  'require-password-reset': () => ({ verb: 'require-password-reset', account: ACCOUNT }),
  'reset-password': () => ({ verb: 'reset-password', account: ACCOUNT }),
  suspend: () => SUSPEND,
  unsuspend: async (place) => {
    await make(place, SUSPEND)
    return { verb: 'unsuspend', account: ACCOUNT }
  },
  unlock(place) {
    place.lock()
    return { verb: 'unlock', account: ACCOUNT }
  },
  'issue-pass': () => PASS,
  'withdraw-pass': async (place) => {
    await make(place, PASS)
    return withdrawalOf(PASS)
  },
  'start-enrolment': () => ENROLMENT,
  'withdraw-enrolment': async (place) => {
    await make(place, ENROLMENT)
    return withdrawalOf(ENROLMENT)
  },
  'remove-authenticator': async (place) => {
    const [authenticator = '', other = ''] = (await stateOf(place)).authenticators.map(({ id }) => id)
    return {
      verb: 'remove-authenticator',
      account: ACCOUNT,
      authenticator,
      kept: { by: 'another', authenticator: other },
    }
  },
  'add-to-group': () => ({ verb: 'add-to-group', account: ACCOUNT, group: 'travellers' }),
  'take-from-group': () => ({ verb: 'take-from-group', account: ACCOUNT, group: GROUP }),
}

export function providerContract(name: string, newPlace: () => ProviderPlace | Promise<ProviderPlace>): void {
  describe(`a provider: ${name}`, () => {
    for (const verb of VERBS) verbContract(verb, newPlace)
    secretContract(newPlace)
    lastAuthenticatorContract(newPlace)
    faultContract(newPlace)
    peopleContract(newPlace)
    logContract(newPlace)
  })
}

type NewPlace = () => ProviderPlace | Promise<ProviderPlace>

function verbContract(verb: Verb, newPlace: NewPlace): void {
  it(`given ${verb}, then it can be read back, twice is as once, and what undoes it is read back too`, async () => {
    const place = await newPlace()
    const change = await CHANGES[verb](place)
    assert.equal(await isNow(place, change), false)
    for (const _ of [1, 2]) {
      await make(place, change)
      assert.ok(await isNow(place, change))
    }
    const undoing = inverseOf(change)
    if (undoing === undefined) return
    await make(place, undoing)
    assert.ok(await isNow(place, undoing))
    assert.equal(await isNow(place, change), false)
  })

  it(`given ${verb}, then what takes is undone by what gives, and the capability is said`, async () => {
    const place = await newPlace()
    const change = await CHANGES[verb](place)
    const undoing = inverseOf(change)
    if (sortOf(verb) === 'taking' && undoing !== undefined) assert.equal(sortOf(undoing.verb), 'giving')
    assert.notEqual(place.provider.capabilities[verb], undefined)
  })
}

function secretContract(newPlace: NewPlace): void {
  it('given a pass or a link, then it is told once, and nothing that can be read or printed has it', async () => {
    const place = await newPlace()
    for (const issue of [PASS, ENROLMENT]) {
      const issued = await place.provider.issue(issue, asking())
      const shown = `${JSON.stringify(issued)} ${issued.secret} ${JSON.stringify(await stateOf(place))}`
      const secret = issued.secret.take()
      assert.ok(secret.length >= 13)
      assert.ok(!shown.includes(secret))
      assert.throws(() => issued.secret.take(), /handed over before/)
    }
  })

  it('given a pass, then the state has its id and end, and a second one takes its place', async () => {
    const place = await newPlace()
    const first = await place.provider.issue(PASS, asking('one'))
    assert.deepEqual((await stateOf(place)).passes, [{ id: first.id, until: NOW + HOUR_MS }])
    const second = await place.provider.issue(PASS, asking('two'))
    assert.deepEqual(
      (await stateOf(place)).passes.map(({ id }) => id),
      [second.id],
    )
  })
}

function lastAuthenticatorContract(newPlace: NewPlace): void {
  it('given the last authenticator, then it stays unless the account is suspended or nobody knows its password', async () => {
    const place = await newPlace()
    const { provider } = place
    const remove = async (authenticator: string, kept: Extract<Alteration, { kept: unknown }>['kept']) =>
      await provider.change({ verb: 'remove-authenticator', account: ACCOUNT, authenticator, kept }, asking())
    const isRefused = { code: 'ERR_PROVIDER_LAST_AUTHENTICATOR', effect: 'none' }
    const [first = '', second = '', ...others] = (await stateOf(place)).authenticators.map(({ id }) => id)
    await assert.rejects(remove(first, { by: 'another', authenticator: first }), isRefused)
    await assert.rejects(remove(first, { by: 'another', authenticator: 'of-somebody-else' }), isRefused)
    await remove(first, { by: 'another', authenticator: second })
    // What stands alone no more: mails, codes on a sheet.
    for (const other of others) {
      await assert.rejects(remove(second, { by: 'another', authenticator: other }), isRefused)
    }
    await assert.rejects(remove(second, { by: 'suspension' }), isRefused)
    await assert.rejects(remove(second, { by: 'unknown-password', changed: NOW - HOUR_MS }), isRefused)
    await provider.change({ verb: 'reset-password', account: ACCOUNT }, asking())
    const { passwordChanged } = await stateOf(place)
    await remove(second, { by: 'unknown-password', changed: passwordChanged as number })
    assert.ok((await stateOf(place)).authenticators.every(({ id }) => id !== second))
  })

  it('given a suspended account, then even the last one goes', async () => {
    const place = await newPlace()
    await make(place, SUSPEND)
    for (const { id: authenticator } of (await stateOf(place)).authenticators) {
      await make(place, { verb: 'remove-authenticator', account: ACCOUNT, authenticator, kept: { by: 'suspension' } })
    }
    assert.deepEqual((await stateOf(place)).authenticators, [])
  })
}

const FAULTS: readonly (readonly [Fault & string, ProviderErrorCode, 'none' | 'unknown', boolean])[] = [
  ['down', 'ERR_PROVIDER_DOWN', 'none', false],
  ['throttled', 'ERR_PROVIDER_THROTTLED', 'none', false],
  ['refused', 'ERR_PROVIDER_REFUSED', 'none', false],
  ['broken', 'ERR_PROVIDER_DOWN', 'unknown', false],
  ['silent-before', 'ERR_PROVIDER_DOWN', 'unknown', false],
  ['silent-after', 'ERR_PROVIDER_DOWN', 'unknown', true],
]

function faultContract(newPlace: NewPlace): void {
  for (const change of [SUSPEND, PASS]) {
    it(`given faults of ${change.verb}, then they say whether it may have been done, and the reading shows it`, async () => {
      for (const [fault, code, effect, made] of FAULTS) {
        const place = await newPlace()
        place.failNext(fault)
        await assert.rejects(make(place, change), { code, effect })
        assert.equal(await isNow(place, change), made, fault)
      }
    })
  }

  it('given a limit, then the error says when to ask again', async () => {
    const place = await newPlace()
    place.failNext('throttled')
    await assert.rejects(
      make(place, SUSPEND),
      (error) => error instanceof ProviderError && error.retryAfterMs !== undefined && error.retryAfterMs >= 1000,
    )
  })

  it('given reads that lag, then they show the old state for a while', async () => {
    const place = await newPlace()
    const seen = [await isNow(place, SUSPEND)]
    place.failNext({ lag: 2 })
    await make(place, SUSPEND)
    for (const _ of [1, 2, 3]) seen.push(await isNow(place, SUSPEND))
    assert.deepEqual(seen, [false, false, false, true])
  })
}

/** Of those who can be listed alone; within a `describe`. */
export function peopleContract(newPlace: NewPlace): void {
  it('given people in pages, one of them a half, then everybody is read once', async () => {
    const place = await newPlace()
    place.add(450)
    const read: string[] = []
    let pages = 0
    for (let after: string | undefined, more = true; more; pages++) {
      if (pages === 1) place.failNext('half-page')
      const { people, next } = await place.provider.listPeople(after, asking().signal)
      read.push(...people.map(({ account }) => account))
      after = next ?? undefined
      more = next !== null
    }
    assert.deepEqual([read.length, new Set(read).size], [451, 451])
    assert.ok(pages > 2)
  })

  it('given a person, then authenticators and sessions are told, and of nobody nothing', async () => {
    const { provider } = await newPlace()
    const holdings = await provider.holdingsOf(ACCOUNT, asking().signal)
    assert.ok((holdings?.authenticators.length ?? 0) >= 2)
    assert.equal(holdings?.sessions.length, 1)
    assert.equal(await provider.holdingsOf('nobody', asking().signal), undefined)
  })

  it('given a pass, then nothing is in its way; without one, or switched off, that is said', async () => {
    const place = await newPlace()
    const codes = async (account = ACCOUNT) =>
      (await place.provider.inTheWayOfPass({ account }, asking().signal)).map(({ code }) => code)
    assert.deepEqual(await codes(), ['no-pass'])
    await make(place, PASS)
    assert.deepEqual(await codes(), [])
    await make(place, SUSPEND)
    assert.deepEqual(await codes(), ['account-disabled'])
    assert.deepEqual(await codes('nobody'), ['no-account'])
  })

  it('given an account that the provider does not know, then it is read as gone and a change is refused', async () => {
    const { provider } = await newPlace()
    const state = await provider.read({ kind: 'account', account: 'nobody' }, asking().signal)
    assert.equal(state.kind === 'account' && state.exists, false)
    await assert.rejects(provider.change({ verb: 'suspend', account: 'nobody' }, asking()), {
      code: 'ERR_PROVIDER_REFUSED',
    })
  })
}

function logContract(newPlace: NewPlace): void {
  it('given a log in pages, one of them a half, then every row is read once and in order', async () => {
    const place = await newPlace()
    const marks = Array.from({ length: 450 }, (_, row) => `row-${row}`)
    for (const mark of marks) place.write('audit', mark)
    const rows: string[] = []
    let cursor = 'start'
    for (let more = true; more; ) {
      if (rows.length > 0) place.failNext('half-page')
      const page = await place.provider.readLog('audit', cursor, asking().signal)
      rows.push(...page.rows.map((row) => JSON.stringify(row)))
      ;({ cursor, more } = page)
    }
    assert.deepEqual(
      rows.map((row) => /row-\d+/.exec(row)?.[0]),
      marks,
    )
    place.write('audit', 'row-later')
    const later = await place.provider.readLog('audit', cursor, asking().signal)
    assert.match(JSON.stringify(later.rows), /row-later/)
  })

  it('given a cursor whose place is gone, then that is said, and nothing is skipped in silence', async () => {
    const place = await newPlace()
    place.write('audit', 'row-0')
    await assert.rejects(place.provider.readLog('audit', '999999', asking().signal), {
      code: 'ERR_PROVIDER_CURSOR_STALE',
    })
  })
}
