import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AWS } from './aws.ts'
import type { Entry } from './entry.ts'
import { GOOGLE } from './google.ts'
import { JUMPCLOUD } from './jumpcloud.ts'
import { KEYCLOAK } from './keycloak.ts'
import { ONELOGIN } from './onelogin.ts'
import { PING } from './ping.ts'
import { SANDBOX } from './sandbox.ts'
import { tableOf } from './table.ts'

const TABLES: Readonly<Record<string, readonly Entry[]>> = {
  keycloak: KEYCLOAK,
  google: GOOGLE,
  aws: AWS,
  onelogin: ONELOGIN,
  ping: PING,
  jumpcloud: JUMPCLOUD,
  sandbox: SANDBOX,
}

test('given words of one kind, when written as a table, then each entry is whole', () => {
  const rows = tableOf('ping')
  const words = { code: 'X', title: 'T', meaning: 'M.', next: 'N.' }
  assert.deepEqual(rows({ step: 'first', outcome: 'failure', reason: 'other', source: 'observed' }, [words]), [
    { provider: 'ping', step: 'first', outcome: 'failure', reason: 'other', source: 'observed', ...words },
  ])
})

test('given the tables, when read, then each code stands once, under its own provider, in whole sentences', () => {
  for (const [provider, entries] of Object.entries(TABLES)) {
    assert.ok(entries.length > 0, provider)
    assert.equal(new Set(entries.map((entry) => entry.code)).size, entries.length, provider)
    for (const entry of entries) {
      assert.equal(entry.provider, provider)
      assert.match(entry.meaning, /[.?!:]$/, entry.code)
      assert.match(entry.next, /[.?!:]$/, entry.code)
      assert.doesNotMatch(entry.title, /\.$/, entry.code)
    }
  }
})

test('given a code that may be an attack, when read, then the next step is never a reset', () => {
  for (const entry of Object.values(TABLES).flat()) {
    if (!/attack|incident|not them/i.test(entry.next)) continue
    assert.doesNotMatch(entry.next, /\breset (?:the|their|his|her) (?:second|authenticator|mfa)/i, entry.code)
  }
})
