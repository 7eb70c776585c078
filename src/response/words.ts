/** What steps of playbooks are called, and what the entries about playbooks and their responses say. */
import { type NameOf, type Sentences, textOf } from '../ledger/index.ts'

/** By what a step does. */
export const STEP_WORDS: Readonly<Record<string, string>> = {
  notify: 'Tell people',
  'refuse-source': 'Refuse the address',
  'end-sessions': 'End all sessions',
  'require-password-reset': 'Require a new password',
  'add-to-high-risk-group': 'Ask for stronger authentication',
  suspend: 'Suspend the account',
}

const HELD: Readonly<Record<string, string>> = {
  limit: 'The playbook would act on more people than its limit allows',
  paused: 'Playbooks are paused',
  stale: 'The finding is too old to act on by itself',
}
const OUTCOMES: Readonly<Record<string, string>> = {
  done: 'was done',
  already: 'was so already',
  failed: 'failed',
  refused: 'was refused',
  skipped: 'was left out',
}

const name = (id: unknown, nameOf: NameOf): string => (typeof id === 'string' ? nameOf(id) : 'Somebody')

export const RESPONSE_SENTENCES: Sentences = {
  'playbook-set': ({ playbook }) => `The playbook “${textOf(playbook)}” was put into force.`,
  'playbook-removed': ({ playbook }) => `The playbook “${textOf(playbook)}” was taken out of force.`,
  'playbooks-paused': ({ by, reason }, nameOf) => `${whoPaused(by, nameOf)} paused all playbooks: “${textOf(reason)}”.`,
  'playbooks-resumed': () => 'The playbooks run again.',
  'response-opened': ({ playbook, as, steps }) =>
    `The playbook “${textOf(playbook)}” ${as === 'report' ? 'would answer' : 'answers'} a finding: ${stepsIn(steps)}.`,
  'response-held': ({ because }) => `${HELD[textOf(because)] ?? textOf(because)}: it waits for a person.`,
  'response-approved': ({ by, step }, nameOf) => `${name(by, nameOf)} approved ${stepOf(step)}.`,
  'response-declined': ({ by }, nameOf) => `${name(by, nameOf)} declined it: nothing more is done.`,
  'response-expired': () => 'Nobody decided in time: nothing more is done.',
  'response-withdrawn': () => 'Sign-ins that came later took the finding’s ground away: nothing more is done.',
  'step-ended': ({ step, outcome, code }) => ended(stepOf(step), outcome, code),
  'undo-approved': ({ by, steps }, nameOf) =>
    `${name(by, nameOf)} decided to take back ${Array.isArray(steps) ? steps.map(stepOf).join(', ') : 'what was done'}.`,
  'undo-ended': ({ step, outcome, code }) => ended(`Taking back ${stepOf(step)}`, outcome, code),
}

function ended(what: string, outcome: unknown, code: unknown): string {
  const text = `${what} ${OUTCOMES[textOf(outcome)] ?? textOf(outcome)}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${code === undefined ? '' : ` (${textOf(code)})`}.`
}

/** Steps are numbered from 0 in entries, and from 1 for people. */
function stepOf(step: unknown): string {
  return typeof step === 'number' ? `step ${step + 1}` : 'a step'
}

function stepsIn(steps: unknown): string {
  if (!Array.isArray(steps) || steps.length === 0) return 'no step'
  return steps
    .map((step) => {
      const what = textOf((step as { readonly do?: unknown } | null)?.do)
      return (STEP_WORDS[what] ?? what).toLowerCase()
    })
    .join(', ')
}

function whoPaused(by: unknown, nameOf: NameOf): string {
  const text = textOf(by)
  return text.startsWith('staff/') ? nameOf(text.slice('staff/'.length)) : text === '?' ? 'Somebody' : 'A limit'
}
