/** Who people are beyond a file's lines, on both engines: links, freezes, roles, peers, approvers, and what screens read of it. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { openStore, type Store } from '../store/index.ts'
import { counts } from './aged-value.ts'
import { authenticatorsOf } from './authenticators.ts'
import { contactsOf } from './contacts.ts'
import { findPeople } from './find-people.ts'
import { historyOf } from './history.ts'
import { emergencyWatch } from './index.ts'
import { doubtsOf } from './links.ts'
import type { ListedPerson } from './listed-person.ts'
import { tierDue } from './named-people.ts'
import { personMeant, personTiers } from './people.ts'
import { previewImport } from './preview.ts'
import { directoryOf, keyOf } from './sample-directory.ts'

const DAY_MS = 86_400_000
const ANA = 'entra,t1,a-1,ana@example.com,7,ana@example.com,,+49170111111,9,,'
const BOSS = 'entra,t1,b-1,boss@example.com,9,boss@example.com,,,,,'
const ana = keyOf('entra', 't1', 'a-1')
const boss = keyOf('entra', 't1', 'b-1')

onEachEngine('people', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  it('given a frozen person who is deleted and made again, then the freeze holds until two people end it (R51)', async () => {
    const { take, change, tx, room, personOf } = await directoryOf(store)
    await take([ANA])
    await change('person-frozen', { person: ana, reason: 'A caller was not her.' }, ['ada'])
    await take(['entra,t1,a-2,ana@example.com,,new@example.com,,,,,'], NOON + DAY_MS)
    assert.equal(await personOf(keyOf('entra', 't1', 'a-2')), ana)
    const frozen = async () => (await tx((tx) => personTiers(tx, room, ana, NOON + DAY_MS)))?.freeze?.because
    assert.equal(await frozen(), 'staff')
    assert.equal((await change('person-unfrozen', { person: ana }, ['ada'])).code, 'ERR_FREEZE_TWO_PEOPLE')
    assert.equal(await frozen(), 'staff')
    assert.equal((await change('person-unfrozen', { person: ana }, ['ada', 'bo'])).applied, true)
    assert.equal(await frozen(), undefined)
  })

  it('given a table that says somebody is free, then the ledger is believed', async () => {
    const { take, change, tx, room } = await directoryOf(store)
    await take([ANA])
    await change('person-frozen', { person: ana, reason: 'A caller was not her.' }, ['ada'])
    await tx((tx) => tx.deleteFrom('directory_freezes').execute())
    assert.ok((await tx((tx) => personTiers(tx, room, ana, NOON)))?.freeze)
  })

  it('given a doubt, when two people say that it is the person, then it is, no weaker, and proves nothing yet', async () => {
    const { take, change, tx, room, personOf } = await directoryOf(store)
    await take([ANA.replace(/,,$/, ',privileged,'), BOSS])
    await change('person-frozen', { person: boss, reason: 'A caller was not her.' }, ['ada'])
    const doubted = keyOf('entra', 't1', 'c-1')
    await take(['entra,t1,c-1,ana@example.com,12,,,,,,'])
    const [doubt] = await tx(doubtsOf)
    assert.deepEqual([doubt?.account, doubt?.person], [doubted, ana])
    assert.equal(await personOf(doubted), undefined)
    const alone = await change('account-linked', { account: doubted, person: ana }, ['ada', 'ada'])
    assert.equal(alone.code, 'ERR_LINK_TWO_PEOPLE')
    await change('account-linked', { account: doubted, person: ana }, ['ada', 'bo'])
    assert.equal(await personOf(doubted), ana)
    assert.deepEqual(await tx(doubtsOf), [])
    const linked = (await tx((tx) => personTiers(tx, room, ana, NOON)))?.accounts.find(({ key }) => key === doubted)
    assert.equal(linked?.linked, NOON)
    // The boss's account goes to her, too: with the freeze.
    await change('account-linked', { account: boss, person: ana }, ['ada', 'bo'])
    assert.equal((await tx((tx) => personTiers(tx, room, ana, NOON)))?.freeze?.because, 'link')
    // It counted for the boss at once; for her it waits.
    const [mail] = await tx((tx) => contactsOf(tx, room, [boss]))
    assert.ok(mail?.baseline && counts(mail, NOON + 30 * DAY_MS) && !counts(mail, NOON + 30 * DAY_MS - 1))
  })

  it('given two people who part an account, then it keeps tier and freeze, and no import joins it again', async () => {
    const { take, change, tx, room, personOf } = await directoryOf(store)
    const okta = 'okta,n1,00uana,ana,7,,,,,,'
    const account = keyOf('okta', 'n1', '00uana')
    await take([ANA.replace(/,,$/, ',privileged,'), okta])
    await change('person-frozen', { person: ana, reason: 'A caller was not her.' }, ['ada'])
    const first = await change('account-parted', { account: ana, person: ana }, ['ada', 'bo'])
    assert.equal(first.code, 'ERR_LINK_FIRST')
    await change('account-parted', { account, person: ana }, ['ada', 'bo'])
    assert.equal(await personOf(account), account)
    const told = (await tx((tx) => historyOf(tx, ana, [ana]))).map(({ type }) => type)
    assert.equal(told.filter((type) => type === 'account-parted').length, 1)
    const parted = await tx((tx) => personTiers(tx, room, account, NOON))
    assert.deepEqual([parted?.tier, parted?.freeze?.because], ['privileged', 'link'])
    await take([ANA, okta], NOON + DAY_MS)
    assert.equal(await personOf(account), account)
    assert.deepEqual(await tx(doubtsOf), [])
  })

  it('given a link, then the watch judges again', async () => {
    const { take, change, tx, room } = await directoryOf(store)
    await take([ANA, BOSS])
    const version = () => tx((tx) => emergencyWatch(room).version(tx))
    const before = await version()
    await change('account-linked', { account: boss, person: ana }, ['ada', 'bo'])
    assert.notEqual(await version(), before)
  })

  it('given a rule for a group, then who is in it is raised at once, stays so outside of it, and is not lowered in it (R15)', async () => {
    const { list, change, tx, room } = await directoryOf(store)
    const tier = async () => (await tx((tx) => personTiers(tx, room, ana, NOON)))?.tier
    await list([listed({ groups: ['Admins'] })])
    assert.equal(await tier(), 'standard')
    const rules = [{ kind: 'group', name: 'Admins', tier: 'privileged' }]
    await change('tier-rules-set', { rules }, ['ada'])
    assert.equal(await tier(), 'privileged')
    const lowered = await change('tier-lowered', { person: ana, tier: 'standard' }, ['ada', 'bo'])
    assert.equal(lowered.code, 'ERR_TIER_ROLE')
    await list([listed({ groups: [] })], NOON + DAY_MS)
    assert.equal(await tx((tx) => tierDue(tx, room, ana)), 'standard')
    assert.equal(await tier(), 'privileged')
    await list([{ ...listed({ groups: ['Admins'] }), id: 'n-1', userName: 'new@example.com' }], NOON + DAY_MS)
    const joiner = await tx((tx) => personTiers(tx, room, keyOf('entra', 't1', 'n-1'), NOON + DAY_MS))
    assert.equal(joiner?.tier, 'privileged')
  })

  it('given what a provider lists, then authenticators age as contacts do', async () => {
    const { list, tx } = await directoryOf(store)
    const passkey = { id: 'k1', kind: 'passkey', phishingResistant: true, added: NOON - 90 * DAY_MS } as const
    const fresh = { id: 'k2', kind: 'totp', phishingResistant: false, added: NOON - DAY_MS } as const
    await list([listed({ authenticators: [passkey, fresh] })])
    const shown = async (now: number) =>
      (await tx((tx) => authenticatorsOf(tx, [ana], now))).map(({ id, counts }) => [id, counts])
    assert.deepEqual(await shown(NOON), [
      ['k1', true],
      ['k2', false],
    ])
    const later = NOON + 10 * DAY_MS
    await list([listed({ authenticators: [{ ...passkey, id: 'k3' }, fresh] })], later)
    assert.deepEqual((await shown(later)).sort(), [
      ['k1', false],
      ['k2', false],
      ['k3', false],
    ])
    assert.deepEqual((await shown(later + 20 * DAY_MS)).sort()[1], ['k2', true])
  })

  it('given an import that somebody altered between preview and approval, then nothing of it is imported', async () => {
    const again = (members: string) => `
      with gone as (delete from directory_import_rows where line = 2 returning *)
      insert into directory_import_rows select (jsonb_populate_record(null::directory_import_rows, to_jsonb(gone) || jsonb_build_object(${members}))).* from gone`
    for (const wrong of [
      again(`'person', repeat('f', 32)`),
      again(`'settled', true`),
      again(`'tier', 'privileged'`),
      again(`'body', replace(body, '"baseline":false', '"baseline":true')`),
      again(`'body', ''`),
      `delete from directory_import_rows where line = 2`,
    ]) {
      const { stage, approve, tx } = await directoryOf(store)
      const id = await stage([`${ANA}2026-02-20`, BOSS])
      await tx((tx) => sql.raw(wrong).execute(tx))
      await assert.rejects(approve(id), { code: 'ERR_IMPORT_ALTERED' })
      assert.deepEqual(await tx((tx) => tx.selectFrom('directory_accounts').select('id').execute()), [])
    }
  })

  it('given two imports that wait, when one is approved, then the other is begun again', async () => {
    const { stage, approve, change } = await directoryOf(store)
    const one = await stage([ANA])
    const other = await stage([BOSS])
    assert.deepEqual(await approve(one), { applied: true })
    assert.equal((await change('directory-imported', { import: other }, ['ada', 'bo'])).code, 'ERR_IMPORT_STALE')
  })

  it('given new contacts, then each is asked in the same transaction; without a channel the import says so', async () => {
    const brought: number[] = []
    const asking = await directoryOf(store, { askContacts: async (_, { contacts }) => void brought.push(contacts) })
    await asking.take([ANA, BOSS])
    await asking.take([ANA, BOSS], NOON + DAY_MS)
    assert.deepEqual(brought, [3])
    const silent = await directoryOf(store)
    const id = await silent.stage([ANA, BOSS])
    await silent.approve(id)
    const report = await silent.tx((tx) => previewImport(tx, silent.room, id))
    assert.deepEqual([report?.contacts, report?.asked], [3, false])
  })

  it('given an unchanged second import, then nothing is written', async () => {
    const { take, tx } = await directoryOf(store)
    const kept = () =>
      tx(async (tx) => [
        await tx.selectFrom('directory_values').selectAll().orderBy('account').orderBy('kind').execute(),
        await tx.selectFrom('directory_accounts').selectAll().orderBy('account').execute(),
        await tx.selectFrom('directory_identities').selectAll().orderBy('token').execute(),
      ])
    await take([ANA, BOSS])
    const before = await kept()
    await take([ANA, BOSS], NOON + DAY_MS)
    assert.deepEqual(await kept(), before)
  })

  it('given contacts, then screens see them masked, with the manager, and what was altered or erased is not read', async () => {
    const { take, tx, room } = await directoryOf(store)
    await take([ANA, BOSS])
    const read = () => tx((tx) => contactsOf(tx, room, [ana]))
    assert.deepEqual(
      (await read()).map(({ kind, masked, manager, managerLabel }) => [kind, masked, manager, managerLabel]),
      [
        ['mail', 'a…@e….com', null, null],
        ['manager', null, boss, 'boss@example.com'],
        ['mobile', '+49 … 11', null, null],
      ],
    )
    await tx((tx) => sql`update directory_values set token = 'x' where kind = 'mobile'`.execute(tx))
    assert.equal((await read())[2]?.readable, 'altered')
    await tx((tx) => sql`delete from person_keys`.execute(tx))
    assert.deepEqual(
      (await read()).map(({ readable, masked }) => [readable, masked]),
      Array.from({ length: 3 }, () => ['erased', null]),
    )
  })

  it('given what one types, then people are found by the beginning of a name, by address and by number', async () => {
    const { take, tx, room } = await directoryOf(store)
    await take([ANA, BOSS, 'okta,n1,00uana,a.archer,7,,,,,,'])
    const find = async (text: string) =>
      (await tx((tx) => findPeople(tx, room, text, { limit: 10, now: NOON }))).map(({ person }) => person)
    assert.deepEqual(await find('ANA@'), [ana])
    assert.deepEqual(await find('a.arch'), [ana])
    assert.deepEqual(await find('7'), [ana])
    assert.deepEqual(await find('Boss@example.com'), [boss])
    assert.deepEqual(await find('nobody\0'), [])
    assert.equal((await find('')).length, 2)
  })

  it('given whoever signed in, then they are found with the directory’s own: each person once, and said to be in no list', async () => {
    const okta = {
      provider: 'okta',
      tenant: 'n1',
      id: '00uana',
      label: 'a.archer',
      key: keyOf('okta', 'n1', '00uana'),
    } as const
    const stranger = { ...okta, id: '00uarno', label: 'arno', key: keyOf('okta', 'n1', '00uarno') }
    const { take, tx, room } = await directoryOf(store, { findSeen: async () => [okta, stranger] })
    await take([ANA, 'okta,n1,00uana,a.archer,7,,,,,,'])
    const found = await tx((tx) => findPeople(tx, room, 'ar', { limit: 10, now: NOON }))
    assert.deepEqual(
      found.map(({ person, isListed, accounts }) => [person, isListed, accounts.length]),
      [
        [ana, true, 2],
        [stranger.key, false, 1],
      ],
    )
    assert.equal((await tx((tx) => findPeople(tx, room, '', { limit: 10, now: NOON }))).length, 1)
  })

  it('given an account’s key or a person’s id, then the person is meant whose it is', async () => {
    const { take, change, tx, room } = await directoryOf(store)
    await take([ANA, BOSS, 'okta,n1,00uana,a.archer,7,,,,,,'])
    const okta = keyOf('okta', 'n1', '00uana')
    const meant = async (id: string) => {
      const found = await tx((tx) => personMeant(tx, room, id))
      return found && [found.person, found.accounts.length]
    }
    assert.deepEqual(await meant(okta), [ana, 2])
    assert.deepEqual(await meant(ana), [ana, 2])
    await change('account-linked', { account: boss, person: ana }, ['ada', 'bo'])
    assert.deepEqual(await meant(boss), [ana, 3])
    assert.equal(await meant('0'.repeat(32)), undefined)
  })

  it('given what happened to somebody, then the history says what, when and who', async () => {
    const { take, change, tx } = await directoryOf(store)
    await take([ANA])
    await change('person-frozen', { person: ana, reason: 'A caller was not her.' }, ['ada'])
    await change('person-unfrozen', { person: ana }, ['ada', 'bo'])
    const history = await tx((tx) => historyOf(tx, ana, [ana]))
    assert.deepEqual(
      history.map(({ type, by }) => [type, by]),
      [
        ['person-unfrozen', ['ada', 'bo']],
        ['person-frozen', ['ada']],
        ['directory-imported', ['ada', 'bo']],
      ],
    )
    assert.match(history[1]?.text ?? '', /by a member of staff: “A caller was not her\.”$/)
    assert.match(history[2]?.text ?? '', /1 accounts were imported.*not asked/)
  })
})

function listed(lists: Pick<ListedPerson, 'roles' | 'groups' | 'authenticators'>): ListedPerson {
  return {
    provider: 'entra',
    tenant: 't1',
    id: 'a-1',
    userName: 'ana@example.com',
    phone: '+49 (30) 111-111',
    ...lists,
  }
}
