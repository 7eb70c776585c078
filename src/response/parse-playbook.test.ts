import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type PlaybookProblemCode, parsePlaybook } from './parse-playbook.ts'

const GOOD = `# What it is for.
name: MFA fatigue
when:
  finding: [mfa-fatigue, fatigue-approved]
  severity: high
  tier: standard
mode: report-only for 14 days
people-per-hour: 5
do:
  - notify
  - refuse-source: { for: 90 minutes }
  - end-sessions
  - suspend: { approval: needed }
`

function problem(text: string): readonly [PlaybookProblemCode, number] {
  const parsed = parsePlaybook(text)
  assert.ok('problem' in parsed, 'it was read')
  assert.match(parsed.problem.message, /\.$/)
  return [parsed.problem.code, parsed.problem.line]
}

describe('a playbook in YAML', () => {
  it('given one, then it is read as it stands', () => {
    assert.deepEqual(parsePlaybook(GOOD), {
      playbook: {
        name: 'MFA fatigue',
        findings: ['mfa-fatigue', 'fatigue-approved'],
        severity: 'high',
        tiers: ['standard'],
        mode: { is: 'report-only', days: 14 },
        peoplePerHour: 5,
        steps: [
          { do: 'notify', approval: false },
          { do: 'refuse-source', approval: false, forMs: 90 * 60_000 },
          { do: 'end-sessions', approval: false },
          { do: 'suspend', approval: true },
        ],
      },
    })
  })

  it('given no tier and no limit, then these are the defaults, and no emergency tier', () => {
    const parsed = parsePlaybook(GOOD.replace('  tier: standard\n', '').replace('people-per-hour: 5\n', ''))
    assert.ok('playbook' in parsed)
    assert.deepEqual(
      [parsed.playbook.tiers, parsed.playbook.peoplePerHour],
      [['standard', 'sensitive', 'privileged'], 10],
    )
  })

  for (const [what, from, to, code, line] of [
    ['broken YAML', 'severity: high', 'severity: [high', 'ERR_PLAYBOOK_YAML', 6],
    ['a key twice', 'mode:', 'name: again\nmode:', 'ERR_PLAYBOOK_YAML', 7],
    ['a tag', 'name: MFA', 'name: !!binary MFA', 'ERR_PLAYBOOK_WORD', 2],
    ['an unknown part', 'mode:', 'mood: good\nmode:', 'ERR_PLAYBOOK_WORD', 7],
    ['an unknown part of `when`', '  tier:', '  group: it\n  tier:', 'ERR_PLAYBOOK_WORD', 6],
    ['an unknown finding', 'fatigue-approved]', 'fatigue]', 'ERR_PLAYBOOK_WORD', 4],
    ['an unknown severity', 'severity: high', 'severity: bad', 'ERR_PLAYBOOK_WORD', 5],
    ['the emergency tier', 'tier: standard', 'tier: emergency', 'ERR_PLAYBOOK_WORD', 6],
    ['an unknown step', '- end-sessions', '- disable-mfa', 'ERR_PLAYBOOK_WORD', 12],
    ['a step that gives', '- end-sessions', '- unsuspend', 'ERR_PLAYBOOK_WORD', 12],
    ['no time for a source', '{ for: 90 minutes }', '{}', 'ERR_PLAYBOOK_WORD', 11],
    ['a source refused for good', '90 minutes', '25 hours', 'ERR_PLAYBOOK_NUMBER', 11],
    ['report-only without an end', 'report-only for 14 days', 'report-only', 'ERR_PLAYBOOK_WORD', 7],
    ['report-only for a year', '14 days', '365 days', 'ERR_PLAYBOOK_NUMBER', 7],
    ['no limit at all', 'people-per-hour: 5', 'people-per-hour: 0', 'ERR_PLAYBOOK_NUMBER', 8],
    ['a limit that is none', 'people-per-hour: 5', 'people-per-hour: 5000', 'ERR_PLAYBOOK_NUMBER', 8],
    ['a word for the approval', 'needed', 'no', 'ERR_PLAYBOOK_WORD', 13],
    ['the person before the source', '- end-sessions', '- refuse-source: { for: 1 hour }', 'ERR_PLAYBOOK_ORDER', 12],
    ['a finding that only informs', 'fatigue-approved]', 'new-device]', 'ERR_PLAYBOOK_HARMFUL', 4],
    ['taking from everybody who is locked out', 'fatigue-approved]', 'mass-lockout]', 'ERR_PLAYBOOK_HARMFUL', 4],
    ['touching an emergency account', 'fatigue-approved]', 'emergency-account]', 'ERR_PLAYBOOK_HARMFUL', 4],
  ] as const) {
    it(`given ${what}, then it is refused with its line`, () => {
      assert.ok(GOOD.includes(from))
      assert.deepEqual(problem(GOOD.replace(from, to)), [code, line])
    })
  }

  it('given an anchor that is used again and again, then nothing is blown up', () => {
    assert.equal(problem('a: &a [x, x]\nb: [*a, *a]\n')[0], 'ERR_PLAYBOOK_YAML')
  })

  it('given too much of it, nothing, or something else, then it is refused', () => {
    assert.equal(problem(`${GOOD}# ${'x'.repeat(20_000)}`)[0], 'ERR_PLAYBOOK_YAML')
    assert.equal(problem('')[0], 'ERR_PLAYBOOK_WORD')
    assert.equal(problem('- notify')[0], 'ERR_PLAYBOOK_WORD')
    assert.equal(problem('just text')[0], 'ERR_PLAYBOOK_WORD')
  })
})
