/** What people decide about people, from the console's routes to a ledger that a keeper signs: each kind of change, as it comes about. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { keyOfAccount } from '../src/directory/index.ts'
import { exportLedger, readEntry, storedEntries, verifyExport } from '../src/ledger/index.ts'
import { type SampleHouse, startHouse } from '../src/main/sample-house.ts'
import { type Deciders, decidersOf } from './deciders.ts'
import { embedded, temporaryFolder } from './engines.ts'
import { type Browser, NOON } from './staff-office.ts'

const CSV = `provider,tenant,account_id,user_name,tier,roles
okta,northwind,ana,ana@example.com,,
entra,northwind,ana-2,ana@corp.example,,
okta,northwind,ben,ben@example.com,privileged,
okta,northwind,eva,eva@example.com,,Super Administrator
`
const person = (id: string, provider: 'okta' | 'entra' = 'okta') => keyOfAccount({ provider, tenant: 'northwind', id })

let house: SampleHouse
let deciders: Deciders
let path: string
before(async () => {
  let time = NOON
  const clock = () => (time += 1)
  house = await startHouse({ place: await embedded.newPlace(), keys: join(temporaryFolder(), 'keys'), clock })
  path = `/organisations/${house.house.home.organisation}`
  deciders = await decidersOf(house, clock)
})
after(() => house.stop())

async function upload(to: string, { cookie }: Browser): Promise<Response> {
  const { port } = new URL(house.origins.console)
  const headers = { 'sec-fetch-site': 'same-origin', cookie: `postern-console-${port}=${cookie}` }
  return await house.call(to, { method: 'POST', headers: { ...headers, 'content-type': 'text/csv' }, body: CSV })
}

it('given each kind of change about people, then the keeper signs it and what it brings along, and the ledger holds', async () => {
  const { asAda, change } = deciders
  await change('tier-rules-set', { rules: [{ kind: 'role', name: 'Super Administrator', tier: 'sensitive' }] })
  const begun = await asAda.post(`${path}/directory/imports`)
  const { import: id } = (await begun.json()) as { readonly import: string }
  const taken = await upload(`${path}/directory/imports/${id}/parts/1`, asAda)
  assert.equal(taken.status, 200, await taken.text())
  await change('directory-imported', { import: id })
  await change('person-frozen', { person: person('ana-2', 'entra'), reason: 'The account was shared.' })
  await change('tier-raised', { person: person('ana-2', 'entra'), tier: 'sensitive' })
  // Whoever an account is linked to is frozen and raised with it.
  await change('account-linked', { account: person('ana-2', 'entra'), person: person('ana') })
  await change('account-parted', { account: person('ana-2', 'entra'), person: person('ana') })
  await change('person-unfrozen', { person: person('ana') })
  await change('tier-lowered', { person: person('ben'), tier: 'standard' })
  await change('trusted-contacts-set', { person: person('ana'), contacts: [person('ben'), person('eva')], needed: 2 })
  const [ada, bo] = [deciders.ada.id, deciders.bo.id]
  const hours = { days: [1, 2, 3, 4, 5], from: 480, to: 1080 }
  await change('approvers-named', { approvers: [{ member: ada, deputy: bo, hours }] })
  await change('emergency-account-registered', { account: person('eva') })
  await change('emergency-account-removed', { account: person('eva') })

  const stored = await storedEntries(house.house.home.ledger.db, 0, 10_000)
  const written = stored.map((bytes) => readEntry(bytes).entry).map(({ type, stream }) => `${type} ${stream}`)
  for (const expected of [
    `tier-raised person/${person('ben')}`,
    `tier-raised person/${person('eva')}`,
    `tier-raised person/${person('ana')}`,
    `person-frozen freeze/${person('ana')}`,
    `account-parted link/${person('ana-2', 'entra')}`,
    `tier-lowering-agreed person/${person('ben')}`,
    `trusted-contacts-set trusted/${person('ana')}`,
  ]) {
    assert.ok(written.includes(expected), expected)
  }
  const { ledger, keys } = house.house.home
  await ledger.seal()
  assert.equal(ledger.held(), undefined)
  assert.ok((await verifyExport(exportLedger(ledger.db), { key: keys.checkpoints[0].verifier.text })).holds)
})
