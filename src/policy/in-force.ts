/** The organisation's policies, from its ledger: each entry checked to be ours. */
import { formatInstant } from '../base/time.ts'
import { handleIn, type Ledger, loadState } from '../ledger/index.ts'
import type { Applied, Applying } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Activations, activatedAs, inForce, POLICIES, POLICY_STREAM, policyIn } from './activation.ts'
import type { Policies } from './both.ts'
import type { Counted } from './count.ts'
import { countWays } from './count.ts'
import { lintPolicy } from './lint.ts'
import type { Policy } from './policy.ts'

/** What this room's edge works with. main.ts fills it in, for one organisation. */
export interface PolicyRoom {
  readonly ledger: Ledger
  /** Everybody, with what they have today. Left out where nobody knows: then nobody is counted. */
  everybody?(tx: OrganisationTransaction): Promise<readonly Counted[]>
}

type Room = Pick<PolicyRoom, 'ledger'>

export async function loadActivations(tx: OrganisationTransaction, { ledger }: Room): Promise<Activations> {
  return await loadState(tx, ledger, POLICY_STREAM, POLICIES)
}

/** Throws ERR_POLICY_UNREADABLE. */
export async function policyInForce(tx: OrganisationTransaction, room: Room): Promise<Policy> {
  return policyIn(inForce(await loadActivations(tx, room)))
}

/**
 * What a case has to satisfy that was opened under this version (rule 8): that one, and the one in force. Undefined where the version
 * is not known, as after an update that ships another preset: nothing is given under it. Throws ERR_POLICY_UNREADABLE.
 */
export async function policiesFor(
  tx: OrganisationTransaction,
  room: Room,
  openedUnder: string,
): Promise<Policies | undefined> {
  const activations = await loadActivations(tx, room)
  const opened = activatedAs(activations, openedUnder)
  if (opened === undefined) return undefined
  const now = inForce(activations)
  return opened.version === now.version ? [policyIn(now)] : [policyIn(opened), policyIn(now)]
}

type Activating = Pick<Applying<{ readonly yaml: string }, unknown>, 'data' | 'actor' | 'decisions' | 'now'>

/** The last part of a transaction. */
export async function activatePolicy(
  tx: OrganisationTransaction,
  room: PolicyRoom,
  { data: { yaml }, actor, decisions, now }: Activating,
): Promise<Applied> {
  const left = await whoIsLeft(tx, room, yaml, now)
  if (left !== undefined) return left
  const whose = decisions.length === 0 ? {} : { decisions: [...decisions] }
  const request = { stream: POLICY_STREAM, command: { at: now, yaml }, actor, time: formatInstant(now), ...whose }
  const { refused } = await handleIn(tx, room.ledger, request, POLICIES, { lock })
  return refused === undefined
    ? { applied: true }
    : { applied: false, code: refused.code as `ERR_${string}`, message: refused.message }
}

const NAMED_MAX = 20

/** Nobody is left without a way (DESIGN §6). */
async function whoIsLeft(
  tx: OrganisationTransaction,
  room: PolicyRoom,
  yaml: string,
  now: number,
): Promise<Applied | undefined> {
  const linted = lintPolicy(yaml)
  if ('findings' in linted || room.everybody === undefined) return undefined
  const { without } = countWays(linted.policy, await room.everybody(tx), now)
  if (without.length === 0) return undefined
  const people = without.slice(0, NAMED_MAX).join(', ')
  const message =
    `${without.length} people would have no way back in, not even the last recipe: ${people}${without.length > NAMED_MAX ? ', …' : ''}. ` +
    'Give them a way to get a letter and two people to meet, or name approvers.'
  return { applied: false, code: 'ERR_POLICY_WITHOUT_WAY', message }
}

/** One activation at a time. */
async function lock(tx: OrganisationTransaction): Promise<void> {
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
}
