/** What remedies are called, and what the entries about them say. */
import { type Sentences, textOf } from '../ledger/index.ts'

const VERBS: Readonly<Record<string, string>> = {
  'refuse-source': 'refuse an address',
  'end-sessions': 'end all sessions of a person',
  'require-password-reset': 'require a new password of a person',
  'add-to-high-risk-group': 'ask a person for stronger authentication',
  suspend: 'suspend an account',
  'admit-source': 'admit an address again',
  'take-from-high-risk-group': 'no longer ask a person for stronger authentication',
  unsuspend: 'take back the suspension of an account',
  unlock: 'unlock an account',
  'issue-pass': 'issue a temporary pass to a person',
  'withdraw-pass': 'withdraw the temporary passes of a person',
  'start-enrolment': 'let a person bind a new authenticator',
  'withdraw-enrolment': 'withdraw the open enrolment of a person',
  'remove-authenticator': 'remove an authenticator of a person',
  'reset-password': 'reset a password to one that nobody knows',
  'add-to-group': 'add a person to a group',
  'take-from-group': 'take a person from a group',
}
const OUTCOMES: Readonly<Record<string, string>> = {
  done: 'It is done, and was read back at the provider.',
  already: 'It was so already; nothing was changed.',
}

export const REMEDY_SENTENCES: Sentences = {
  'remedy-started': ({ verb, provider, automatic }) =>
    `Postern set out to ${wordsOf(verb)} at ${textOf(provider)}${automatic === true ? ', by itself' : ''}.`,
  'remedy-ended': ({ outcome, code }) => OUTCOMES[textOf(outcome)] ?? `It failed: ${textOf(code)}.`,
  'remedy-refused': ({ verb, code }) => `To ${wordsOf(verb)} was refused before anything was asked: ${textOf(code)}.`,
}

function wordsOf(verb: unknown): string {
  const text = textOf(verb)
  return VERBS[text] ?? text.replaceAll('-', ' ')
}
