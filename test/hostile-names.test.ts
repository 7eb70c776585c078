/**
 * Whoever tries to sign in chooses what stands in the log. No name, whatever is in it, keeps the people at the console from
 * seeing the attack that it is part of (RED TEAM R41).
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { storable } from '../src/base/storable-text.ts'
import { lines, refusal } from '../src/watch/sample-organisation.ts'
import { onEachEngine } from './engines.ts'
import { eventually } from './eventually.ts'
import { startInstallation } from './installation.ts'

const NAMES = [
  'a\u0000b',
  '\u0000',
  '\ud800',
  '\u202Eevil\u202C',
  '\u001b[31m',
  "'; drop table people; --",
  '%_\\',
  '__proto__',
  'constructor',
  '<script>1</script>',
  `${'x'.repeat(5000)}`,
  '💥'.repeat(300),
]

onEachEngine('hostile names', (engine) => {
  it('given accounts, names and devices of every kind, then every list of the console is answered, and the attack is told', async () => {
    const there = await startInstallation(await engine.newPlace())
    try {
      const { home, call } = there
      const token = await there.sourceIn(home, 'okta')
      const rows = NAMES.flatMap((name, n) => [0, 1, 2, 3, 4].map((minute) => hostile(name, n, minute)))
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
      const taken = await call('/ingest/okta', { method: 'POST', headers, body: lines(...rows) })
      assert.equal(taken.status, 202)
      assert.equal(((await taken.json()) as { readonly accepted: number }).accepted, rows.length)

      const ada = await there.browser(there.ada)
      const at = (path: string) => ada.get(`/organisations/${home}/${path}`)
      const incidents = await eventually('the incidents', async () => {
        const listed = (await (await at('incidents')).json()) as readonly { readonly id: string }[]
        return Array.isArray(listed) && listed.length >= NAMES.length && listed
      })
      const paths = ['overview', 'findings', 'lockouts', 'responses', 'switchboard', 'sources', 'ledger', 'people?q=e']
      // As the console shows it: a request with NUL is refused before it reaches a room.
      const shown = NAMES.map((name) => encodeURIComponent(storable(name, 100)))
      const searched = shown.map((name) => `people?q=${name}`)
      for (const path of [...paths, ...searched, ...incidents.map(({ id }) => `incidents/${id}`)])
        assert.equal((await at(path)).status, 200, path)
      for (const name of shown) assert.equal((await ada.get(`/search?q=${name}`)).status, 200, name)
      assert.equal((await at('people?q=a%00b')).status, 400)
      const failed = there.lines.filter(({ level }) => level === 'error')
      assert.deepEqual(failed, [])
      // What is told of people stands in the answers, never in the log.
      assert.doesNotMatch(JSON.stringify(there.lines), /drop table|evil|<script>/)
    } finally {
      await there.stop()
    }
  })
})

function hostile(name: string, n: number, minute: number): object {
  const row = refusal(minute, `${n}-${minute}`) as { readonly client: object }
  return {
    ...row,
    actor: { id: `00u${n}${name}`, type: 'User', alternateId: `${name}@example.com`, displayName: name },
    client: { ...row.client, device: name, userAgent: { rawUserAgent: name, os: name, browser: name } },
    authenticationContext: { rootSessionId: `session-${n}-${minute}` },
    transaction: { type: 'WEB', id: `transaction-${n}-${minute}` },
    uuid: `${n}-${minute}`,
  }
}
