import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { OUTCOMES, PROVIDERS, REASONS, type Reason, STEPS } from '../sign-in.ts'
import type { Entry } from './entry.ts'
import { ENTRIES_OF_ALL, lookUp, MAYBE_ATTACK } from './index.ts'

const GIVES_ACCESS = /\b(re-?set|re-?enrol|re-?register|remove|delete|unlock|bypass|exempt)/i

/** Switching the second step off, or letting somebody go without it (DESIGN.md, rule 10: never, not for a minute). */
const PROTECTION = '(MFA|multi-?factor|two-?(step|factor)|2SV|2-Step|challenge)'
const WEAKENS = new RegExp(
  `\\b(turn|switch)\\b.*${PROTECTION}.*\\boff\\b|\\b(disable|deactivate|turn off|switch off)\\b.*${PROTECTION}|\\b(excuse|exempt|bypass)\\b`,
  'i',
)

/** “Reset nothing” is good advice: what counts is a clause that tells to do it. */
function tellsTo(what: RegExp, next: string): boolean {
  const clauses = next.split(/[.,;:]/)
  return clauses.some((clause) => what.test(clause) && !/\b(never|not|no|nobody|nothing)\b/i.test(clause))
}

/** What events tell that are no sign-in: an account or authenticator came into this state, or somebody sounded the alarm. */
const TOLD_BY_SUCCESS: readonly Reason[] = [
  'none',
  'locked',
  'disabled',
  'password-expired',
  'authenticator-invalid',
  'reported',
]

/** A page or a question on the way, by the meaning of the word. */
const ONLY_INTERRUPTS: readonly Reason[] = ['second-step-asked', 'enrolment-required', 'page-shown']

const names = (entries: readonly Entry[]) => entries.map((entry) => `${entry.provider} ${entry.code}`)
const those = (wrong: (entry: Entry) => boolean) => names(ENTRIES_OF_ALL.filter(wrong))

test('given advice that forbids a reset, then it is not taken for one that tells to do it', () => {
  assert.equal(tellsTo(GIVES_ACCESS, 'Hand it to security, and reset no authenticator.'), false)
  assert.equal(tellsTo(GIVES_ACCESS, 'Never remove a key for a caller.'), false)
  assert.equal(tellsTo(GIVES_ACCESS, 'Do not wait; reset the authenticator.'), true)
  assert.equal(tellsTo(GIVES_ACCESS, 'Re-enrol the phone.'), true)
  assert.equal(tellsTo(WEAKENS, 'If not, turn the login challenge off for ten minutes.'), true)
  assert.equal(tellsTo(WEAKENS, 'Disable MFA for the call.'), true)
  assert.equal(tellsTo(WEAKENS, 'Do not exempt the account from MFA.'), false)
})

describe('given every entry of the catalogue', () => {
  test('then there are hundreds of them, so that the other tests look at something', () => {
    assert.ok(ENTRIES_OF_ALL.length > 400, `${ENTRIES_OF_ALL.length} entries`)
  })

  test('then every word of the vocabulary is one of the closed lists', () => {
    const wrong = those(
      (entry) =>
        !PROVIDERS.includes(entry.provider) ||
        !STEPS.includes(entry.step) ||
        !OUTCOMES.includes(entry.outcome) ||
        !REASONS.includes(entry.reason),
    )
    assert.deepEqual(wrong, [])
  })

  test('then each has a title of one line, sentences that end, and a source', () => {
    assert.deepEqual(
      those(({ title }) => !/^[\p{Lu}\p{N}“][^\n]{3,99}[^.\s]$/u.test(title)),
      [],
    )
    assert.deepEqual(
      those(({ meaning }) => !/^[\p{Lu}“][^\n]{20,}[.?]$/u.test(meaning)),
      [],
    )
    assert.deepEqual(
      those(({ next }) => !/^[\p{Lu}“][^\n]{3,}[.?]$/u.test(next)),
      [],
    )
    assert.deepEqual(
      those(({ source }) => source.length < 4),
      [],
    )
  })

  test('then it can be read by a tired person: no meaning and no next step longer than 70 words', () => {
    const long = (text: string) => text.split(' ').length > 70
    assert.deepEqual(
      those(({ meaning, next }) => long(meaning) || long(next)),
      [],
    )
  })

  test('then no vendor has one code twice', () => {
    const seen = new Set<string>()
    const twice = names(ENTRIES_OF_ALL).filter((name) => seen.size === seen.add(name).size)
    assert.deepEqual(twice, [])
  })

  test('then each is found under its own code', () => {
    assert.deepEqual(
      those((entry) => lookUp(entry.provider, entry.code) !== entry),
      [],
    )
  })

  test('then an interrupt is never told as a failure', () => {
    assert.deepEqual(
      those(({ reason, outcome }) => ONLY_INTERRUPTS.includes(reason) && outcome !== 'interrupt'),
      [],
    )
  })

  test('then what succeeded has no reason for failing, and what failed has one', () => {
    assert.deepEqual(
      those(({ outcome, reason }) => outcome === 'success' && !TOLD_BY_SUCCESS.includes(reason)),
      [],
    )
    assert.deepEqual(
      those(({ outcome, reason }) => outcome === 'failure' && reason === 'none'),
      [],
    )
  })

  test('then reasons stand at the step that they belong to', () => {
    const first: readonly Reason[] = ['wrong-password', 'unknown-user']
    const account: readonly Reason[] = ['disabled', 'password-expired']
    assert.deepEqual(
      those(({ reason, step }) => first.includes(reason) && step !== 'first'),
      [],
    )
    assert.deepEqual(
      those(({ reason, step }) => account.includes(reason) && step !== 'account'),
      [],
    )
  })

  test('then what may be an attack is never answered with a reset', () => {
    const asked = ENTRIES_OF_ALL.filter(({ reason }) => MAYBE_ATTACK.has(reason))
    assert.ok(asked.length >= 10, `${asked.length} such entries`)
    assert.deepEqual(names(asked.filter(({ next }) => tellsTo(GIVES_ACCESS, next))), [])
  })

  test('then no advice lets anybody go without the second step', () => {
    assert.deepEqual(
      those(({ next }) => tellsTo(WEAKENS, next)),
      [],
    )
  })
})

describe('given a code that no catalogue has', () => {
  test('when it is looked up, then nothing is found, for any provider', () => {
    for (const provider of PROVIDERS) {
      assert.equal(lookUp(provider, 'no such code'), undefined)
      assert.equal(lookUp(provider, ''), undefined)
      assert.equal(lookUp(provider, 'constructor'), undefined)
    }
  })
})
