/**
 * The wall between organisations (DESIGN §3 rule 25), swept: every table there is, found in the catalogue and not in a list,
 * has row-level security and the organisation in its key, and a row of one organisation cannot be read, changed, deleted
 * or written from another. A new table fails here until it says below how a row of it is made.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { type OrganisationTransaction, openStore, type Store } from './index.ts'

/** Tables that belong to the installation; the application can only read them, and write the first once. */
const OF_NOBODY = ['installation', 'migrations']

/** Makes one row of each table for the organisation whose transaction it is. */
const SEEDS: Readonly<Record<string, string>> = {
  organisations: `insert into organisations (name, created) values ('Example', 0)`,
  leases: `insert into leases (duty, term, until) values ('watch', 1, now())`,
  sign_ins: `insert into sign_ins (day, event, digest, time, account, batch, row) values
    ('2026-02-23', decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 16), 'hex'), 1, '[]')`,
  sign_in_heads: `insert into sign_in_heads (position) values (1)`,
  sign_in_batches: `insert into sign_in_batches (position, day, batch, row_count, received) values (1, '2026-02-23', 1, 1, 0)`,
  quarantine: `insert into quarantine (source, received, code, content) values ('s', 0, 'ERR_X', '\\x00')`,
  hourly_summaries: `insert into hourly_summaries values
    (default, 0, 'okta', 'sign-in', 'success', 'second', 'none', 'push', 1, 1)`,
  purged_days: `insert into purged_days (day) values ('2026-01-01')`,
  ledger_heads: `insert into ledger_heads (origin, seq, previous, keys) values
    ('postern.example/x', 0, decode(repeat('00', 32), 'hex'), '{}')`,
  ledger_entries: `insert into ledger_entries (seq, stream, bytes) values (0, 'case/c1', '\\x7b7d')`,
  ledger_tiles: `insert into ledger_tiles (level, index, hashes) values (0, 0, decode(repeat('00', 32), 'hex'))`,
  ledger_checkpoints: `insert into ledger_checkpoints (size, note) values (0, 'note')`,
  person_keys: `insert into person_keys (id, master, nonce, data) values ('k1', 'm1', 'nonce', 'data')`,
  personal_values: `insert into personal_values (seq, name, key, nonce, data) values (0, 'phone', 'k1', 'nonce', 'data')`,
  verdicts: `insert into verdicts (id, kind, body, first_told, changed) values ('v1', 'finding', '{}', 0, 0)`,
  verdict_subjects: `insert into verdict_subjects (subject, verdict) values ('okta:00uana', 'v1')`,
  people: `insert into people values (default, decode(repeat('00', 16), 'hex'), 'okta', 't1', '00uana', 'Ana', 'ana')`,
  people_terms: `insert into people_terms (term, person) values ('a', decode(repeat('00', 16), 'hex'))`,
  people_noted: `insert into people_noted (position) values (1)`,
  source_activity: `insert into source_activity (source, last_delivery) values ('s1', 0)`,
  source_hours: `insert into source_hours (source, hour_of_day, hour, row_count) values ('s1', 0, 0, 1)`,
  sources: `insert into sources (id, name, tenant, token_hash, created) values ('s1', 'Okta', 't1', decode(repeat('00', 32), 'hex'), 0)`,
  source_files: `insert into source_files (source, file, path, position, size, modified, mark, mark_bytes) values
    ('s1', '1:2', '/var/log/x', 0, 0, 0, decode(repeat('00', 32), 'hex'), 0)`,
  incidents: `insert into incidents (id, severity, opened, last_seen, body) values ('i1', 'high', 0, 0, '{}')`,
  changes: `insert into changes (id, kind, standing, until) values ('c1', 'source-closed', 'open', 0)`,
  machine_tokens: `insert into machine_tokens (id, name, token_hash, permissions, tier_max, added_by, created, expires) values
    ('t1', 'siem', decode(repeat('00', 32), 'hex'), '[]', 'standard', 'staff/ada', 0, 0)`,
  notice_routing: `insert into notice_routing (routing) values (null)`,
  notice_channels: `insert into notice_channels (id, kind, label, read_with, settings_key, settings_nonce, settings_data,
    created, saved, health, colour, colour_since) values
    ('c1', 'slack', 'Slack', 'none', 'm1', 'n', 'd', 0, 0, '{}', 'amber', 0)`,
  notice_subjects: `insert into notice_subjects (id, kind, severity, revision, milestone, told, held_back, about, opened,
    changed) values ('incident:i1', 'incident', 'high', 1, 1, '[]', '[]', '{}', 0, 0)`,
  notice_budgets: `insert into notice_budgets (channel, severity, window_start, used, held_back) values ('c1', 'high', 0, 0, 0)`,
  notice_deliveries: `insert into notice_deliveries (channel, subject, body) values ('c1', 'incident:i1', '{}')`,
  remedies: `insert into remedies (id, verb, sort, provider, target, of_person, automatic, authority, started) values
    ('r1', 'suspend', 'taking', 'okta', 't', true, true, 'response/r1', 0)`,
  responses: `insert into responses (id, playbook, finding, state, opened, changed, body) values ('r1', 'p', 'f', 'running', 0, 0, '{}')`,
  switchboard_callers: `insert into switchboard_callers (trouble, id, label, belongs, why, called) values ('o1', 'c1', 'Ana', true, 'x', 0)`,
  quarantine_totals: `insert into quarantine_totals (records, bytes) values (1, 1)`,
  switchboard_stories: `insert into switchboard_stories (id, verdict, verdicts, state, severity, people, changed) values ('o1', 'o1', '["o1"]', 'open', 'high', 9, 0)`,
  provider_changes: `insert into provider_changes (event, provider, tenant, account, actor, change, target, time, note) values
    ('okta t1 e1', 'okta', 't1', '00uana', 'gus', 'password-reset', '', 0, '')`,
  cases: `insert into cases (id, person, state, tier, opened, touched) values ('c1', repeat('a', 32), 'opened', 'standard', 0, 0)`,
  verification_begun: `insert into verification_begun (id, case_id, person, claimant, kind, subject, nonce, issues, begun, expires) values
    (repeat('a', 32), 'c1', repeat('b', 32), 'l1', 'sms-code', 't', decode(repeat('00', 32), 'hex'), 1, 0, 0)`,
  verification_saved_codes: `insert into verification_saved_codes (sheet, hash, salt) values
    (repeat('a', 32), decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'))`,
  verification_counters: `insert into verification_counters (key, body, touched) values ('person/a', '{}', 0)`,
  verification_passkeys: `insert into verification_passkeys (id, counter, backed_up) values ('p1', 0, false)`,
  directory_accounts: `insert into directory_accounts (account, provider, tenant, id, label, search, noted) values
    (decode(repeat('00', 16), 'hex'), 'okta', 't1', '00uana', 'Ana', 'ana', 0)`,
  directory_tiers: `insert into directory_tiers (person, tier, changed) values (repeat('a', 32), 'privileged', 0)`,
  directory_identities: `insert into directory_identities (token, account) values ('t', decode(repeat('00', 16), 'hex'))`,
  directory_values: `insert into directory_values (account, kind, since, token, baseline, source, commitment, key, nonce, data) values
    (decode(repeat('00', 16), 'hex'), 'mail', 0, 't', true, 'csv', 'c', 'k1', 'n', 'd')`,
  directory_imports: `insert into directory_imports (id, by_actor, begun) values ('i1', 'staff/ada', 0)`,
  directory_import_problems: `insert into directory_import_problems (import, part, line, number, code, message) values
    ('i1', 1, 1, 1, 'ERR_X', 'x')`,
  directory_import_rows: `insert into directory_import_rows (import, account, part, line, provider, tenant, id, label, person,
    outcome, tier, settled, mac) values ('i1', decode(repeat('00', 16), 'hex'), 1, 1, 'okta', 't1', '00uana', 'Ana',
    repeat('a', 32), 'new', 'standard', true, decode(repeat('00', 32), 'hex'))`,
  directory_import_identities: `insert into directory_import_identities (import, token, account) values
    ('i1', 't', decode(repeat('00', 16), 'hex'))`,
  directory_versions: `insert into directory_versions (version) values (1)`,
  directory_doubts: `insert into directory_doubts (account, provider, tenant, id, label, person, why, seen, import) values
    (decode(repeat('00', 16), 'hex'), 'okta', 't1', '00uana', 'Ana', repeat('a', 32), 'x', 0, 'i1')`,
  directory_apart: `insert into directory_apart (account, person) values (decode(repeat('00', 16), 'hex'), repeat('a', 32))`,
  directory_freezes: `insert into directory_freezes (person, since, because) values (repeat('a', 32), 0, 'staff')`,
  directory_trusted: `insert into directory_trusted (person, contact) values (repeat('a', 32), repeat('b', 32))`,
  directory_memberships: `insert into directory_memberships (account, kind, name, since) values
    (decode(repeat('00', 16), 'hex'), 'group', 'admins', 0)`,
  directory_authenticators: `insert into directory_authenticators (account, id, since, kind, phishing_resistant, baseline) values
    (decode(repeat('00', 16), 'hex'), 'k1', 0, 'passkey', true, true)`,
  staff_members: `insert into staff_members (id, body) values ('ada', '{}')`,
  staff_oidc: `insert into staff_oidc values (default, 'https://id.example', 'postern', 'm1', 'n', 'd', false, '{}')`,
  staff_oidc_flows: `insert into staff_oidc_flows (hash, browser, is_strong, nonce, verifier, expires) values
    (decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), false, 'n', 'v', 0)`,
  staff_passkeys: `insert into staff_passkeys (id, counter, backed_up) values ('k', 0, false)`,
  staff_challenges: `insert into staff_challenges (hash, purpose, expires) values (decode(repeat('00', 32), 'hex'), 'sign-in', 0)`,
  staff_sessions: `insert into staff_sessions (hash, member, passkey, authenticated, seen) values
    (decode(repeat('00', 32), 'hex'), 'ada', 'k', 0, 0)`,
}

interface CatalogueTable {
  readonly name: string
  readonly secured: boolean
  readonly key: string[] | null
  readonly is_day: boolean
  readonly reachable: boolean
}

const CATALOGUE = `
  select c.relname as name, c.relrowsecurity as secured, c.relispartition as is_day,
    has_table_privilege('postern_app', c.oid, 'select, insert, update, delete, truncate') as reachable,
    (select json_agg(a.attname) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
      where i.indrelid = c.oid and i.indisprimary) as key
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  order by 1`

onEachEngine('the wall', (engine) => {
  let store: Store
  const mine = randomUUID()
  const theirs = randomUUID()

  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => 0 })
    await store.in(theirs).transaction(async (tx) => {
      await run(tx, `select open_day('2026-02-23')`)
      for (const seed of Object.values(SEEDS)) await run(tx, seed)
    })
  })
  after(() => store.close())

  async function run(tx: OrganisationTransaction, text: string): Promise<Record<string, unknown>[]> {
    return (await sql.raw<Record<string, unknown>>(text).execute(tx)).rows
  }

  async function tables(): Promise<CatalogueTable[]> {
    return (await store.in(mine).transaction((tx) => run(tx, CATALOGUE))) as unknown as CatalogueTable[]
  }

  it('has a seed for every table, so that nothing is passed over', async () => {
    const names = (await tables()).filter(({ is_day }) => !is_day).map(({ name }) => name)
    assert.deepEqual(
      names.filter((name) => !OF_NOBODY.includes(name)),
      Object.keys(SEEDS).sort(),
    )
  })

  it('stands in every table: row-level security, and the organisation in its key', async () => {
    const all = await tables()
    assert.ok(
      all.some(({ is_day }) => is_day),
      'a day must be open for its table to be looked at',
    )
    for (const { name, secured, key, is_day, reachable } of all) {
      assert.ok(secured, `${name} has no row-level security`)
      if (is_day) assert.ok(!reachable, `${name} can be reached past the table it is part of`)
      if (!OF_NOBODY.includes(name)) assert.ok(key?.includes('organisation'), `${name}: no organisation in its key`)
    }
  })

  it('holds for the role that the statements run as, whoever connected', async () => {
    const [role] = await store.in(mine).transaction((tx) =>
      run(
        tx,
        `select current_user as name, rolsuper or rolbypassrls as bypasses,
        exists (select from pg_class where relowner = pg_roles.oid) as owns from pg_roles where rolname = current_user`,
      ),
    )
    assert.deepEqual(role, { name: 'postern_app', bypasses: false, owns: false })
  })

  for (const table of Object.keys(SEEDS)) {
    it(`shows, changes and deletes nothing of another organisation in ${table}`, async () => {
      const count = `select count(*) as n from ${table}`
      assert.deepEqual(await store.in(theirs).transaction((tx) => run(tx, count)), [{ n: 1 }])

      const here = store.in(mine)
      assert.deepEqual(await here.transaction((tx) => run(tx, count)), [{ n: 0 }])
      const named = `where organisation = '${theirs}'`
      for (const attempt of [
        `update ${table} set organisation = organisation ${named}`,
        `update ${table} set organisation = '${mine}' ${named}`,
        `delete from ${table} ${named}`,
      ]) {
        // Either it may not be done at all, or it finds nothing to do it to.
        const affected = await here
          .transaction((tx) => sql.raw(attempt).execute(tx))
          .then((result) => result.numAffectedRows ?? 0n, refusal)
        assert.ok(affected === 0n || affected === 'refused', `${attempt}: ${affected}`)
      }
      const foreign = SEEDS[table]!.replace(
        /^insert into (\w+) \(([^)]*)\) values\s*\(/,
        `insert into $1 (organisation, $2) values ('${theirs}', `,
      ).replace('(default,', `('${theirs}',`)
      await assert.rejects(
        here.transaction((tx) => run(tx, foreign)),
        /row-level security/,
      )
      assert.deepEqual(await store.in(theirs).transaction((tx) => run(tx, count)), [{ n: 1 }])
    })
  }

  it('shows nothing when no organisation is named', async () => {
    for (const table of Object.keys(SEEDS)) {
      const rows = await store.in(mine).transaction(async (tx) => {
        await run(tx, `select set_config('postern.organisation', '', true)`)
        return await run(tx, `select * from ${table}`)
      })
      assert.deepEqual(rows, [], table)
    }
  })

  it('leaves nothing of one organisation on the connection for the next', async () => {
    await store.in(theirs).transaction(async () => undefined)
    const seen = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.in(mine).transaction((tx) => run(tx, 'select current_organisation() as organisation')),
      ),
    )
    assert.deepEqual(
      seen.flat(),
      seen.map(() => ({ organisation: mine })),
    )
  })

  it('says once whether data is demo or real', async () => {
    for (const attempt of [`update installation set kind = 'demo'`, 'delete from installation']) {
      await assert.rejects(
        store.in(mine).transaction((tx) => run(tx, attempt)),
        /permission denied/,
      )
    }
  })
})

function refusal(error: unknown): 'refused' {
  assert.ok(error instanceof Error)
  assert.match(error.message, /permission denied|row-level security/)
  return 'refused'
}
