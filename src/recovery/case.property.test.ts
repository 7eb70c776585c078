/**
 * Rules of DESIGN §3 over random histories. An oracle that reads nothing but the facts says what is wrong; and of each rule a
 * violation is planted, which it has to find.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type CheckId, type Rests, restsOf } from '../verification/index.ts'
import type { Rules } from './authority.ts'
import { type Case, type CaseState, evolve } from './case.ts'
import { type Command, decide } from './decide.ts'
import type { CaseFact } from './entries.ts'
import { wrongWith, wrongWithClaimants, wrongWithEnd } from './oracle.ts'
import { ANA, HOUR_MS, MINUTE_MS, NOON, POLICY, recipe, ruled } from './sample-case.ts'

const LONG = process.env.POSTERN_LONG === '1'
const HISTORIES = LONG ? 100_000 : 10_000
/** As many as it takes: a planted violation that this many do not show counts as not found. */
const PLANTED_MAX = 400_000
const SEED = Number(process.env.POSTERN_SEED ?? Math.floor(Math.random() * 2 ** 31))

type Decide = typeof decide

describe('a case over random histories', () => {
  it(`property: whatever happens, in ${HISTORIES} histories, access is given only as the rules say (seed ${SEED})`, () => {
    console.log(`cases: seed ${SEED}, ${HISTORIES} histories`)
    let given = 0
    fc.assert(
      fc.property(anyHistory(), (history) => {
        const told = tell(history, decide)
        given += told.given
        assert.equal(told.wrong, undefined)
      }),
      { numRuns: HISTORIES, seed: SEED },
    )
    // Histories in which nothing is ever given would hold whatever the code did.
    assert.ok(given > HISTORIES / 50, `access was given ${given} times only`)
  })

  for (const [rule, mutant] of Object.entries(mutants())) {
    it(`planted: ${rule}`, () => {
      const { counterexample } = fc.check(
        fc.property(anyHistory(), (history) => !isBroken(tell(history, mutant).wrong, rule)),
        { numRuns: PLANTED_MAX, seed: SEED, endOnFailure: true },
      )
      assert.ok(counterexample !== null, `nobody noticed: ${rule}`)
    })
  }
})

/** Whether it is this rule that the oracle names: another one would be chance. */
function isBroken(wrong: string | undefined, rule: string): boolean {
  const [, numbers = ''] = /^rules? ([\d, ]+)/.exec(rule) ?? []
  return numbers.split(', ').some((number) => new RegExp(`rules? ([\\d, ]+ )?${number}\\b`).test(wrong ?? ''))
}

/** Each breaks one rule, by showing the Decider a state or rules that are better than they are. */
function mutants(): Readonly<Record<string, Decide>> {
  const seen =
    (better: (state: Case, command: Command) => Case): Decide =>
    (state, command) =>
      decide(state === undefined ? state : better(state, command), command)
  const told =
    (better: (rules: Rules) => Rules): Decide =>
    (state, command) =>
      decide(state, 'rules' in command ? { ...command, rules: better(command.rules) } : command)
  const claimantOf = (command: Command) => ('claimant' in command ? (command.claimant ?? '') : '')
  return {
    'rule 1: evidence is the case’s, and not the claimant’s': seen((state, command) => ({
      ...state,
      claimants: new Map([...state.claimants.keys()].map((each) => [each, claimantOf(command)])),
      evidence: state.evidence.map((piece) => ({ ...piece, claimant: claimantOf(command) })),
      wait: state.wait && { ...state.wait, claimant: claimantOf(command) },
    })),
    'rule 1: a second one who passes a check is overlooked': seen((state, command) =>
      command.do === 'give-evidence' ? { ...state, evidence: [] } : state,
    ),
    'rule 2: everything is independent': seen((state) => ({
      ...state,
      evidence: state.evidence.map((piece) => ({ ...piece, rests: ownNames(piece.id, piece.rests) })),
    })),
    'rule 3, 4: everybody is standard': seen((state) => ({ ...state, tier: 'standard' })),
    'rule 8: only the version that it was opened under': told((rules) => ({ ...rules, inForce: rules.opened })),
    'rule 8: only the version in force': told((rules) => ({ ...rules, opened: rules.inForce })),
    'rule 8: old evidence is fresh': seen((state, command) => ({
      ...state,
      evidence: state.evidence.map((piece) => ({
        ...piece,
        at: Math.max(piece.at, (state.wait?.began ?? timeOf(command)) - 1),
      })),
    })),
    'rule 9: any session gets it': seen((state, command) =>
      state.pickedUp === undefined
        ? state
        : { ...state, pickedUp: { ...state.pickedUp, claimant: claimantOf(command) } },
    ),
    'rule 9: days later the session still gets it': seen((state, command) =>
      command.do === 'give' && state.pickedUp === undefined && state.wait !== undefined
        ? { ...state, pickedUp: { claimant: command.claimant, at: command.at } }
        : state,
    ),
    'rule 13: a case that is over goes on': seen((state) =>
      state.is === 'over' ? { ...state, is: 'waiting' } : state,
    ),
    'rule 13: a freeze is ignored': told((rules) => ({ ...rules, isFrozen: false })),
    'rule 14: any answer will do': seen((state) =>
      state.wait === undefined ? state : { ...state, wait: { ...state.wait, answers: [{}] } },
    ),
    'rule 15: time without Postern counts': seen((state) =>
      state.wait === undefined ? state : { ...state, wait: { ...state.wait, heldMs: 0 } },
    ),
    'rule 15: the wait counts before the notices': seen((state) =>
      state.wait === undefined ? state : { ...state, wait: { ...state.wait, countsFrom: state.wait.began } },
    ),
    'rule 15: a clock that jumped is believed': told((rules) => ({ ...rules, isClockInDoubt: false })),
    'rule 16: who gave evidence approves': seen((state) => ({ ...state, involved: new Set() })),
    'rule 17: any sign-in proves it': seen((state) => ({
      ...state,
      remedies: new Map([...state.remedies].map(([id, ordered]) => [id, { ...ordered, settled: 0 }])),
    })),
  }
}

function timeOf(command: Command): number {
  return command.do === 'open' ? command.opened.at : command.at
}

function ownNames(id: string, rests: Rests): Rests {
  return Object.fromEntries(Object.keys(rests).map((facet) => [facet, [`${facet}-of-${id}`]]))
}

interface Told {
  readonly wrong: string | undefined
  readonly given: number
}

/** Plays a history; what is said of commands and times makes them fit the state, so that most of them get somewhere. */
function tell({ steps, ...recipes }: History, by: Decide): Told {
  let state: CaseState
  let at = NOON
  let given = 0
  let lastGiven = 'none'
  const facts: CaseFact[] = []
  for (const [index, step] of [OPENED, ...steps].entries()) {
    at += step.after
    const command = step.command(at, `x${index}`, recipes, lastGiven)
    const decided = by(state, command)
    for (const fact of decided.facts) {
      facts.push(fact)
      state = evolve(state, fact)
      const rules = 'rules' in command ? command.rules : ruled([])
      if (fact.type === 'remedy-ordered' && fact.data.sort === 'giving') {
        given++
        lastGiven = fact.data.remedy
      }
      const wrong = wrongWith(facts, rules)
      if (wrong !== undefined) return { wrong, given }
    }
    const wrong = wrongWithClaimants(facts) ?? wrongWithEnd(facts)
    if (wrong !== undefined) return { wrong, given }
  }
  return { wrong: undefined, given }
}

interface Step {
  /** Milliseconds since the step before. */
  readonly after: number
  readonly command: (at: number, id: string, rules: Recipes, lastGiven: string) => Command
}
/** Of the policy that the case was opened under, and of the one in force. */
type Recipes = Pick<Rules, 'opened' | 'inForce'>
interface History extends Recipes {
  readonly steps: readonly Step[]
}

const OPENED: Step = {
  after: 0,
  command: (at) => ({
    do: 'open',
    opened: { at, person: ANA, subject: 'ana', via: 'phone', by: { id: 'tom', human: 'tom' }, deadline: null },
    assessed: { at, tier: 'standard', threat: 'normal', policy: POLICY, cautions: [] },
    joined: { at, claimant: 'first', kind: 'session', source: 'first', by: null },
  }),
}

const EASY = recipe('easy', [['saved-code'], ['password', 'manager']])
const SLOW = recipe('slow', [['totp', 'saved-code'], ['manager']], HOUR_MS)
const AGREED = recipe('agreed', [['callback-landline', 'email-code'], ['totp']], 0, 1)
const CODES = recipe('codes', [['saved-code'], ['totp']])
const RECIPES = [[EASY], [SLOW], [AGREED], [CODES], [EASY, SLOW], [SLOW, AGREED]]

const PASSED: readonly (readonly [CheckId, Rests])[] = [
  ['saved-code', { device: ['sheet'] }],
  ['password', {}],
  ['totp', { device: ['pixel'] }],
  ['totp', { device: ['sheet'] }],
  ['manager', { person: ['bo'] }],
  ['email-code', { mailbox: ['mail'] }],
  ['callback-landline', { number: ['desk'], person: ['riya'] }],
  ['recent-activity', {}],
]
const CLAIMANTS = [...Array.from({ length: 9 }, () => 'a'), 'b']
/** What somebody who gets anywhere begins with. */
const KITS = [
  [PASSED[0]!, PASSED[1]!],
  [PASSED[0]!, PASSED[4]!],
  [PASSED[2]!, PASSED[4]!],
  [PASSED[3]!, PASSED[0]!],
  [PASSED[5]!, PASSED[2]!],
  [PASSED[6]!, PASSED[2]!],
] as const
const HUMANS = ['tom', 'riya', 'max', 'bo', 'ana']

function anyHistory(): fc.Arbitrary<History> {
  const claimant = fc.constantFrom(...CLAIMANTS)
  const after = fc.constantFrom(0, MINUTE_MS, MINUTE_MS, 40 * MINUTE_MS, HOUR_MS, 30 * HOUR_MS)
  const recipes = fc.constantFrom(...RECIPES)
  const trouble = fc
    .integer({ min: 0, max: 19 })
    .map((chance) => ({ isFrozen: chance === 4, isClockInDoubt: chance === 5 }))
  const rests = fc.constantFrom<Rests>(
    { mailbox: ['private'] },
    { person: ['bo'] },
    { device: null },
    { number: ['own'] },
  )
  const human = fc.constantFrom(...HUMANS).map((name) => ({ id: name, human: name }))
  const step = (arbitrary: fc.Arbitrary<Step['command']>) => fc.record({ after, command: arbitrary })

  const joins = claimant.map(joining)
  const passes = fc
    .tuple(fc.constantFrom('give-evidence' as const, 'pick-up' as const), claimant, fc.constantFrom(...PASSED))
    .map(([verb, each, [check, known]]) => passing(verb, each, check, known))
  const waits = fc.tuple(claimant, trouble).map(([each, more]): Step['command'] => (at, _, recipes) => {
    return { do: 'begin-wait', at, claimant: each, rules: ruled([], { ...recipes, ...more }) }
  })
  const gives = fc.tuple(claimant, trouble).map(([each, more]): Step['command'] => (at, remedy, recipes) => {
    return { do: 'give', at, remedy, verb: 'issue-pass', claimant: each, rules: ruled([], { ...recipes, ...more }) }
  })
  const told = fc.constant<Step['command']>((at) => ({ do: 'note-notices', at, channels: ['mail'] }))
  const answers = rests.map((on): Step['command'] => (at) => ({ do: 'answer-notice', at, channel: 'mail', rests: on }))
  const approves = human.map((by): Step['command'] => (at) => ({ do: 'approve', at, by }))
  const holds = fc.constantFrom(30 * MINUTE_MS, 20 * HOUR_MS).map((ms): Step['command'] => (at) => ({
    do: 'hold-wait',
    at,
    from: at - ms,
  }))
  const assesses = fc.constantFrom('standard' as const, 'privileged' as const).map((tier): Step['command'] => (at) => {
    return { do: 'assess', at, tier, threat: 'normal', policy: POLICY, cautions: [] }
  })
  const stops = fc.constant<Step['command']>((at) => ({ do: 'stop', at, channel: 'mail', by: null }))
  const settles = fc.nat(30).map((index): Step['command'] => (at) => ({
    do: 'settle',
    at,
    remedy: `x${index}`,
    outcome: 'done',
  }))
  const proves = fc.constantFrom(0, 50 * MINUTE_MS).map((ago): Step['command'] => (at) => ({
    do: 'prove',
    at,
    event: 'e',
    began: at - ago,
  }))

  const anything = fc.oneof(
    { arbitrary: step(passes), weight: 4 },
    { arbitrary: step(waits), weight: 3 },
    { arbitrary: step(gives), weight: 6 },
    { arbitrary: step(told), weight: 2 },
    { arbitrary: step(answers), weight: 2 },
    { arbitrary: step(approves), weight: 2 },
    { arbitrary: step(joins), weight: 1 },
    { arbitrary: step(holds), weight: 2 },
    { arbitrary: step(assesses), weight: 1 },
    { arbitrary: step(settles), weight: 2 },
    { arbitrary: step(proves), weight: 2 },
    { arbitrary: step(stops), weight: 1 },
  )
  // They begin as real ones do: somebody joins, passes two checks, and the notices go out. Then anything may happen, and in many
  // the rest of a real one among it.
  const begun = fc
    .tuple(fc.constantFrom(...KITS), step(waits), step(told))
    .map(([kit, waited, sent]): readonly Step[] => [
      { after: 0, command: joining('a') },
      ...kit.map(([check, known]) => ({ after: MINUTE_MS, command: passing('give-evidence', 'a', check, known) })),
      waited,
      sent,
    ])
  const ended = fc
    .tuple(step(answers), step(approves), fc.constantFrom('a', 'b'), fc.constantFrom(...PASSED), step(gives))
    .map(([answer, approve, each, [check, known], give]): readonly Step[] => [
      answer,
      approve,
      { after: 0, command: joining(each) },
      { after: HOUR_MS, command: passing('pick-up', each, check, known) },
      give,
    ])
  const proved = fc
    .tuple(step(gives), fc.constantFrom(0, 50 * MINUTE_MS))
    .map(([give, ago]): readonly Step[] => [
      give,
      { after: MINUTE_MS, command: (at, _, __, last) => ({ do: 'settle', at, remedy: last, outcome: 'done' }) },
      { after: MINUTE_MS, command: (at) => ({ do: 'prove', at, event: 'e', began: at - ago }) },
    ])
  const some = fc.array(anything, { maxLength: 6 })
  const steps = fc
    .tuple(begun, some, fc.option(ended), fc.option(proved), some)
    .map(([first, then, end, proof, last]) => [...first, ...then, ...(end ?? []), ...(proof ?? []), ...last])
  const either = fc.tuple(recipes, fc.option(recipes)).map(([opened, other]) => ({ opened, inForce: other ?? opened }))
  return fc.tuple(either, steps).map(([rules, each]) => ({ ...rules, steps: each }))
}

function joining(claimant: string): Step['command'] {
  return (at) => ({ do: 'join', at, claimant, kind: 'session', source: claimant, by: null })
}

function passing(verb: 'give-evidence' | 'pick-up', claimant: string, check: CheckId, known: Rests): Step['command'] {
  return (at, evidence) => ({ do: verb, at, evidence, claimant, check, rests: restsOf(check, known), by: null })
}
