import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { type DiagnoseResult, diagnose } from './diagnose.ts'
import { createProgress } from './progress.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-diagnose-'))
after(() => rmSync(folder, { recursive: true }))

/** One failed second step at Entra, in Graph's shape. */
function row(id: string, user: string, time: string): string {
  return JSON.stringify({
    id,
    createdDateTime: time,
    correlationId: `c-${id}`,
    userId: `id-of-${user}`,
    userPrincipalName: `${user}@example.com`,
    appDisplayName: 'Mail',
    ipAddress: '192.0.2.7',
    clientAppUsed: 'Browser',
    isInteractive: true,
    status: { errorCode: 500121, failureReason: 'Authentication failed', additionalDetails: null },
    deviceDetail: { deviceId: '', browser: 'Firefox 140', operatingSystem: 'Windows' },
    location: { city: 'Berlin', countryOrRegion: 'DE', geoCoordinates: { latitude: 52.5, longitude: 13.4 } },
    authenticationDetails: [
      {
        authenticationMethod: 'Mobile app notification',
        succeeded: false,
        authenticationStepResultDetail: 'MFA denied; user did not respond to mobile app notification',
      },
    ],
  })
}

async function run(
  files: Readonly<Record<string, readonly string[]>>,
  since?: number,
  until?: number,
  user?: string,
): Promise<DiagnoseResult> {
  const inputs = Object.entries(files).map(([name, rows]) => {
    const path = join(folder, name)
    writeFileSync(path, `${rows.join('\n')}\n`)
    return path
  })
  const quiet = createProgress({ output: process.stderr, now: () => 0, isDumb: true })
  const timelines = user === undefined ? undefined : { user }
  return diagnose({ inputs, since, until, emergency: [], timelines }, quiet)
}

const times = ['2026-03-02T08:00:00Z', '2026-03-02T08:20:00Z', '2026-03-02T08:40:00Z']

describe('diagnose', () => {
  it('given the same file twice, then each event counts once', async () => {
    const rows = times.map((time, n) => row(`e${n}`, 'ana', time))
    const { report } = await run({ 'a.json': rows, 'b.json': rows })
    assert.deepEqual([report.input.events, report.input.duplicates, report.lockouts.length], [6, 3, 1])
  })

  it('given two accounts under the same ids, then neither vanishes', async () => {
    const { report } = await run({
      'a.json': times.map((time, n) => row(`e${n}`, 'ana', time)),
      'b.json': times.map((time, n) => row(`e${n}`, 'ben', time)),
    })
    assert.deepEqual(report.lockouts.flatMap(({ people }) => people).sort(), ['ana@example.com', 'ben@example.com'])
    assert.equal(report.input.duplicates, 0)
  })

  it('given a row from the future, then it is told, and the log does not end with it', async () => {
    const rows = [...times.map((time, n) => row(`e${n}`, 'ana', time)), row('e9', 'ben', '9999-01-01T00:00:00Z')]
    const { report } = await run({ 'a.json': rows })
    assert.deepEqual(
      report.input.problems.map(({ code, line }) => [code, line]),
      [['ERR_ROW_IN_FUTURE', 4]],
    )
    assert.equal(report.lockouts[0]?.ended, null)
  })

  it('given a person under two names, when asked for by either, then all their rows come, and both names', async () => {
    const before = row('e1', 'ana', times[0] as string)
    const after = row('e2', 'ana', times[1] as string).replace('ana@example.com', 'ana.ferreira@example.com')
    const files = { 'a.json': [before, after, row('e3', 'ben', times[2] as string)] }
    for (const user of ['ana@example.com', 'ANA.FERREIRA@example.com', 'id-of-ana']) {
      const { chosen } = await run(files, undefined, undefined, user)
      assert.deepEqual(
        chosen.timelines.map(({ entries }) => entries.map(({ event }) => event)),
        [['e1', 'e2']],
      )
      assert.ok(chosen.labels.has('ana@example.com') && chosen.labels.has('ana.ferreira@example.com'), user)
    }
  })

  it('given part of a name, when asked for, then nobody is chosen, and names alike are offered', async () => {
    const rows = [row('e1', 'ana', times[0] as string), row('e2', 'ben', times[1] as string)]
    const { chosen } = await run({ 'a.json': rows }, undefined, undefined, 'An')
    assert.deepEqual([chosen.timelines, chosen.alike], [[], ['ana@example.com']])
  })

  it('given a time in which nothing happened, then the log’s own period is told', async () => {
    const rows = times.map((time, n) => row(`e${n}`, 'ana', time))
    const [first = 0, , last = 0] = times.map((time) => Date.parse(time))
    const range = async (since?: number, until?: number) => (await run({ 'a.json': rows }, since, until)).outOfRange
    const period = { start: first, end: last }
    assert.deepEqual(await range(last + 1), period)
    assert.deepEqual(await range(undefined, first - 1), period)
    assert.deepEqual(await range(first + 1, first + 2), period)
    assert.equal(await range(last, last), undefined)
    assert.equal(await range(-1000), undefined)
    assert.equal(await range(), undefined)
  })

  it('given a file that is not there, then it is told and the others are read', async () => {
    const path = join(folder, 'a.json')
    writeFileSync(path, `${row('e1', 'ana', times[0] as string)}\n`)
    const quiet = createProgress({ output: process.stderr, now: () => 0, isDumb: true })
    const inputs = [join(folder, 'nowhere.json'), path]
    const { report, unopened } = await diagnose(
      { inputs, since: undefined, until: undefined, emergency: [], timelines: { user: 'ana@example.com' } },
      quiet,
    )
    assert.equal(unopened, true)
    assert.equal(report.input.problems[0]?.code, 'ERR_FILE_NOT_FOUND')
    assert.equal(report.input.events, 1)
  })
})
