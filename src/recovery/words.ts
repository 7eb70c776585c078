/** What the entries of a case say. */
import { type NameOf, type Sentences, textOf } from '../ledger/index.ts'
import { CHECKS, isCheck } from '../verification/index.ts'

const ENDED: Readonly<Record<string, string>> = {
  recovered: 'The person is back in: the case is over.',
  stopped: 'The recovery was stopped. Nothing gives access until two people end the freeze.',
  contested: 'Two who asked both passed a check: the case is contested and over.',
  refused: 'The recovery was refused.',
  escalated: 'The case was handed on, to security or to the vendor.',
  expired: 'Nobody went on with the recovery in time: it expired, and nothing was given.',
  abandoned: 'Nobody went on with the case, and it ended.',
}

function checkNamed(check: unknown): string {
  return typeof check === 'string' && isCheck(check) ? CHECKS[check].name : 'a check'
}

function byStaff(by: unknown, nameOf: NameOf): string {
  const id = typeof by === 'object' && by !== null && 'id' in by ? textOf(by.id) : undefined
  return id === undefined ? '' : ` by ${nameOf(id)}`
}

function minutes(ms: unknown): string {
  return typeof ms === 'number' ? `${Math.round(ms / 60_000)} minutes` : 'Some time'
}

export const CASE_SENTENCES: Sentences = {
  'case-opened': ({ via, by }, nameOf) => `A recovery was asked for (${textOf(via)})${byStaff(by, nameOf)}.`,
  'case-assessed': ({ tier, threat }) => `Assessed as ${textOf(tier)}, at threat level ${textOf(threat)}.`,
  'claimant-joined': ({ kind }) => `Somebody came to the case, in a ${kind === 'call' ? 'call' : 'browser session'}.`,
  'evidence-given': ({ check, by }, nameOf) => `Passed: ${checkNamed(check)}${byStaff(by, nameOf)}.`,
  'check-failed': ({ check, code }) => `Not passed: ${checkNamed(check)} (${textOf(code)}).`,
  'claimant-recognised': () => 'The strongest check was repeated in another session: it is the same person.',
  'wait-begun': () => 'The evidence is complete. From here on it is measured what was fresh.',
  'notices-sent': ({ channels }) =>
    `Notices went out on ${Array.isArray(channels) ? channels.length : '?'} channels; the wait counts from here.`,
  'notice-answered': () => 'Somebody answered a notice, by a deliberate press.',
  'wait-held': ({ ms }) => `${minutes(ms)} do not count: nobody could have stopped it meanwhile.`,
  'approval-given': ({ by }, nameOf) => `Approved${byStaff(by, nameOf)}.`,
  'approval-refused': ({ by, code }, nameOf) => `An approval${byStaff(by, nameOf)} was refused (${textOf(code)}).`,
  'picked-up': () => 'After the wait a check was repeated: this session may receive what is given.',
  'remedy-ordered': ({ verb, sort }) =>
    `Ordered: ${textOf(verb)}, which ${sort === 'taking' ? 'takes access' : 'gives access'}.`,
  'remedy-settled': ({ outcome }) => `The order has ended: ${textOf(outcome)}.`,
  'recovery-refused': ({ code }) => `Access was asked for and not given (${textOf(code)}).`,
  'sign-in-proved': () => 'A complete new sign-in was read from the provider.',
  'case-closed': ({ as }) => ENDED[textOf(as)] ?? 'The case is over.',
}
