/**
 * The diagnosis of a log: rows in the order of their time go in, verdicts come out.
 *
 * Each row is first judged against the person's surroundings so far, then seen by all detections and by the lockouts, and
 * only then learned from, unless it was itself an attack. At the end lockouts are judged, attributed to outages where one
 * explains them, and gathered where they are one story.
 */
import { ALL_DETECTIONS, createDetections, isAttack, type OpenFinding } from '../detection/index.ts'
import {
  createRoster,
  createSurroundings,
  type IsEmergency,
  type IsOurs,
  type Roster,
  type Surroundings,
} from '../profile/index.ts'
import type { SignIn } from '../signin/index.ts'
import { createAcquaintance } from './acquaintance.ts'
import { type Administrators, createAdministrators } from './administrators.ts'
import { createFailedAttempts, type FailuresOverTime } from './failed-attempts.ts'
import { type Judged, judge, overrule } from './judged.ts'
import { type JudgedOutage, judgeOutage } from './judged-outage.ts'
import { createLockouts } from './lockouts.ts'
import { createOutages } from './outages.ts'
import { type Blocking, type PolicyChange, policiesThatBlock, policyChangeOf } from './policy-blocks.ts'
import { attributeToEnforcement, attributeToOutages, gather } from './wide.ts'

export interface Verdicts {
  readonly findings: readonly OpenFinding[]
  readonly lockouts: readonly Judged[]
  readonly outages: readonly JudgedOutage[]
  readonly policyBlocks: readonly Blocking[]
  readonly failedAttempts: FailuresOverTime
  readonly surroundings: Surroundings
  /** Is an attack on this person going on in this time? */
  underAttack(person: string, start: number, end: number): boolean
}

export interface DiagnosisOptions {
  /** Which accounts are for emergencies, besides those that are called so. */
  readonly emergency?: IsEmergency
  /** Which changes are made under the name of a credential of ours: of those more needs a case. */
  readonly ours?: IsOurs
}

export interface Diagnosis {
  /** Takes the next row. Rows come in the order of (time, id), without duplicates. */
  see(signIn: SignIn): void
  /** Ends a log. `now` is the time of its last row. */
  finish(now: number): Verdicts
  /** What is known at `now` while the stream goes on. Rows that come afterwards are not older than what was seen. */
  soFar(now: number): Verdicts
  /** The findings of `soFar` alone, which cost less. */
  findingsSoFar(now: number): Pick<Verdicts, 'findings' | 'surroundings'>
}

export function createDiagnosis(options: DiagnosisOptions = {}): Diagnosis {
  return diagnosisOver(createRoster(options.emergency), options, () => true)
}

/**
 * Two diagnoses of the same rows: in the first what becomes usual for people is of all rows, in the second only of those that
 * were read and not pushed. Each row is shown to both, one right after the other: they have one roster.
 */
export function createTrustingPair(options: DiagnosisOptions = {}): readonly [all: Diagnosis, wary: Diagnosis] {
  const roster = createRoster(options.emergency)
  return [diagnosisOver(roster, options, () => true), diagnosisOver(roster, options, ({ pushed }) => !pushed)]
}

function diagnosisOver(roster: Roster, { ours }: DiagnosisOptions, isLearned: (signIn: SignIn) => boolean): Diagnosis {
  const surroundings = createSurroundings(roster, ours)
  const detections = createDetections(ALL_DETECTIONS, surroundings)
  const lockouts = createLockouts()
  const outages = createOutages()
  const failedAttempts = createFailedAttempts()
  const administrators = createAdministrators(surroundings)
  const policyChanges: PolicyChange[] = []
  const acquaintance = createAcquaintance()

  /** `silentAt`: when what had no answer yet counts as unanswered. */
  function told(now: number, silentAt: number): Verdicts {
    detections.wait(silentAt)
    const attacks = detections.findings.filter(isAttack)
    const attacked = attackIndex(attacks, ({ person }) => [person])
    const judged = lockouts
      .told(now)
      .map(judge)
      .filter((one) => !isAttackersOwn(one, attacked))
    const judgedOutages = outages.found.map(judgeOutage)
    attributeToOutages(judged, judgedOutages)
    attributeToEnforcement(judged, policyChanges, surroundings.people, acquaintance.since())
    const gathered = gather(judged, surroundings.people)
    for (const one of gathered) attributeToSoleAdministrator(one, administrators)
    return {
      findings: detections.findings,
      lockouts: gathered,
      outages: judgedOutages,
      policyBlocks: policiesThatBlock(judged, policyChanges),
      failedAttempts: failedAttempts.told(),
      surroundings,
      // Whose password a spray has is not let in on a word either, though what failed at their desk was their own.
      underAttack: attackIndex(attacks, ({ person, taken }) => [person, ...(taken ?? [])]),
    }
  }

  return {
    see(signIn) {
      if (signIn.activity === 'refresh') return lockouts.renewed(signIn)
      if (signIn.activity === 'other' || signIn.activity === 'sign-out') return
      const about = surroundings.about(signIn)
      acquaintance.see(signIn.time, surroundings.people)
      // First of all, so that a role that is granted in this very row already counts.
      administrators.see(signIn)
      const attacked = detections.see(signIn, about)
      lockouts.see(signIn, about)
      outages.see(signIn)
      failedAttempts.see(signIn)
      const change = policyChangeOf(signIn)
      if (change !== undefined) policyChanges.push(change)
      if (!attacked && isLearned(signIn)) surroundings.learn(signIn)
    },
    finish: (now) => told(now, Number.POSITIVE_INFINITY),
    soFar: (now) => told(now, now),
    findingsSoFar(now) {
      detections.wait(now)
      return { findings: detections.findings, surroundings }
    },
  }
}

const AROUND_MS = 60 * 60_000

function attackIndex(
  attacks: readonly OpenFinding[],
  victimsOf: (attack: OpenFinding) => readonly string[],
): Verdicts['underAttack'] {
  const byPerson = new Map<string, OpenFinding[]>()
  for (const attack of attacks) {
    for (const person of victimsOf(attack)) {
      const list = byPerson.get(person)
      if (list === undefined) byPerson.set(person, [attack])
      else list.push(attack)
    }
  }
  return (person, start, end) =>
    byPerson.get(person)?.some((finding) => finding.start <= end + AROUND_MS && finding.end >= start - AROUND_MS) ===
    true
}

/** Prompts that an attacker sends and the person leaves unanswered are no lockout of that person. */
function isAttackersOwn(judged: Judged, underAttack: Verdicts['underAttack']): boolean {
  const { lockout } = judged
  if (!Number.isNaN(lockout.saidAt)) return false
  return underAttack(lockout.person, lockout.start, lockout.last)
}

function attributeToSoleAdministrator(judged: Judged, administrators: Administrators): void {
  const { lockout, scope } = judged
  if (scope === 'one' && administrators.isSole(lockout.tenant, lockout.person, lockout.start)) {
    overrule(judged, 'sole-administrator', 0.8)
  }
}
