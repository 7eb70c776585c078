/**
 * People over HTTP, from a file in one administrator's browser to what every screen of the directory is answered: two people
 * approve, each with a passkey, and who comes from another organisation finds nobody.
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { embedded } from './engines.ts'
import { type Installation, startInstallation } from './installation.ts'
import type { Browser, Human } from './staff-office.ts'

type Options = Parameters<Human['keys'][0]['assert']>[0]
type Json = Record<string, unknown>

const FILE = `provider,tenant,account_id,user_name,employee_number,email,mobile,manager,groups
entra,t1,a-1,ana@example.com,7,ana@example.com,+49170111111,9,Admins;Staff
entra,t1,b-1,boss@example.com,9,boss@example.com,,,
okta,n1,00uana,ana,7,,,,`

it('given a file that two people approve, then screens are answered, each thing with its age and who did it', async () => {
  await installed(async (there) => {
    const { home } = there
    const [ada, bo] = [await there.browser(there.ada), await there.browser(there.bo)]
    const base = `/organisations/${home}/directory`
    const { import: id } = await json(await ada.post(`${base}/imports`))
    const taken = await there.call(`${base}/imports/${id}/parts/1`, {
      method: 'POST',
      headers: { ...(await cookieOf(there, there.ada)), 'content-type': 'text/csv' },
      body: FILE,
    })
    assert.equal((await json(taken)).lines, 3)
    const preview = await json(await ada.get(`${base}/imports/${id}`))
    assert.deepEqual(preview.outcomes, { new: 2, known: 0, linked: 1, recreated: 0, doubt: 0 })

    await decided(there, ada, bo, { kind: 'directory-imported', data: { import: id } })
    const [listed] = (await json(await ada.get(`${base}/imports`))) as unknown as readonly Json[]
    assert.deepEqual([listed?.contacts, listed?.asked], [3, false])

    const [found] = (await json(await bo.get(`${base}/people?q=ana`))) as unknown as readonly Json[]
    const person = `${base}/people/${found?.person}`
    const shown = await json(await bo.get(person))
    assert.equal((shown.accounts as readonly Json[]).length, 2)
    assert.deepEqual((shown.accounts as readonly Json[]).find((one) => one.provider === 'entra')?.groups, [
      'Admins',
      'Staff',
    ])
    const contacts = (await json(await bo.get(`${person}/contacts`))) as unknown as readonly Json[]
    assert.deepEqual(
      contacts.map(({ kind, masked, counts }) => [kind, masked, counts]),
      [
        ['mail', 'a…@e….com', true],
        ['manager', null, true],
        ['mobile', '+49 … 11', true],
      ],
    )
    assert.deepEqual(await json(await bo.get(`${person}/authenticators`)), [])
    assert.deepEqual(await json(await bo.get(`${base}/doubts`)), [])

    await decided(there, ada, undefined, {
      kind: 'person-frozen',
      data: { person: found?.person, reason: 'A caller was not her.' },
    })
    await decided(there, ada, undefined, {
      kind: 'tier-rules-set',
      data: { rules: [{ kind: 'group', name: 'Admins', tier: 'privileged' }] },
    })
    const after = await json(await bo.get(person))
    assert.deepEqual([after.tier, (after.freeze as Json).because], ['privileged', 'staff'])
    const history = (await json(await bo.get(`${person}/history`))) as unknown as readonly Json[]
    assert.deepEqual(
      history.map(({ type, by }) => [type, (by as readonly Json[]).length]),
      [
        ['tier-raised', 1],
        ['person-frozen', 1],
        ['directory-imported', 2],
      ],
    )

    const hours = { days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 }
    const approvers = [{ member: there.ada.id, deputy: there.bo.id, hours }]
    await decided(there, ada, bo, { kind: 'approvers-named', data: { approvers } })
    const named = await json(await bo.get(`${base}/approvers`))
    assert.deepEqual(named.askedNow, [there.ada.id])

    const eve = await there.browser(there.eve)
    assert.equal((await eve.get(person)).status, 404)
    assert.deepEqual(await json(await eve.get(`/organisations/${there.other}/directory/people?q=ana`)), [])
    assert.equal((await eve.get(person.replace(home, there.other))).status, 404)
  })
})

it('given no provider that can list its people, then a listing says so, and takes nothing', async () => {
  await installed(async (there) => {
    const ada = await there.browser(there.ada)
    const base = `/organisations/${there.home}/directory/imports`
    const { import: id } = await json(await ada.post(base))
    const answer = await ada.post(`${base}/${id}/listing`, { provider: 'entra', tenant: 't1' })
    assert.deepEqual([answer.status, ((await answer.json()) as Json).code], [409, 'ERR_IMPORT_LISTING'])
  })
})

async function installed(work: (there: Installation) => Promise<void>): Promise<void> {
  const there = await startInstallation(await embedded.newPlace())
  try {
    await work(there)
  } finally {
    await there.stop()
  }
}

async function json(answer: Response): Promise<Json> {
  const body = (await answer.json()) as Json
  assert.ok(answer.ok, JSON.stringify(body))
  return body
}

async function cookieOf(there: Installation, human: Human): Promise<Record<string, string>> {
  const { port } = new URL(there.origins.console)
  return { cookie: `postern-console-${port}=${await there.token(human)}`, 'sec-fetch-site': 'same-origin' }
}

/** Proposes a change and, where there is a second person, agrees to it; it is applied then. */
async function decided(there: Installation, ada: Browser, bo: Browser | undefined, wanted: object): Promise<void> {
  const changes = `/organisations/${there.home}/changes`
  const proposed = await asserted(ada, there.ada, changes, `${changes}/begin`, wanted)
  if (bo === undefined) {
    assert.deepEqual(proposed, { applied: true })
    return
  }
  const confirm = `${changes}/${proposed.change}/confirm`
  assert.deepEqual(await asserted(bo, there.bo, confirm, `${confirm}/begin`), { applied: true })
}

/** Begins something, and sends it with the passkey's word. */
async function asserted(browser: Browser, human: Human, path: string, begin: string, wanted?: object): Promise<Json> {
  const { options } = await json(await browser.post(begin, wanted))
  return await json(await browser.post(path, { ...wanted, assertion: human.keys[0].assert(options as Options) }))
}
