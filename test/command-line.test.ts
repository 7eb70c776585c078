/** The command line as a whole: what is said, where, and with which exit code. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const DOOR = fileURLToPath(new URL('../bin/postern.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'postern-command-line-'))
after(() => rmSync(folder, { recursive: true }))

const log = join(folder, 'okta.json')
const actor = { id: '00u1', type: 'User', alternateId: 'ana@example.com', displayName: 'Ana' }
writeFileSync(
  log,
  ['08:00', '09:00']
    .map((clock, n) => JSON.stringify({ ...event(`e${n}`), published: `2026-03-02T${clock}:00.000Z` }))
    .join('\n'),
)

function event(uuid: string): object {
  return { uuid, eventType: 'user.session.start', actor, outcome: { result: 'SUCCESS' }, client: {}, target: [] }
}

function postern(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [DOOR, ...args], { encoding: 'utf8', cwd: folder })
  return { status, stdout, stderr }
}

test('given a time in which nothing happened, then no report looks calm: the log’s period is told, the exit code is 1', () => {
  const page = join(folder, 'report.html')
  const { status, stdout, stderr } = postern('diagnose', log, '--until', '2026-03-01', '--since', '7d', '--html', page)
  assert.equal(status, 1)
  assert.equal(stdout, '')
  assert.match(
    stderr,
    /no event until 1 Mar 2026 00:00: it runs from 2 Mar 2026 08:00 to 2 Mar 2026 09:00 \(UTC\)\..* No page was written\./,
  )
  assert.equal(existsSync(page), false)
  const json = postern('diagnose', log, '--since', '2026-03-03', '--json')
  assert.equal(json.status, 1)
  assert.deepEqual(JSON.parse(json.stdout).lockouts, [])
  assert.match(json.stderr, /no event from 3 Mar 2026 00:00:/)
})

test('given part of a name, then nobody is shown, names alike are offered, and the exit code is 1', () => {
  const { status, stdout, stderr } = postern('diagnose', log, '--user', 'ANA')
  assert.deepEqual([status, stdout], [1, ''])
  assert.match(stderr, /Nobody called "ANA" is in this log\..* Alike: ana@example\.com\./)
  assert.deepEqual([postern('diagnose', log, '--user', ' ').status], [2])
})

test('given a truth of another organisation, then evaluate says that its figures mean nothing', () => {
  const [okta, truth] = [join(folder, 'sim.json'), join(folder, 'truth.json')]
  postern(
    'simulate',
    '--people',
    '60',
    '--days',
    '3',
    '--incidents',
    '20',
    '--as',
    'okta',
    '--out',
    okta,
    '--truth',
    truth,
  )
  assert.doesNotMatch(postern('evaluate', okta, truth).stderr, /mean nothing/)
  postern(
    'simulate',
    '--people',
    '60',
    '--days',
    '3',
    '--incidents',
    '20',
    '--as',
    'entra',
    '--out',
    join(folder, 'x'),
    '--truth',
    truth,
  )
  assert.match(postern('evaluate', okta, truth).stderr, /mean nothing: the log is of okta, the truth of entra/)
})

test('the help names commands as they work after the README’s steps', () => {
  const { status, stdout } = postern('diagnose', '--help')
  assert.equal(status, 0)
  assert.match(stdout, /^Usage: npx postern diagnose \[options\] <file\.\.\.>/)
  assert.doesNotMatch(stdout, /default: \[\]/)
})

test('given a reader that is slower than the diagnosis, then it gets every normalised event all the same', async () => {
  const [many, whole] = [join(folder, 'many.json'), join(folder, 'many.ndjson')]
  const rows = Array.from({ length: 1000 }, (_, n) =>
    JSON.stringify({ ...event(`m${n}`), published: '2026-03-02T08:00:00.000Z' }),
  )
  writeFileSync(many, rows.join('\n'))
  assert.equal(postern('diagnose', many, '--ocsf', whole).status, 0)
  const child = spawn(process.execPath, [DOOR, 'diagnose', many, '--ocsf', '-'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  // A pipe holds 64 KiB: the child waits with the rest until somebody reads.
  await setTimeout(1000)
  const [read] = await Promise.all([text(child.stdout), ended])
  assert.ok(read.length > 2 ** 18)
  assert.equal(read, readFileSync(whole, 'utf8'))
  assert.equal(child.exitCode, 0)
})
