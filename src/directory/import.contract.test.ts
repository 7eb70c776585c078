/** From a CSV file to people, on both engines: who they are, how old what they have is, and what stays whatever is imported. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import type { Entry } from '../ledger/index.ts'
import type { Provider } from '../signin/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { counts, getsNotices } from './aged-value.ts'
import { contactsOf } from './contacts.ts'
import { tierOfMentioned } from './index.ts'
import { personTiers } from './people.ts'
import { previewImport } from './preview.ts'
import { readImport } from './read-import.ts'
import { directoryOf, HEADER, keyOf } from './sample-directory.ts'
import { discardImport, takePart } from './staging.ts'

const DAY_MS = 86_400_000
const ANA = 'entra,t1,a-1,ana@example.com,7,ana@example.com,+4930111111,+49170111111,9,privileged,'
const ANA_OKTA = 'okta,n1,00uana,ana,7,ana@example.com,,,,,'

interface Place {
  readonly provider: Provider
  readonly tenant: string
  readonly id: string
}

onEachEngine('imports', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newPlace() {
    const { room, tx, ...directory } = await directoryOf(store)
    return {
      ...directory,
      tx,
      room,
      preview: (id: string) => tx((tx) => previewImport(tx, room, id)),
      async person({ provider, tenant, id }: Place, now = NOON) {
        const key = keyOf(provider, tenant, id)
        const person = (await directory.personOf(key)) ?? key
        return await tx(async (tx) => {
          const found = await personTiers(tx, room, person, now)
          const accounts = found?.accounts.map((one) => one.key) ?? []
          return found && { ...found, values: await contactsOf(tx, room, accounts) }
        })
      },
      async entries() {
        const rows = await tx((tx) => tx.selectFrom('ledger_entries').select('bytes').orderBy('seq').execute())
        return rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Entry)
      },
    }
  }

  const ana = { provider: 'entra', tenant: 't1', id: 'a-1' } as const
  const anaOkta = { provider: 'okta', tenant: 'n1', id: '00uana' } as const

  it('given one employee number at two providers, then it is one person, and the baseline counts at once', async () => {
    const { take, person, room, tx } = await newPlace()
    await take([ANA, ANA_OKTA])
    const found = await person(anaOkta)
    assert.equal(found?.person, keyOf('entra', 't1', 'a-1'))
    assert.equal(found?.tier, 'privileged')
    assert.equal(found?.accounts.length, 2)
    assert.deepEqual(found?.values.map((value) => [value.kind, counts(value, NOON)]).sort(), [
      ['landline', true],
      ['mail', true],
      ['mail', true],
      ['manager', true],
      ['mobile', true],
    ])
    const tier = await tx((tx) => tierOfMentioned(tx, room, { provider: 'okta', account: '00uana' }, NOON))
    assert.equal(tier, 'privileged')
  })

  it('given equal addresses at two providers and no employee number, then nobody is joined', async () => {
    const { take, person } = await newPlace()
    await take([
      'entra,t1,a-1,ana@example.com,,ana@example.com,,,,,',
      'okta,n1,00uana,ana@example.com,,ana@example.com,,,,,',
    ])
    assert.notEqual((await person(ana))?.person, (await person(anaOkta))?.person)
  })

  it('given a privileged person who is deleted and made again, then it is the same person with the tier (R51)', async () => {
    const { take, person, stage, preview } = await newPlace()
    await take(['entra,t1,a-1,ana@example.com,,ana@example.com,,+49170111111,,privileged,'])
    const again = 'entra,t1,a-2,ana@example.com,,new@example.com,,+49170999999,,,'
    const id = await stage([again])
    const [joined] = (await preview(id))?.joined ?? []
    assert.deepEqual(
      [joined?.outcome, joined?.label, joined?.personLabel],
      ['recreated', 'ana@example.com', 'ana@example.com'],
    )
    await take([again], NOON + DAY_MS)
    const made = await person({ ...ana, id: 'a-2' })
    assert.equal(made?.person, keyOf('entra', 't1', 'a-1'))
    assert.equal(made?.tier, 'privileged')
    // What came with it is new, and proves nothing yet.
    const fresh = made?.values.filter(({ account }) => account !== keyOf('entra', 't1', 'a-1')) ?? []
    assert.equal(fresh.length, 2)
    for (const value of fresh) {
      assert.equal(counts(value, NOON + 30 * DAY_MS), false)
      assert.equal(counts(value, NOON + 31 * DAY_MS), true)
    }
  })

  it('given a file that says a lower tier, or none, then the old one holds (R15)', async () => {
    const { take, person } = await newPlace()
    await take([ANA])
    await take([ANA.replace('privileged', 'standard')], NOON + DAY_MS)
    await take([ANA.replace('privileged', '')], NOON + 2 * DAY_MS)
    assert.equal((await person(ana, NOON + 90 * DAY_MS))?.tier, 'privileged')
  })

  it('given a changed number, then the new one waits, the old one is told; confirming changes nothing (R14)', async () => {
    const { take, person, stage, preview } = await newPlace()
    await take([ANA])
    await take([ANA], NOON + 10 * DAY_MS)
    const mobiles = async () => (await person(ana))?.values.filter(({ kind }) => kind === 'mobile') ?? []
    assert.deepEqual(
      (await mobiles()).map(({ since, ended }) => [since, ended]),
      [[NOON, null]],
    )
    const changed = ANA.replace('+49170111111', '+49170222222')
    assert.equal((await preview(await stage([changed])))?.replaced, 1)
    const at = NOON + 20 * DAY_MS
    await take([changed], at)
    const [now, old] = await mobiles()
    assert.deepEqual([now?.since, now?.ended, old?.since, old?.ended], [at, null, NOON, at])
    assert.equal(counts(now!, at + 30 * DAY_MS - 1), false)
    assert.equal(counts(old!, at), false)
    assert.equal(getsNotices(old!, at + 30 * DAY_MS - 1), true)
    assert.equal(getsNotices(old!, at + 30 * DAY_MS), false)
    // Back to the first one: it begins anew.
    await take([ANA], at + DAY_MS)
    assert.equal((await mobiles())[0]?.since, at + DAY_MS)
  })

  it('given contacts that the provider says changed lately, then they are no part of the baseline', async () => {
    const { take, person } = await newPlace()
    await take([`${ANA}2026-02-20`])
    for (const value of (await person(ana))?.values ?? []) assert.equal(counts(value, NOON + 29 * DAY_MS), false)
  })

  it('given rows that contradict each other, then they are doubts, by line, and nothing of them counts', async () => {
    const { take, stage, approve, preview, person } = await newPlace()
    await take([ANA, 'entra,t1,b-1,ben@example.com,8,,,,,,'])
    const id = await stage([
      'entra,t1,a-1,ana@example.com,8,,,+49170666666,,,',
      'entra,t1,c-1,ben@example.com,12,,,,,,',
      'entra,t1,d-1,dora@example.com,13,,,,,,',
    ])
    const seen = await preview(id)
    assert.deepEqual(seen?.outcomes, { new: 1, known: 0, linked: 0, recreated: 0, doubt: 2 })
    assert.deepEqual(
      seen?.joined.map(({ line, why }) => [line, why]),
      [
        [2, 'the account is one person’s, and the employee number another’s'],
        [3, 'somebody had this name here, and the employee number is new'],
      ],
    )
    assert.deepEqual(await approve(id), { applied: true })
    assert.equal((await person({ ...ana, id: 'c-1' }))?.accounts.length, undefined)
    assert.equal((await person(ana))?.values.filter(({ kind }) => kind === 'mobile').length, 1)
    const report = await preview(id)
    assert.equal(report?.joined.length, 2)
    // What stands in the directory now is told as the ledger has it.
    assert.deepEqual(report?.outcomes, { new: 1, known: 0, linked: 0, recreated: 0, doubt: 2 })
    assert.equal(report?.isStale, false)
  })

  it('given a second part, then its lines have the numbers that they have in the file', async () => {
    const header = 'provider,tenant,account_id,user_name'
    const read = readImport(`${header}\nduo,t1,d-1,dora\nduo,,d-2,dan`, 100)
    assert.deepEqual([read.rows[0]?.line, read.problems[0]?.line], [102, 103])
    assert.equal(readImport(`${header}\nduo,t1,"d-1,dora`, 100).problems[0]?.line, 102)
    // The header is the same in each part.
    assert.equal(readImport('provider,tenant,name\n', 100).problems[0]?.line, 1)
  })

  it('given a directory that changed since, then the preview says that it is stale', async () => {
    const { take, stage, preview, approve } = await newPlace()
    const id = await stage([ANA])
    assert.equal((await preview(id))?.isStale, false)
    await take([ANA_OKTA])
    assert.equal((await preview(id))?.isStale, true)
    const refused = await approve(id)
    assert.equal(refused.applied === false && refused.code, 'ERR_IMPORT_STALE')
  })

  it('given bad lines, then each is named, and none of the file is imported', async () => {
    const { stage, approve, preview, person, entries } = await newPlace()
    const before = (await entries()).length
    const id = await stage([ANA, 'entra,t1,,x,,,,,,,', 'duo,t1,d-1,dora,,not an address,0170,,,emergency,', ANA])
    const seen = await preview(id)
    assert.deepEqual(
      seen?.faults.map(({ line, code }) => [line, code]),
      [
        [3, 'ERR_IMPORT_VALUE'],
        [4, 'ERR_IMPORT_VALUE'],
        [4, 'ERR_IMPORT_VALUE'],
        [4, 'ERR_IMPORT_VALUE'],
        [5, 'ERR_IMPORT_DUPLICATE'],
      ],
    )
    assert.match(
      seen?.faults.map(({ message }) => message).join() ?? '',
      /emergency accounts are entered in the registry/,
    )
    const refused = await approve(id)
    assert.equal(refused.applied === false && refused.code, 'ERR_IMPORT_PROBLEMS')
    assert.equal(await person(ana), undefined)
    assert.equal((await entries()).length, before)
  })

  it('given a file of which only a part arrived, then nobody can approve it, until the last part is in', async () => {
    const { room, stage, approve, tx, person } = await newPlace()
    const id = await stage([ANA])
    const send = (part: number, more: boolean, line: string) =>
      tx((tx) => takePart(tx, room, { import: id, part, more, now: NOON, ...readImport(`${HEADER}\n${line}`) }))
    assert.ok(await send(2, true, 'duo,t1,d-1,dora,,,,,,,'))
    const refused = await approve(id)
    assert.equal(refused.applied === false && refused.code, 'ERR_IMPORT_UNFINISHED')
    assert.equal(await person(ana), undefined)
    assert.ok(await send(3, false, 'duo,t1,d-2,edda,,,,,,,'))
    assert.equal((await approve(id)).applied, true)
  })

  it('given an approved import, then it is not applied twice, and not thrown away; one that waits can be', async () => {
    const { tx, stage, approve } = await newPlace()
    const id = await stage([ANA])
    const other = await stage([ANA_OKTA])
    await approve(id)
    const again = await approve(id)
    assert.equal(again.applied === false && again.code, 'ERR_IMPORT_UNKNOWN')
    assert.equal(await tx((tx) => discardImport(tx, id)), false)
    assert.equal(await tx((tx) => discardImport(tx, other)), true)
  })

  it('given an import, then the ledger names nobody by name, address or number, and no table keeps a number in the clear', async () => {
    const { tx, take, entries } = await newPlace()
    await take([ANA])
    const said = JSON.stringify(await entries())
    assert.match(said, /directory-imported/)
    assert.doesNotMatch(said, /example\.com|49170111111|4930111111/)
    const kept = JSON.stringify(await tx((tx) => tx.selectFrom('directory_values').selectAll().execute()))
    assert.doesNotMatch(kept, /example\.com|49170111111|4930111111/)
  })
})
