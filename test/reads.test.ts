/** What the console reads, and what staff do about incidents: from sign-ins to answers, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { session } from '../src/http/sample-server.ts'
import { sweep } from '../src/http/sweep.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { approval, entry, MINUTE_MS, NOON, refusal, wrongCode } from '../src/watch/sample-organisation.ts'
import { onEachEngine } from './engines.ts'
import { type ReadingConsole, STAFF, type StaffName, withConsole } from './reading-console.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of an API, looked into by their members.
type Json = any

onEachEngine('what the console reads', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  const refusals = [0, 1, 2, 3, 4].map((minute) => refusal(minute))

  /** One organisation, its path, and a read by Sam. */
  async function reading(
    work: (
      parts: ReadingConsole & { readonly of: string; get(path: string, as?: StaffName): Promise<Json> },
    ) => Promise<void>,
  ): Promise<void> {
    await withConsole(store, async (console) => {
      const of = `/organisations/${console.organisations[0].db.organisation}`
      await work({
        ...console,
        of,
        async get(path, as = 'sam') {
          const { status, body } = await console.as(as, 'GET', `${of}${path}`)
          assert.equal(status, 200, JSON.stringify(body))
          return body
        },
      })
    })
  }

  it('given nothing, then every page is empty and none fails', async () => {
    await reading(async ({ get }) => {
      const { attacks, lockouts, figures, sources, failures } = await get('/overview')
      assert.deepEqual([attacks, lockouts], [[], { open: 0, list: [] }])
      assert.deepEqual(figures, { lockedOutNow: 0, endedToday: 0, medianMinutesLocked: null, openIncidents: 0 })
      assert.deepEqual([failures.hours.length, failures.causes], [24, []])
      assert.deepEqual(sources[0].state, 'never')
      assert.deepEqual(await get('/incidents'), [])
      assert.deepEqual(await get('/people?q=ana'), [])
    })
  })

  it('given five refused prompts, then the overview has the attack, and says by which clock the source is late', async () => {
    await reading(async ({ get, organisations: [first] }) => {
      await first.deliver(...refusals)
      const { attacks, figures, sources } = await get('/overview')
      assert.equal(attacks[0].title, 'Unwanted prompts: ana@example.com')
      assert.equal(attacks[0].nature, 'attempt')
      assert.equal(figures.openIncidents, 1)
      const [okta] = sources
      assert.deepEqual(
        [okta.provider, okta.rows24h, okta.lastEvent, okta.state],
        ['okta', 5, '2026-02-23T12:04:00.000Z', 'live'],
      )
      // The newest event lies six minutes before its delivery, by the clock of the test.
      assert.equal(okta.delaySeconds.vendor, 360)
      assert.equal(okta.delaySeconds.ours, 0)
    })
  })

  it('given lockouts, one open and one ended, then they are counted, listed by state, and timed', async () => {
    await reading(async ({ get, organisations: [first], clock }) => {
      clock.now = NOON + 40 * MINUTE_MS
      await first.deliver(wrongCode(0), wrongCode(1), wrongCode(2))
      const { figures, lockouts, failures } = await get('/overview')
      assert.deepEqual([figures.lockedOutNow, lockouts.open, lockouts.list[0].cause], [1, 1, 'wrong-code'])
      assert.match(lockouts.list[0].people[0].id, /^[0-9a-f]{32}$/)
      assert.deepEqual([failures.causes[0].cause, failures.causes[0].counts.at(-1)], ['wrong-code', 1])
      assert.equal((await get('/lockouts?state=open')).length, 1)
      await first.deliver(entry(20))
      const then = (await get('/overview')).figures
      assert.deepEqual([then.lockedOutNow, then.endedToday, then.medianMinutesLocked], [0, 1, 20])
      assert.deepEqual(
        [(await get('/lockouts?state=open')).length, (await get('/lockouts?state=ended')).length],
        [0, 1],
      )
    })
  })

  it('given people, then they are found by the beginning, the middle and the id, and the page has it all', async () => {
    await reading(async ({ get, organisations: [first], as, of }) => {
      await first.deliver(...refusals, approval(6), entry(6))
      for (const q of ['ana', 'ANA@', 'example', '00uana']) {
        const found = await get(`/people?q=${encodeURIComponent(q)}`)
        assert.deepEqual(
          found.map(({ label }: Json) => label),
          ['ana@example.com'],
          q,
        )
      }
      for (const q of ['%', '_na', 'zoe']) assert.deepEqual(await get(`/people?q=${encodeURIComponent(q)}`), [], q)
      const [{ id }] = await get('/people?q=ana')
      const page = await get(`/people/${id}`)
      assert.equal(page.label, 'ana@example.com')
      assert.equal(page.signIns.length, 7)
      assert.deepEqual([page.signIns[0].address, page.signIns[0].result], ['203.0.113.9', 'success'])
      assert.ok(page.findings.some(({ verdict }: Json) => verdict.detection === 'fatigue-approved'))
      // What the attacker used is not shown as hers.
      assert.deepEqual(page.usual.networks, [])
      assert.equal((await as('sam', 'GET', `${of}/people/${'0'.repeat(32)}`)).status, 404)
    })
  })

  it('given a row that has only the name, then it is the account’s that has that name', async () => {
    await reading(async ({ get, organisations: [first] }) => {
      const nameless = { ...refusal(9), actor: { type: 'User', alternateId: 'ana@example.com' } }
      await first.deliver(nameless)
      await first.deliver(refusal(10))
      const found = await get('/people?q=ana')
      assert.deepEqual(
        found.map(({ account }: Json) => account),
        ['00uana'],
      )
      assert.equal((await get(`/people/${found[0].id}`)).signIns.length, 2)
    })
  })

  it('given two accounts of one person, then either shows what was done with both, and a name alone is nobody’s account', async () => {
    await reading(async ({ get, organisations: [first] }) => {
      const other = { ...refusal(20), actor: { id: '00uadmin', type: 'User', alternateId: 'ana.admin@example.com' } }
      const typed = { ...refusal(30), actor: { type: 'User', alternateId: 'typed@example.com' } }
      await first.deliver(...refusals, other, typed)
      const [[own], [admin], [name]] = [
        await get('/people?q=ana@'),
        await get('/people?q=ana.a'),
        await get('/people?q=typed'),
      ]
      assert.deepEqual((await get(`/people/${admin.id}`)).accounts.length, 1)
      const noted = { provider: 'okta', tenant: 'northwind', person: own.id, noted: 0 }
      await first.db.transaction((tx) =>
        tx
          .insertInto('directory_accounts')
          .values(
            [own, admin].map(({ id, account, label }) => ({
              ...noted,
              account: Buffer.from(id, 'hex'),
              ...{ id: account, label, search: label },
            })),
          )
          .execute(),
      )
      for (const { id } of [own, admin]) {
        const page = await get(`/people/${id}`)
        assert.deepEqual([page.id, page.person, page.accounts.length], [own.id, own.id, 2])
        assert.equal(page.signIns.length, refusals.length + 1)
      }
      assert.equal((await get(`/people/${name.id}`)).person, null)
    })
  })

  it('given names that no database takes, then the watch goes on, and they are found', async () => {
    await reading(async ({ get, organisations: [first] }) => {
      const hostile = ['\0', '\ud800', '\u{1f600}smith', `${'x'.repeat(399)}\u{1f600}`, 'x'.repeat(5000), '%_\\'].map(
        (name, n) =>
          [0, 1, 2, 3, 4].map((minute) => ({
            ...refusal(minute, `hostile-${n}-${minute}`),
            actor: { id: `00u${n}${name}`, type: 'User', alternateId: `${name}@example.com` },
          })),
      )
      await first.deliver(...hostile.flat(), ...refusals)
      // NUL, half a pair, and a pair that was cut in two all became U+FFFD.
      assert.equal((await get(`/people?q=${encodeURIComponent('\u{fffd}')}`)).length, 3)
      assert.equal((await get('/people?q=smith')).length, 1)
      assert.equal((await get(`/people?q=${encodeURIComponent('%_\\')}`)).length, 1)
      const [ana] = await get('/people?q=ana@')
      assert.ok((await get(`/people/${ana.id}`)).findings.length > 0)
    })
  })

  it('given an incident, then it is told whole: evidence, what was done by whom, and what is safe to say', async () => {
    await reading(async ({ get, organisations: [first], as, of }) => {
      await first.deliver(...refusals)
      const [card] = await get('/incidents')
      assert.deepEqual([card.owner, card.closed, card.proposal], [null, null, null])
      const assigned = await as('sam', 'POST', `${of}/incidents/${card.id}/assign`, { to: 'riya' })
      assert.deepEqual((assigned.body as Json).owner, { id: 'riya', name: 'Name of riya' })
      const whole = await get(`/incidents/${card.id}`)
      assert.ok(whole.timeline.filter(({ kind }: Json) => kind === 'evidence').length >= 5)
      assert.deepEqual(
        whole.done.map(({ what }: Json) => what),
        ['An incident was opened: unwanted prompts, high.', 'Name of sam gave it to Name of riya.'],
      )
      assert.equal(whole.findings[0].detection, 'mfa-fatigue')
      assert.match(whole.next, /Do not reset MFA/)
      assert.doesNotMatch(whole.say, /attack|suspic|refus|prompt|reset|203\.0\.113/i)
      assert.equal((await as('sam', 'POST', `${of}/incidents/${card.id}/assign`, { to: 'nobody' })).status, 409)
      assert.equal((await as('sam', 'GET', `${of}/incidents/none`)).status, 404)
    })
  })

  it('given somebody who may be inside, then one proposes to close it and another agrees; nobody about themselves', async () => {
    await reading(async ({ get, organisations: [first], decides, told }) => {
      await first.deliver(...refusals, approval(6), entry(6))
      const [{ id, nature }] = await get('/incidents')
      assert.equal(nature, 'inside')
      const act = async (who: StaffName, what: string, words: object = {}) => {
        const answer = await decides(who, id, what, words)
        return [answer.status, (answer.body as Json).code]
      }
      const closing = { verdict: 'benign', reason: 'I rang the person on the known number.' }
      // The facts name Ana by a token; her e-mail as staff leads to the same one, whatever its letter case.
      assert.deepEqual(await act('ana', 'close', closing), [409, 'ERR_INCIDENT_ABOUT_YOU'])
      assert.deepEqual(await act('agent', 'close', closing), [403, 'ERR_FORBIDDEN'])
      assert.deepEqual(await act('sam', 'close', closing), [200, undefined])
      assert.deepEqual(await act('ana', 'agree'), [409, 'ERR_INCIDENT_ABOUT_YOU'])
      assert.deepEqual(await act('sam', 'agree'), [409, 'ERR_INCIDENT_SECOND_PERSON'])
      assert.equal((await get(`/incidents/${id}`)).proposal.by.name, 'Name of sam')
      assert.deepEqual(await act('riya', 'agree'), [200, undefined])
      assert.deepEqual(await get('/incidents'), [])
      assert.equal((await get('/incidents?state=closed')).length, 1)
      assert.deepEqual(await act('sam', 'close', closing), [409, 'ERR_INCIDENT_CLOSED'])
      assert.deepEqual(await act('agent', 'reopen'), [200, undefined])
      assert.equal((await get('/incidents'))[0].closed, null)
      assert.ok(told.some(({ event, data }) => event === 'incidents' && JSON.stringify(data).includes(id)))
    })
  })

  it('given a decision, then its entry carries the word over it; on what nobody has looked at nothing is decided', async () => {
    await reading(async ({ get, organisations: [first], as, of, decides }) => {
      await first.deliver(...refusals, approval(6), entry(6))
      const [{ id, evidence }] = await get('/incidents')
      const said = { verdict: 'benign', reason: 'I rang the person on the known number.', evidence }
      const path = `${of}/incidents/${id}`
      assert.equal((await as('sam', 'POST', `${path}/close`, said)).status, 400)
      assert.equal((await decides('sam', id, 'close', said)).status, 200)
      assert.equal((await decides('riya', id, 'agree')).status, 200)
      const entries = (await get('/ledger?limit=20', 'audit')).entries as Json[]
      const [closed, proposed] = ['incident-closed', 'closing-proposed'].map((type) =>
        entries.find((one) => one.type === type),
      )
      assert.deepEqual([proposed.data.evidence, closed.data.evidence], [evidence, evidence])

      assert.equal((await decides('riya', id, 'reopen')).status, 200)
      await first.deliver(refusal(7), refusal(8))
      const seen = await decides('sam', id, 'close', said)
      assert.deepEqual([seen.status, (seen.body as Json).code], [409, 'ERR_INCIDENT_CHANGED'])
      const [{ evidence: since }] = await get('/incidents')
      assert.notEqual(since, evidence)
    })
  })

  it('given a search, then it looks in the organisations that one may see, and in no other', async () => {
    await reading(async ({ organisations, as }) => {
      const [first, second, third] = organisations
      await first.deliver(...refusals)
      await second.deliver(wrongCode(0), wrongCode(1), wrongCode(2))
      await third.deliver(...refusals)
      const hitsOf = async (member: StaffName) => {
        const hits = (await as(member, 'GET', '/search?q=ana')).body as Json
        return hits.map(({ kind, organisation }: Json) => [kind, organisation])
      }
      const inFirst = [
        ['incident', first.db.organisation],
        ['person', first.db.organisation],
      ]
      const inSecond = [
        ['lockout', second.db.organisation],
        ['person', second.db.organisation],
      ]
      assert.deepEqual(await hitsOf('sam'), inFirst)
      assert.deepEqual(await hitsOf('riya'), [...inFirst, ...inSecond])
      const ofSam = (await as('sam', 'GET', '/search?q=ana')).body as Json
      const incident = ofSam[0].id as string
      const byId = (await as('sam', 'GET', `/search?q=${incident.slice(0, 8)}`)).body as Json
      assert.deepEqual(
        byId.map(({ id }: Json) => id),
        [incident],
      )
    })
  })

  it('given a ledger, then its entries are read in sentences, checked, and taken away with the key', async () => {
    await reading(async ({ get, organisations: [first], as, of }) => {
      assert.equal((await as('audit', 'POST', `${of}/ledger/verify`, undefined)).status, 409)
      await first.deliver(...refusals)
      await first.seal()
      const page = await get('/ledger?limit=2', 'audit')
      assert.deepEqual([page.size, page.checkpoint.size, page.entries.length], [4, 4, 2])
      assert.deepEqual(
        page.entries.map(({ seq }: Json) => seq),
        [3, 2],
      )
      assert.equal(page.entries[0].summary, 'An incident was opened: unwanted prompts, high.')
      const rest = await get(`/ledger?before=2`, 'audit')
      assert.deepEqual(
        rest.entries.map(({ type }: Json) => type),
        ['source-added', 'ledger-opened'],
      )
      const verified = (await as('audit', 'POST', `${of}/ledger/verify`)).body as Json
      assert.deepEqual([verified.holds, verified.entries], [true, 4], verified.text)
      const { verifierKey } = await get('/ledger/key', 'audit')
      const exported = (await as('audit', 'GET', `${of}/ledger/export`)).body as string
      assert.equal(exported.trimEnd().split('\n').length, 6)
      assert.ok(verifierKey.startsWith('postern.example/'))
    })
  })

  it('given staff of another organisation, then nothing there exists for them, whatever they ask', async () => {
    await reading(async ({ organisations, as, server }) => {
      const theirs = organisations[1].db.organisation
      const scoped = server
        .routes()
        .filter(({ path, access }) => path.includes(':organisation') && access.some(({ who }) => who === 'staff'))
      assert.equal(scoped.length, 26)
      for (const { method, path } of scoped) {
        const asked = path.replace(':organisation', theirs).replace(':person', '0'.repeat(32)).replaceAll(/:\w+/g, 'x')
        const { status } = await as('sam', method as 'GET' | 'POST', asked, method === 'POST' ? {} : undefined)
        assert.equal(status, 404, `${method} ${path}`)
      }
    })
  })

  it('given every route and every member of staff, then whoever must not is refused as it has to be', async () => {
    await reading(async ({ server, at, call, callerOf }) => {
      const routes = server.routes()
      const isOpen = ({ access }: (typeof routes)[number]) => access.some(({ who }) => who === 'anyone')
      const wrong = await sweep({
        routes,
        open: routes.filter(isOpen).map(({ method, path }) => `${method} ${path}`),
        credentials: (Object.keys(STAFF) as StaffName[]).map((name) => ({
          name,
          caller: callerOf(name),
          headers: (on) => session(at[on], on, name),
        })),
        forged: (on) => [session(at[on], on, 'forged')],
        call: (on, method, path, headers) => call(path, { on, method, headers }),
      })
      assert.deepEqual(wrong, [])
    })
  })
})
