/**
 * Two organisations in one installation, over HTTP: nothing of one is visible to the other's staff, or changed by them, whichever
 * ids they know (DESIGN §3 rule 25); and a change that weakens is told in the organisation whose settings it is (rule 24).
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { exportLedger, lastOfStream, verifyExport } from '../src/ledger/index.ts'
import { decidingOf } from '../src/staff/index.ts'
import { lines, NOON, refusal } from '../src/watch/sample-organisation.ts'
import { onEachEngine } from './engines.ts'
import { eventually } from './eventually.ts'
import { type Installation, startInstallation } from './installation.ts'
import { type Browser, codeOf, does, type Human } from './staff-office.ts'

type Options = Parameters<Human['keys'][0]['assert']>[0]

onEachEngine('two organisations', (engine) => {
  async function installed(work: (there: Installation) => Promise<void>): Promise<void> {
    const there = await startInstallation(await engine.newPlace())
    try {
      await work(there)
    } finally {
      await there.stop()
    }
  }

  it('given an attack at home, when the other’s staff ask for all of it by its ids, then there is no such thing', async () => {
    await installed(async (there) => {
      const { home, other } = there
      await delivers(there, await there.sourceIn(home, 'okta'))
      const [ada, eve] = [await there.browser(there.ada), await there.browser(there.eve)]
      await eventually('a finding', async () => (await list(ada, `/organisations/${home}/findings`))[0])
      const incident = await eventually(
        'an incident',
        async () => (await list(ada, `/organisations/${home}/incidents`))[0],
      )
      // Whom rows name is written down after what was concluded.
      const person = await eventually('ana', async () => (await list(ada, `/organisations/${home}/people?q=ana`))[0])

      for (const path of [
        'findings',
        'incidents?state=all',
        'lockouts',
        'sources',
        'quarantine',
        'responses',
        'people?q=ana',
      ])
        assert.deepEqual(await list(eve, `/organisations/${other}/${path}`), [], path)
      assert.deepEqual(await list(eve, '/search?q=ana'), [])
      assert.deepEqual(await list(eve, `/search?q=${incident.id}`), [])
      for (const path of [`incidents/${incident.id}`, `people/${person.id}`])
        assert.equal((await eve.get(`/organisations/${other}/${path}`)).status, 404, path)
      const close = { verdict: 'benign', reason: 'x', evidence: 'x' }
      assert.equal((await eve.post(`/organisations/${other}/incidents/${incident.id}/close/begin`, close)).status, 404)
      for (const path of ['findings', 'ledger', 'ledger/export', 'events', `incidents/${incident.id}`, 'overview'])
        assert.equal(await codeOf(await eve.get(`/organisations/${home}/${path}`)), '404 ERR_NOT_FOUND', path)
    })
  })

  it('given an incident, when it is closed, then the passkey’s word over it stands in the entry, and fits nothing else', async () => {
    await installed(async (there) => {
      const { home, ada } = there
      await delivers(there, await there.sourceIn(home, 'okta'))
      const browser = await there.browser(ada)
      const found = await eventually(
        'an incident',
        async () => (await list(browser, `/organisations/${home}/incidents`))[0],
      )
      const incident = found as { readonly id: string; readonly evidence: string }
      const path = `/organisations/${home}/incidents/${incident.id}/close`
      const said = { verdict: 'false-positive', reason: 'I rang Ana on the known number.', evidence: incident.evidence }
      const options = (await (await browser.post(`${path}/begin`, said)).json()) as Options
      const assertion = ada.keys[0].assert(options)
      const other = { ...said, verdict: 'benign', assertion }
      assert.equal(await codeOf(await browser.post(path, other)), '409 ERR_STAFF_CHALLENGE')
      const again = (await (await browser.post(`${path}/begin`, said)).json()) as Options
      assert.equal((await browser.post(path, { ...said, assertion: ada.keys[0].assert(again) })).status, 200)

      const { db } = there.house.home.ledger
      const entries = await db.transaction((tx) => lastOfStream(tx, `incident/${incident.id}`, 50))
      const { data, decisions: [decision] = [], time } = entries.find(({ type }) => type === 'incident-closed')!
      const { evidence, ...about } = data as { readonly evidence: string }
      const intent = {
        organisation: home,
        action: 'incident/close',
        about: { incident: incident.id, ...about },
        evidence,
      }
      const { holds } = decidingOf(there.staff)
      assert.ok(await holds(decision!, intent, Date.parse(time)))
      const forged = { ...intent, about: { ...intent.about, verdict: 'benign' } }
      assert.ok(!(await holds(decision!, forged, Date.parse(time))))
      assert.ok(!(await holds(decision!, { ...intent, evidence: 'other' }, Date.parse(time))))
    })
  })

  it('given the staff of both, then the other’s see their own colleagues, and remove or stop nobody at home', async () => {
    await installed(async (there) => {
      const { staff, ada, bo, eve, mel, nora, home } = there
      const seen = async (human: Human) => {
        const { members } = (await (await (await there.browser(human)).get('/staff')).json()) as {
          readonly members: readonly { readonly id: string }[]
        }
        return members.map(({ id }) => id).toSorted()
      }
      assert.deepEqual(await seen(eve), [eve.id, mel.id].toSorted())
      assert.deepEqual(await seen(nora), [nora.id])
      assert.equal((await seen(ada)).length, 5)

      const refused = async (wanted: Parameters<typeof does>[2]) => {
        const done = await does(staff, eve, wanted, there.now())
        return 'refused' in done ? done.refused.code : 'done'
      }
      assert.equal(await refused({ type: 'remove', member: bo.id }), 'ERR_STAFF_SCOPE')
      const scope = { organisations: [home], groups: 'all', tierMax: 'standard' } as const
      const invited = { name: 'Cy', email: 'cy@northwind.example' }
      const proposed = await does(
        staff,
        ada,
        {
          type: 'propose',
          kind: 'invitation',
          proposal: 'p1',
          subject: 'cy',
          profile: invited,
          grants: [{ id: 'g1', role: 'agent', scope }],
        },
        there.now(),
      )
      assert.ok(!('refused' in proposed), JSON.stringify(proposed))
      const { proposals } = (await (await (await there.browser(eve)).get('/staff')).json()) as {
        readonly proposals: readonly unknown[]
      }
      assert.deepEqual(proposals, [])
      assert.equal(await refused({ type: 'stop', proposal: 'p1' }), 'ERR_STAFF_ROLE')
      const stopped = await does(staff, bo, { type: 'stop', proposal: 'p1' }, there.now())
      assert.ok(!('refused' in stopped))
    })
  })

  it('given a colleague without any role, then the other’s staff neither recover, remove nor stop anything of theirs', async () => {
    await installed(async (there) => {
      const { staff, ada, bo, eve, nora } = there
      const codeFor = async (human: Human, wanted: Parameters<typeof does>[2]) => {
        const done = await does(staff, human, wanted, there.now())
        return 'refused' in done ? done.refused.code : 'done'
      }
      const recovery = (proposal: string) =>
        ({ type: 'propose', kind: 'recovery', proposal, subject: nora.id, grants: [] }) as const
      assert.equal(await codeFor(eve, recovery('r1')), 'ERR_STAFF_SCOPE')
      assert.equal(await codeFor(eve, { type: 'remove', member: nora.id }), 'ERR_STAFF_SCOPE')
      assert.equal(await codeFor(ada, recovery('r2')), 'done')
      assert.equal(await codeFor(eve, { type: 'stop', proposal: 'r2' }), 'ERR_STAFF_ROLE')
      assert.equal(await codeFor(eve, { type: 'confirm', proposal: 'r2' }), 'ERR_STAFF_SCOPE')
      assert.equal(await codeFor(bo, { type: 'confirm', proposal: 'r2' }), 'done')
    })
  })

  it('given a playbook set in the other organisation, then it is theirs, told to their administrators, and both ledgers hold', async () => {
    await installed(async (there) => {
      const { home, other, eve, mel } = there
      const [asEve, asMel] = [await there.browser(eve), await there.browser(mel)]
      const playbooks = `/organisations/${other}/playbooks`
      const [first] = await list(asEve, playbooks)
      const before = (await list(await there.browser(there.ada), `/organisations/${home}/playbooks`)).length
      const wanted = { kind: 'playbook-removed', data: { id: first!.id } }
      const changes = `/organisations/${other}/changes`
      const waits = await asserted(asEve, eve, changes, `${changes}/begin`, wanted)
      assert.equal(waits.status, 202)
      const { change } = (await waits.json()) as { readonly change: string }

      const { store } = there.house
      const owed = await store.in(other).transaction((tx) => tx.selectFrom('notice_deliveries').selectAll().execute())
      const told = owed.filter(({ subject }) => subject === `change:${change}`).map(({ channel }) => channel)
      assert.deepEqual(told.toSorted(), [`person/${eve.id}`, `person/${mel.id}`])

      const atHome = `/organisations/${home}/changes/${change}/confirm/begin`
      assert.equal((await asMel.post(atHome)).status, 404)
      const ada = await there.browser(there.ada)
      assert.equal(await codeOf(await ada.post(atHome)), '404 ERR_CHANGE_UNKNOWN')
      const confirm = `${changes}/${change}/confirm`
      assert.equal((await asserted(asMel, mel, confirm, `${confirm}/begin`, {})).status, 200)
      assert.ok(!(await list(asEve, playbooks)).some(({ id }) => id === first!.id))
      assert.equal((await list(ada, `/organisations/${home}/playbooks`)).length, before)

      for (const { ledger, keys } of there.house.tenants) {
        await ledger.seal()
        assert.equal(ledger.held(), undefined)
        await ledger.lookThrough()
        assert.equal(ledger.held(), undefined)
        const { holds } = await verifyExport(exportLedger(ledger.db), { key: keys.checkpoints[0].verifier.text })
        assert.ok(holds)
      }
    })
  })

  it('given a person who is removed between proposing and confirming, then their change is refused for good', async () => {
    await installed(async (there) => {
      const { other, eve, mel, staff } = there
      const [asEve, asMel] = [await there.browser(eve), await there.browser(mel)]
      const [first] = await list(asEve, `/organisations/${other}/playbooks`)
      const changes = `/organisations/${other}/changes`
      const wanted = { kind: 'playbook-removed', data: { id: first!.id } }
      const { change } = (await (await asserted(asEve, eve, changes, `${changes}/begin`, wanted)).json()) as {
        readonly change: string
      }
      // Her own agreement, with her second key in another session, is none.
      const confirm = `${changes}/${change}/confirm`
      assert.equal(
        await codeOf(await (await there.browser(eve)).post(`${confirm}/begin`)),
        '403 ERR_CHANGE_SECOND_PERSON',
      )
      assert.ok(!('refused' in (await does(staff, mel, { type: 'remove', member: eve.id }, there.now()))))
      assert.equal(await codeOf(await asserted(asMel, mel, confirm, `${confirm}/begin`, {})), '409 ERR_CHANGE_PROPOSER')
      assert.equal((await asEve.get('/me')).status, 401)
      assert.ok((await list(asMel, `/organisations/${other}/playbooks`)).some(({ id }) => id === first!.id))
    })
  })
})

async function delivers({ call }: Installation, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  const body = lines(...[0, 1, 2, 3, 4].map((minute) => refusal(minute)))
  assert.equal((await call('/ingest/okta', { method: 'POST', headers, body })).status, 202)
  assert.ok(NOON > 0)
}

async function list(browser: Browser, path: string): Promise<readonly { readonly id: string }[]> {
  const answer = await browser.get(path)
  assert.equal(answer.status, 200, path)
  return (await answer.json()) as readonly { readonly id: string }[]
}

/** Begins something, and sends it with the passkey's word. */
async function asserted(
  browser: Browser,
  human: Human,
  path: string,
  begin: string,
  wanted: object,
): Promise<Response> {
  const begun = await browser.post(begin, Object.keys(wanted).length === 0 ? undefined : wanted)
  assert.equal(begun.status, 200, begin)
  const { options } = (await begun.json()) as { readonly options: Options }
  return await browser.post(path, { ...wanted, assertion: human.keys[0].assert(options) })
}
