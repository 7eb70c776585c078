/** `postern sample`, as a stranger runs it: what it shows, and that the commands it offers work. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

function postern(...args: readonly string[]): string {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '100' }
  return execFileSync(process.execPath, ['bin/postern.js', ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

test('the sample has people locked out, an outage, a policy and attacks, and its commands work as printed', () => {
  const shown = postern('sample')
  for (const title of ['OUTAGES (', 'POLICY BLOCKS (', 'ATTACKS (', 'LOCKED OUT NOW (', 'OVER (']) {
    assert.ok(shown.includes(`\n${title}`), title)
  }
  const asked = /npx postern (diagnose demo\/signins\.ndjson --user \S+)/.exec(shown)?.[1] ?? ''
  const person = postern(...asked.split(' '))
  assert.ok(person.startsWith(`${asked.split(' ').at(-1)} · Entra ID\n`), asked)
  assert.match(person, /LOCKED OUT NOW \(1\)/)
})
