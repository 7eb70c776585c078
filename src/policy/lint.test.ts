import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PolicyFindingCode } from './finding.ts'
import { lintPolicy } from './lint.ts'
import { presets } from './presets.ts'

const NIST = presets().find(({ id }) => id === 'nist-63b-4')!.yaml

/** A policy whose tiers are good, but for what is given. */
function policy({ standard = STANDARD, sensitive = SENSITIVE, analysis = 'risk-analysis: RA-7' } = {}): string {
  return `name: Tried
evidence: { fresh-for: 24h, cool-off: 30d }
${analysis}
tiers:
  standard:
${standard}
  sensitive:
${sensitive}
  privileged:
    a: { needs: [saved-code, passkey], wait: 72h, approvals: 1 }
    b: { needs: [in-person, letter-code], wait: 72h, approvals: 1 }
`
}
const STANDARD = '    a: { needs: [saved-code, password] }\n    b: { needs: [document] }'
const SENSITIVE =
  '    a: { needs: [saved-code, passkey], wait: 24h, approvals: 1 }\n    b: { needs: [in-person, letter-code], wait: 24h, approvals: 1 }'

function codes(text: string): readonly PolicyFindingCode[] {
  const linted = lintPolicy(text)
  return 'findings' in linted ? linted.findings.map(({ code }) => code) : []
}
const inStandard = (recipe: string) => codes(policy({ standard: `${STANDARD}\n    c: ${recipe}` }))
const inSensitive = (recipe: string) => codes(policy({ sensitive: `${SENSITIVE}\n    c: ${recipe}` }))

describe('the lint', () => {
  it('given the presets, then nothing is found', () => {
    for (const { yaml } of presets()) assert.deepEqual(codes(yaml), [])
    assert.deepEqual(codes(policy()), [])
  })

  it('given a finding, then it has its place, and says what to do', () => {
    const linted = lintPolicy(NIST.replace('[[manager, trusted-contacts], passkey]', '[[manager, sms-code], passkey]'))
    assert.ok('findings' in linted)
    const line = 1 + NIST.slice(0, NIST.indexOf('[[manager, trusted-contacts], passkey]')).split('\n').length - 1
    assert.deepEqual(linted.findings, [
      {
        code: 'ERR_POLICY_WEAK_CHECK',
        line,
        column: 25,
        message:
          '`sms-code` counts for standard accounts only: numbers and mailboxes are taken over. Take it out of privileged.',
      },
    ])
  })

  for (const [what, recipe, ...found] of [
    ['one code', '{ needs: [saved-code] }', 'ERR_POLICY_ONE_ITEM'],
    ['the password alone', '{ needs: [password] }', 'ERR_POLICY_ONE_ITEM'],
    ['one person’s word among others', '{ needs: [[document, manager]] }', 'ERR_POLICY_ONE_ITEM'],
    ['one check twice', '{ needs: [totp, totp] }', 'ERR_POLICY_NOT_INDEPENDENT'],
    ['a message and a mail', '{ needs: [sms-code, email-code] }', 'ERR_POLICY_NOT_INDEPENDENT'],
    ['a code and a callback on one phone (R5)', '{ needs: [totp, callback-mobile] }', 'ERR_POLICY_NOT_INDEPENDENT'],
    ['recent activity', '{ needs: [saved-code, recent-activity] }', 'ERR_POLICY_CHECK_ADDS_NOTHING'],
    ['two codes that were both sent', '{ needs: [sms-code, letter-code] }', 'ERR_POLICY_NIST_TABLE'],
    ['two apps', '{ needs: [totp, [push, saved-code]] }', 'ERR_POLICY_NIST_TABLE'],
    ['a wait beyond the last recipe’s', '{ needs: [document], wait: 8d }', 'ERR_POLICY_WAIT_LONG'],
    ['a message beside the password', '{ needs: [sms-code, password] }'],
    ['staff alone, with a document', '{ needs: [in-person] }'],
  ] as const) {
    it(`given ${what} in standard, then ${found.length === 0 ? 'nothing' : found} is found`, () => {
      assert.deepEqual(inStandard(recipe), found)
    })
  }

  for (const [what, recipe, ...found] of [
    ['a message', '{ needs: [sms-code, passkey], wait: 24h, approvals: 1 }', 'ERR_POLICY_WEAK_CHECK'],
    [
      'a mail among others',
      '{ needs: [[email-code, manager], passkey], wait: 24h, approvals: 1 }',
      'ERR_POLICY_WEAK_CHECK',
    ],
    ['a mobile', '{ needs: [callback-mobile, manager], wait: 24h, approvals: 1 }', 'ERR_POLICY_WEAK_CHECK'],
    ['what staff say', '{ needs: [in-person], wait: 24h, approvals: 1 }', 'ERR_POLICY_ATTESTED_ONLY'],
    [
      'what several of staff say',
      '{ needs: [in-person, [document, callback-landline]], wait: 24h, approvals: 1 }',
      'ERR_POLICY_ATTESTED_ONLY',
    ],
    ['a short wait', '{ needs: [passkey, manager], wait: 23h, approvals: 1 }', 'ERR_POLICY_WAIT_SHORT'],
    ['no wait (R37)', '{ needs: [passkey, manager], approvals: 1 }', 'ERR_POLICY_WAIT_SHORT'],
    ['more evidence', '{ needs: [in-person, document, manager], wait: 4h, approvals: 1 }'],
    [
      'nearly more',
      '{ needs: [in-person, document, [manager, password]], wait: 4h, approvals: 1 }',
      'ERR_POLICY_WAIT_SHORT',
    ],
    [
      'three pieces, one of them strong',
      '{ needs: [in-person, totp, manager], wait: 4h, approvals: 1 }',
      'ERR_POLICY_WAIT_SHORT',
    ],
    ['nobody who approves', '{ needs: [passkey, manager], wait: 24h }', 'ERR_POLICY_APPROVALS'],
    ['all of it', '{ needs: [manager] }', 'ERR_POLICY_ONE_ITEM', 'ERR_POLICY_WAIT_SHORT', 'ERR_POLICY_APPROVALS'],
  ] as const) {
    it(`given ${what} in sensitive, then ${found.length === 0 ? 'nothing' : found} is found`, () => {
      assert.deepEqual([...inSensitive(recipe)].sort(), [...found].sort())
    })
  }

  it('given paths of its own, then a policy says where their risks are weighed', () => {
    const sensitive = `${SENSITIVE}\n    c: { needs: [manager, saved-code], wait: 24h, approvals: 1 }`
    assert.deepEqual(codes(policy({ sensitive })), [])
    assert.deepEqual(codes(policy({ sensitive, analysis: '' })), ['ERR_POLICY_RISK_ANALYSIS'])
  })

  for (const [what, standard, ...found] of [
    ['no recipe', '    {}', 'ERR_POLICY_ONE_PATH'],
    ['one recipe', '    a: { needs: [[saved-code, totp], password] }', 'ERR_POLICY_ONE_PATH'],
    [
      'the password in each',
      '    a: { needs: [saved-code, password] }\n    b: { needs: [totp, password] }',
      'ERR_POLICY_ONE_PATH',
    ],
    [
      'phones only',
      '    a: { needs: [totp, password] }\n    b: { needs: [push, saved-code, manager] }',
      'ERR_POLICY_NOT_ACCESSIBLE',
    ],
    [
      'calls and cameras only',
      '    a: { needs: [manager, document] }\n    b: { needs: [callback-landline, document] }\n    c: { needs: [manager, letter-code] }',
      'ERR_POLICY_NOT_ACCESSIBLE',
    ],
    [
      'cameras only',
      '    a: { needs: [document, password] }\n    b: { needs: [document, saved-code] }\n    c: { needs: [document] }',
      'ERR_POLICY_ONE_PATH',
    ],
  ] as const) {
    it(`given a tier with ${what}, then it is refused`, () => {
      assert.deepEqual(codes(policy({ standard })), found)
    })
  }

  it('given evidence that may be old, or changed lately, then it is refused', () => {
    const text = policy().replace('24h, cool-off: 30d', '96h, cool-off: 29d')
    assert.deepEqual(codes(text), ['ERR_POLICY_FRESHNESS', 'ERR_POLICY_COOL_OFF'])
  })
})
