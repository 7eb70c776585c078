/** The demo's organisation, read and judged as the server does it: what is staged is what the verdicts say, and when. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Finding, Lockout } from '../src/diagnosis/index.ts'
import { readKept } from '../src/signin/index.ts'
import { liveOrganisation } from '../src/simulator/index.ts'
import { createDeliveryReader, createFold } from '../src/watch/index.ts'
import { createTelling } from '../src/watch/telling.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const ANA = 'ana.ferreira@northwind.example.com'

interface Told {
  readonly lockouts: readonly Lockout[]
  readonly findings: readonly Finding[]
  readonly outages: number
  readonly policyBlocks: number
}

/** Everything that was told by then, of what began after the history. */
function watcher(start: number, seed: number) {
  const organisation = liveOrganisation({ seed, people: 300, starts: [start], historyDays: 7, speed: 12 })
  const reader = createDeliveryReader()
  const fold = createFold()
  const telling = createTelling()

  function takeUntil(until: number): void {
    const rows = organisation.rows(until)
    for (const some of Map.groupBy(rows, (row) => row.vendor).values()) {
      const body = Buffer.from(some.map(({ text }) => `${text}\n`).join(''))
      const { rows: read, unread } = reader.read(body, { tenant: 'northwind', came: 'pushed' })
      assert.deepEqual(unread, [])
      fold.take(read.map(({ row }) => readKept(row)))
    }
  }
  for (let time = organisation.begin; time < start; time += 6 * HOUR) takeUntil(Math.min(start, time + 6 * HOUR))

  return (after: number): Told => {
    takeUntil(start + after)
    fold.catchUp()
    const told = telling.verdicts(fold.judgement(start + after), start + after)
    const of = <T>(kind: string): T[] =>
      told.filter((one) => one.kind === kind).map(({ body }) => JSON.parse(body) as T)
    const isNew = ({ end }: { readonly end: string }) => Date.parse(end) > start - 5 * MINUTE
    return {
      lockouts: of<Lockout>('lockout').filter(isNew),
      findings: of<Finding>('finding').filter(isNew),
      outages: of<{ readonly end: string }>('outage').filter(isNew).length,
      policyBlocks: of<{ readonly end: string }>('policy-block').filter(isNew).length,
    }
  }
}

/** At noon of a working day, on a Sunday, and in the middle of a night in Europe. */
const STARTS = [
  [Date.UTC(2026, 10, 24, 12, 3), 7],
  [Date.UTC(2026, 10, 22, 16, 41), 7],
  [Date.UTC(2026, 10, 26, 1, 17), 7],
] as const

for (const [start, seed] of STARTS) {
  describe(`a demo that starts at ${new Date(start).toISOString()}`, () => {
    const at = watcher(start, seed)

    it('has Ana locked out within 30 seconds, and a fresh lockout besides', () => {
      const { lockouts } = at(30 * SECOND)
      const ana = lockouts.find(({ account, people }) => [account, ...people].includes(ANA))
      assert.equal(ana?.cause, 'device-lost')
      assert.equal(ana.ended, null)
      assert.ok(lockouts.some(({ cause, start: from }) => cause === 'wrong-code' && Date.parse(from) >= start))
    })

    it('has nothing of the bombing after a minute, and knows it after a minute and a half', () => {
      const { findings: before } = at(60 * SECOND)
      assert.ok(!before.some(({ detection }) => detection === 'mfa-fatigue'))
      const { findings } = at(90 * SECOND)
      assert.ok(findings.some(({ detection }) => detection === 'mfa-fatigue'))
    })

    it('has the approval, the takeover and the spraying after nine minutes', () => {
      const detections = new Set(at(9 * MINUTE).findings.map(({ detection }) => detection))
      for (const expected of ['fatigue-approved', 'takeover-pattern', 'password-spray'] as const) {
        assert.ok(detections.has(expected), `${expected} is missing`)
      }
    })

    it('has the policy block after ten minutes, and the outage after twenty', () => {
      assert.equal(at(10 * MINUTE).policyBlocks, 1)
      assert.equal(at(20 * MINUTE).outages, 1)
    })

    it('still has Ana locked out after two hours, though she is in: pushed rows close nothing (DESIGN §3 rule 7)', () => {
      const { lockouts } = at(2 * HOUR)
      assert.equal(lockouts.find(({ people }) => people.includes(ANA))?.ended, null)
    })
  })
}
