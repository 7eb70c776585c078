/** What must hold of a change of settings, whatever is tried with it in any order (DESIGN §3 rule 24). */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { type ChangeState, evolve } from './change.ts'
import { type Command, decide } from './decide.ts'
import type { ChangeFact } from './entries.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const DAY_MS = 86_400_000
/** A constant of the test: the rule's number, not the code's. */
const WEEK_MS = 7 * DAY_MS

const digest = (text: string): string => text.padEnd(43, '-')
const anyone = fc.constantFrom('ada', 'bo', 'cleo')
const anyStand = fc.constantFrom(digest('as-it-was'), digest('as-it-was'), digest('otherwise'))
const usually = fc.constantFrom(true, true, true, false)

type Make = (at: number) => Command
const anyCommand: fc.Arbitrary<Make> = fc.oneof(
  fc.record({ by: anyone, weakens: fc.boolean() }).map(
    ({ by, weakens }): Make =>
      (at) => ({
        type: 'propose',
        at,
        change: 'c1',
        kind: 'retention',
        by,
        data: {},
        weakens,
        stands: digest('as-it-was'),
      }),
  ),
  fc.record({ by: anyone, isProposerIn: usually, isSameHuman: usually.map((value) => !value), stands: anyStand }).map(
    (said): Make =>
      (at) => ({ type: 'confirm', at, ...said }),
  ),
  anyone.map(
    (by): Make =>
      (at) => ({ type: 'withdraw', at, by }),
  ),
  anyone.map(
    (by): Make =>
      (at) => ({ type: 'fail', at, by, code: 'ERR_X', message: 'It cannot be done.' }),
  ),
  fc.constant<Make>((at) => ({ type: 'expire', at })),
)
const anyPlay = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 * DAY_MS }), anyCommand), { maxLength: 20 })

interface Played {
  readonly state: ChangeState
  readonly facts: readonly ChangeFact[]
}

function play(steps: readonly (readonly [number, Make])[], decider = decide): Played {
  let state: ChangeState
  let now = NOON
  const facts: ChangeFact[] = []
  for (const [waitMs, make] of steps) {
    now += waitMs
    const decided = decider(state, make(now))
    for (const fact of decided.facts) {
      state = evolve(state, fact)
      facts.push(fact)
    }
  }
  return { state, facts }
}

function invariants({ state, facts }: Played): void {
  const said = <Type extends ChangeFact['type']>(type: Type) =>
    facts.flatMap((fact) => (fact.type === type ? [fact as Extract<ChangeFact, { type: Type }>] : []))
  const [proposed, ...more] = said('change-proposed')
  assert.equal(more.length, 0, 'one change was proposed twice')
  const applied = said('change-applied')
  assert.ok(applied.length <= 1, 'a change was applied twice')
  const endings = facts.filter(
    ({ type, data }) =>
      ['change-applied', 'change-withdrawn', 'change-expired'].includes(type) || ('ends' in data && data.ends),
  )
  assert.ok(endings.length <= 1, 'a change ended twice')
  if (applied[0] === undefined || proposed === undefined) return
  assert.equal(state?.standing, 'applied')
  const people = new Set([proposed.data.by, ...said('change-confirmed').map(({ data }) => data.by)])
  assert.ok(!proposed.data.weakens || people.size === 2, 'what weakens was applied by fewer than two')
  assert.ok(applied[0].data.at <= proposed.data.at + WEEK_MS, 'a change was applied after a week')
}

describe('a change of settings', () => {
  const property = (decider = decide) => fc.property(anyPlay, (steps) => invariants(play(steps, decider)))

  it('given any commands in any order, then nothing that weakens is applied by fewer than two, and nothing twice', () => {
    holds(property(), 3000)
  })

  it('given any commands, then some changes are applied by two: the property is not empty', () => {
    const seen = fc.sample(anyPlay, { seed: 1, numRuns: 3000 }).map((steps) => play(steps))
    assert.ok(seen.some(({ facts }) => facts.some(({ type }) => type === 'change-confirmed')))
  })

  it('given a Decider that lets one person confirm their own, or waits for ever, then the property fails', () => {
    const alone: typeof decide = (state, command) => {
      if (command.type !== 'confirm' || state?.standing !== 'open') return decide(state, command)
      const about = { at: command.at, change: state.id }
      return {
        facts: [
          { type: 'change-confirmed', data: { ...about, by: command.by } },
          { type: 'change-applied', data: about },
        ],
      }
    }
    mustFail(property(alone), 3000)
    whileWrong(DEFAULTS.approvals, { changeMs: 30 * DAY_MS }, () => mustFail(property(), 3000))
  })
})
