/** What a person could bring, and who could help them: as the directory and the case know it. Pure. */
import type { PersonTier } from '../directory/index.ts'
import { type CheckId, type Evidence, type Rests, restsOf } from '../verification/index.ts'
import { giversOf } from './asked.ts'
import type { Terms } from './both.ts'
import type { Helper } from './people.ts'

export interface Having {
  readonly tier: PersonTier
  /** Each once: of two keys, each; of two landlines, each. */
  readonly things: readonly Thing[]
  /** Who could approve; never the person themselves. */
  readonly approvers: readonly Helper[]
  /** What the claimant has given in this case already. */
  readonly given: readonly Evidence[]
}

/** One thing with which a check can be made. */
export interface Thing {
  readonly check: CheckId
  /** The device, mailbox and number that it rests on; what is not known is left out. People come from `givers`. */
  readonly rests: Pick<Rests, 'device' | 'mailbox' | 'number'>
  /** When Postern saw it change, or its account linked, in milliseconds; null if it was there when everything began. */
  readonly changed: number | null
  /** Who could vouch, attest or confirm. */
  readonly givers: readonly Helper[]
  /** How many of them have to: for trusted contacts. The check's own number, if left out. */
  readonly needed?: number
  /** It cannot be made before then, in milliseconds: a letter is under way. */
  readonly readyAt?: number
  /** Named approvers who would stand in for the one who is meant. */
  readonly isStandIn?: true
}

/** Something that could meet a need: given already, or still to give. */
export interface Candidate {
  readonly evidence: Evidence
  /** Undefined for what was given. */
  readonly thing: Thing | undefined
}

/** What is looked at for each way. */
export interface Situation {
  readonly having: Having
  readonly candidates: readonly Candidate[]
  readonly terms: Terms
}

/** From when on a thing proves something, in milliseconds (rule 5). */
export function countsFrom({ changed }: Thing, { coolOffMs }: Terms): number {
  return changed === null ? Number.NEGATIVE_INFINITY : changed + coolOffMs
}

/** Whether the policy lets it count, whenever. */
export function isAllowed({ check, isStandIn }: Thing, { standIns }: Terms): boolean {
  return isStandIn !== true || standIns.some((one) => one === check)
}

export function neededOf({ check, needed }: Thing): number {
  return needed ?? giversOf(check)
}

/** What counts at `now`, with the least to do first. Things still to give are taken to be given by somebody else each. */
export function candidatesOf({ things, given }: Having, terms: Terms, now: number): readonly Candidate[] {
  const done = given.map((evidence) => ({ evidence, thing: undefined }))
  const possible = things
    .map((thing, index) => ({ thing, evidence: hypothetical(thing, `thing ${index}`, now) }))
    .filter(({ thing }) => isAllowed(thing, terms) && now >= countsFrom(thing, terms))
    .sort(({ thing: one }, { thing: other }) => effort(one, now) - effort(other, now))
  return [...done, ...possible]
}

function hypothetical({ check, rests }: Thing, id: string, now: number): Evidence {
  return { id, check, claimant: CLAIMANT, at: now, rests: restsOf(check, { ...rests, person: [id] }) }
}
/** Of what is not given yet. */
const CLAIMANT = 'the person'

/** Waiting costs more than people. */
function effort(thing: Thing, now: number): number {
  return Math.max(0, (thing.readyAt ?? now) - now) + neededOf(thing)
}
