import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PolicyFindingCode } from './finding.ts'
import { LAST_RECIPE, type Policy } from './policy.ts'
import { presets } from './presets.ts'
import { readPolicy } from './read-policy.ts'

const HOUR_MS = 3_600_000
const GOOD = `# What it is for.
name: A shop
evidence:
  fresh-for: 24h
  cool-off: 30d
approvers-stand-in-for: [manager]
tiers:
  standard:
    code-and-password:
      needs: [saved-code, password]
    either:
      needs:
        - [totp, push]
        - password
      wait: 2d
      approvals: 1
  sensitive: {}
  privileged: {}
`

function policy(text: string): Policy {
  const read = readPolicy(text)
  assert.ok('policy' in read, JSON.stringify(read))
  return read.policy
}
function found(text: string): readonly (readonly [PolicyFindingCode, number, number])[] {
  const read = readPolicy(text)
  assert.ok('findings' in read, 'it was read')
  for (const { message } of read.findings) assert.match(message, /\.$/)
  return read.findings.map(({ code, line, column }) => [code, line, column])
}

describe('a policy in YAML', () => {
  it('given one, then it is read as it stands, and every tier ends in the last recipe', () => {
    const { name, freshMs, coolOffMs, standIns, riskAnalysis, tiers } = policy(GOOD)
    assert.deepEqual(
      [name, freshMs, coolOffMs, standIns, riskAnalysis],
      ['A shop', 24 * HOUR_MS, 720 * HOUR_MS, ['manager'], undefined],
    )
    assert.deepEqual(tiers, {
      standard: [
        { id: 'code-and-password', needs: [['saved-code'], ['password']], waitMs: 0, approvals: 0 },
        { id: 'either', needs: [['totp', 'push'], ['password']], waitMs: 48 * HOUR_MS, approvals: 1 },
        LAST_RECIPE,
      ],
      sensitive: [LAST_RECIPE],
      privileged: [LAST_RECIPE],
    })
  })

  it('given another comment, then it is the same version; given another hour, then it is another', () => {
    const { version } = policy(GOOD)
    assert.match(version, /^[0-9a-f]{64}$/)
    assert.equal(policy(GOOD.replace('What it is for', 'Why')).version, version)
    assert.equal(policy(GOOD.replace('2d', '48h')).version, version)
    assert.notEqual(policy(GOOD.replace('2d', '3d')).version, version)
  })

  it('given several mistakes, then each is told', () => {
    assert.deepEqual(found(GOOD.replace('name: A shop', 'nam: 1').replace('wait: 2d', 'wait: soon')), [
      ['ERR_POLICY_FORM', 2, 1],
      ['ERR_POLICY_FORM', 2, 1],
      ['ERR_POLICY_FORM', 15, 13],
    ])
  })

  it('given a mistake, then the message says what to write instead', () => {
    const read = readPolicy(GOOD.replace('wait: 2d', 'wait: soon'))
    assert.ok('findings' in read)
    assert.equal(
      read.findings[0]?.message,
      '`tiers.standard.either.wait` is the time from the last evidence to the remedy, such as 24h or 3d; left out, there is none.',
    )
  })

  for (const [what, from, to, code, line, column] of [
    ['broken YAML', 'needs: [saved-code, password]', 'needs: [saved-code', 'ERR_POLICY_YAML', 11, 5],
    ['a key twice', 'evidence:', 'name: again\nevidence:', 'ERR_POLICY_YAML', 3, 1],
    ['an alias', '[saved-code, password]', '[&x saved-code, *x]', 'ERR_POLICY_YAML', 1, 1],
    ['a tag that makes another kind', 'name: A shop', 'name: !!set {a}', 'ERR_POLICY_FORM', 2, 13],
    ['an unknown part', 'wait: 2d', 'weight: 2d', 'ERR_POLICY_FORM', 15, 7],
    ['no name', 'name: A shop', 'name:', 'ERR_POLICY_FORM', 2, 6],
    ['no needs', '      needs: [saved-code, password]\n', '      wait: 1h\n', 'ERR_POLICY_FORM', 9, 5],
    ['an empty list', '[saved-code, password]', '[]', 'ERR_POLICY_FORM', 10, 14],
    ['an empty alternative', '- [totp, push]', '- []', 'ERR_POLICY_FORM', 13, 11],
    ['a number for a check', '[saved-code, password]', '[saved-code, 7]', 'ERR_POLICY_FORM', 10, 27],
    ['half a person', 'approvals: 1', 'approvals: 0.5', 'ERR_POLICY_FORM', 16, 18],
    ['a recipe without a good name', 'code-and-password:', '__proto__:', 'ERR_POLICY_FORM', 9, 5],
    ['somebody who is stood in for', '[manager]', '[ceo]', 'ERR_POLICY_FORM', 6, 26],
    ['the emergency tier', 'privileged: {}', 'privileged: {}\n  emergency: {}', 'ERR_POLICY_EMERGENCY_TIER', 19, 3],
    ['the last recipe', 'either:', 'last:', 'ERR_POLICY_LAST_RECIPE', 11, 5],
    ['a security question', '- password', '- security-question', 'ERR_POLICY_SECURITY_QUESTION', 14, 11],
    ['a birthday', '[totp, push]', '[totp, date-of-birth]', 'ERR_POLICY_SECURITY_QUESTION', 13, 18],
    ['an unknown check', '[saved-code, password]', '[saved-code, fax]', 'ERR_POLICY_CHECK_UNKNOWN', 10, 27],
    ['a check by a name of JavaScript', '- password', '- constructor', 'ERR_POLICY_CHECK_UNKNOWN', 14, 11],
  ] as const) {
    it(`given ${what}, then its place is told`, () => {
      assert.ok(GOOD.includes(from))
      assert.deepEqual(found(GOOD.replace(from, to)), [[code, line, column]])
    })
  }

  for (const [what, text] of [
    ['nothing', ''],
    ['a list', '- name: A shop'],
    ['two documents', '--- 1\n--- 2'],
    ['too much', `name: A shop\n${'#'.repeat(20_000)}`],
    ['nests without end', '['.repeat(16_000)],
  ] as const) {
    it(`given ${what}, then that is refused, too`, () => {
      assert.notEqual(found(text).length, 0)
    })
  }

  it('given the presets, then each is read', () => {
    const names = presets().map(({ id, yaml }) => [id, policy(yaml).name])
    assert.deepEqual(names, [
      ['high-assurance', 'High assurance'],
      ['nist-63b-4', 'NIST SP 800-63B-4'],
      ['small-business', 'Small business'],
    ])
  })
})
