/** A small hospital lives at the sandbox, and its log is diagnosed: what scenes meant is what is found. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import type { Report } from '../../src/diagnosis/index.ts'
import { startOrganisation } from '../organisation.ts'
import { diagnose } from '../sample-diagnosis.ts'
import type { Sandbox } from '../server.ts'
import { startLive } from './live.ts'
import { leapingPace } from './sample-pace.ts'
import { HOUR, type Meant, MINUTE, type Script } from './scene.ts'
import { SCRIPTS } from './scripts.ts'
import { type Timetable, timetableOf } from './timetable.ts'
import { WIDE_SCRIPTS } from './wide-scripts.ts'

const SEED = 7
const PEOPLE = 100
/** A Monday. */
const BEGIN = Date.UTC(2026, 5, 1)
const DAY = 24 * HOUR
const FIRST = BEGIN / DAY
const EVERYDAY = timetableOf({ people: PEOPLE, seed: SEED, speed: 1 })
const NOTHING: Timetable = { signInsOn: () => [], troublesOn: () => [] }

interface Played {
  readonly sandbox: Sandbox
  readonly meant: readonly Meant[]
  readonly errors: readonly unknown[]
}

/** Plays each stretch with a start of its own, at one sandbox. Times are milliseconds after `BEGIN`. */
async function played(timetable: Timetable, ...stretches: readonly (readonly [from: number, to: number])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-live-'))
  let pace = leapingPace(BEGIN, BEGIN)
  const { sandbox, belongings } = await startOrganisation({
    ...{ folder, port: 0, people: PEOPLE, seed: SEED, apiToken: 'a-token' },
    clock: () => pace.clock(),
  })
  const meant: Meant[] = []
  const errors: unknown[] = []
  for (const [from, to] of stretches) {
    pace = leapingPace(BEGIN + from, BEGIN + to)
    const live = startLive({
      ...{ sandbox, pace, belongings, timetable, seed: SEED },
      onMeant: (each) => meant.push(each),
      onError: (error) => errors.push(error),
    })
    await pace.over
    await live.stop()
  }
  await sandbox.stop()
  rmSync(folder, { recursive: true })
  return { sandbox, meant, errors } satisfies Played
}

describe('the hospital that lives at the sandbox', () => {
  let all: Played
  let report: Report
  before(async () => {
    // On the third day one of each trouble.
    const scripts = [...SCRIPTS, ...WIDE_SCRIPTS]
    const timetable: Timetable = {
      ...EVERYDAY,
      troublesOn: (day) =>
        day === FIRST + 2
          ? scripts.map((script, number) => ({ time: day * DAY + 6 * HOUR + number * 50 * MINUTE, script, number }))
          : [],
    }
    all = await played(timetable, [0, 3 * DAY])
    report = diagnose(all)
  })

  it('plays every script to its end, and nothing fails', () => {
    assert.deepEqual(all.errors, [])
    assert.equal(all.meant.length, SCRIPTS.length + WIDE_SCRIPTS.length)
  })

  it('given clock drift, a lost phone and mistyped codes, then these are the lockouts of single people, and there are no others', () => {
    const told = report.lockouts
      .filter(({ people }) => people.length === 1)
      .map(({ cause, people }) => [cause, ...people])
    const meant = all.meant.flatMap((each) => (each.what === 'lockout' ? [[each.cause, each.person]] : []))
    assert.equal(meant.length, 3)
    assert.deepEqual(told.sort(), meant.sort())
  })

  it('given attacks, and a pass given round Postern, then each is found, and whom it concerns', () => {
    const told = report.findings.map(({ detection, person }) => `${detection} ${person ?? null}`)
    const meant = all.meant.flatMap((each) => (each.what === 'finding' ? [`${each.detection} ${each.person}`] : []))
    assert.equal(meant.length, 4)
    assert.deepEqual(
      meant.filter((each) => !told.includes(each)),
      [],
    )
  })

  it('given a rule that somebody switched on, then it is a policy block of those whom it stopped', () => {
    const [block, ...others] = report.policyBlocks
    const meant = all.meant.find(({ what }) => what === 'policy-block')
    assert.ok(meant?.what === 'policy-block' && block !== undefined)
    assert.deepEqual(others, [])
    assert.equal(block.policy, meant.policy)
    assert.deepEqual(
      meant.people.filter((each) => !block.people.includes(each)),
      [],
    )
    assert.notEqual(block.changedBy, null)
  })

  it('given an outage, then it is one outage of those who met it', () => {
    const [outage, ...others] = report.outages
    const meant = all.meant.find(({ what }) => what === 'outage')
    assert.ok(meant?.what === 'outage' && outage !== undefined)
    assert.deepEqual(others, [])
    assert.deepEqual(
      meant.people.filter((each) => !outage.people.includes(each)),
      [],
    )
  })

  it('leaves the sandbox as it was', () => {
    const { settings, rules } = all.sandbox.world
    assert.equal(settings.outage, 'none')
    assert.deepEqual(
      rules.map(({ name, enabled }) => [name, enabled]),
      [
        ['MFA for everybody', true],
        ['No sign-ins from home', false],
      ],
    )
  })
})

describe('the life at the sandbox', () => {
  const attemptsIn = ({ sandbox }: Played) => new Set(sandbox.log.kept().signIns.map(({ attempt }) => attempt)).size

  it('given a stop and a start, then it goes on, and nobody does anything twice', async () => {
    const timetable = { ...NOTHING, signInsOn: EVERYDAY.signInsOn }
    const [whole, halves] = [
      await played(timetable, [6 * HOUR, 10 * HOUR]),
      await played(timetable, [6 * HOUR, 8 * HOUR], [8 * HOUR, 10 * HOUR]),
    ]
    assert.ok(attemptsIn(whole) > 20)
    // Whoever was in the middle of it when it stopped is not let in again: they only do not finish.
    assert.equal(attemptsIn(halves), attemptsIn(whole))
  })

  it('given a stop in the middle of an outage, then the outage is over', async () => {
    const outage = WIDE_SCRIPTS.find(({ name }) => name === 'outage') as Script
    const timetable: Timetable = {
      ...NOTHING,
      troublesOn: (day) => (day === FIRST ? [{ time: BEGIN + HOUR, script: outage, number: 0 }] : []),
    }
    const { sandbox, meant } = await played(timetable, [0, HOUR + 10 * MINUTE])
    assert.ok(sandbox.log.kept().signIns.some(({ code }) => code === 'service.error'))
    assert.deepEqual(meant, [])
    assert.equal(sandbox.world.settings.outage, 'none')
  })

  it('given a scene that fails, then it is told, and the others go on', async () => {
    const broken: Script = {
      ...(SCRIPTS[0] as Script),
      // biome-ignore lint/correctness/useYield: it fails before it would.
      async *play() {
        throw new Error('It broke.')
      },
    }
    const spray = SCRIPTS.find(({ name }) => name === 'spray') as Script
    const timetable: Timetable = {
      ...NOTHING,
      troublesOn: (day) =>
        day === FIRST ? [broken, spray].map((script, number) => ({ time: BEGIN + HOUR, script, number })) : [],
    }
    const { errors, meant } = await played(timetable, [0, 2 * HOUR])
    assert.deepEqual(errors.map(String), ['Error: It broke.'])
    assert.deepEqual(meant, [{ what: 'finding', detection: 'password-spray', person: null }])
  })

  it('given a speed, then so many times as much happens, and at the hours at which it usually does', () => {
    const fast = timetableOf({ people: PEOPLE, seed: SEED, speed: 10 })
    const [usual, busy] = [EVERYDAY.signInsOn(FIRST), fast.signInsOn(FIRST)]
    assert.ok(busy.length > 8 * usual.length && busy.length < 12 * usual.length)
    assert.ok(busy.every(({ time }) => time >= BEGIN && time < BEGIN + DAY))
    const atNight = (list: typeof busy) => list.filter(({ time }) => time < BEGIN + 3 * HOUR).length / list.length
    assert.ok(Math.abs(atNight(usual) - atNight(busy)) < 0.15)
    assert.equal(fast.troublesOn(FIRST).length, 10 * EVERYDAY.troublesOn(FIRST).length)
    assert.deepEqual(fast.troublesOn(FIRST), timetableOf({ people: PEOPLE, seed: SEED, speed: 10 }).troublesOn(FIRST))
  })
})
