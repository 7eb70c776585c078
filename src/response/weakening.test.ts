import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NOON } from '../../test/organisation.ts'
import { playbookChanges } from './changes.ts'
import { parsePlaybook } from './parse-playbook.ts'
import { isWeakened, type Placed } from './weakening.ts'

const DAY_MS = 86_400_000
const YAML = `name: Test
when:
  finding: [mfa-fatigue, fatigue-approved]
  severity: high
  tier: [standard, sensitive]
mode: active
people-per-hour: 5
do:
  - notify
  - refuse-source: { for: 1 hour }
  - end-sessions
`

function placed(yaml: string, since = NOON): Placed {
  const parsed = parsePlaybook(yaml)
  assert.ok('playbook' in parsed, JSON.stringify(parsed))
  return { playbook: parsed.playbook, since }
}

describe('a change of a playbook', () => {
  for (const [what, from, to] of [
    ['a finding left out', '[mfa-fatigue, fatigue-approved]', 'mfa-fatigue'],
    ['only what is worse', 'severity: high', 'severity: critical'],
    ['a tier left out', '[standard, sensitive]', 'standard'],
    ['report-only', 'mode: active', 'mode: report-only for 1 day'],
    ['a higher limit', 'people-per-hour: 5', 'people-per-hour: 6'],
    ['a lower limit', 'people-per-hour: 5', 'people-per-hour: 4'],
    ['nobody told', '  - notify\n', ''],
    ['a step left out', '  - end-sessions\n', ''],
    ['a source refused for less', '1 hour', '30 minutes'],
    ['a person in the way', '- end-sessions', '- end-sessions: { approval: needed }'],
  ] as const) {
    it(`given ${what}, then it weakens`, () => {
      assert.ok(YAML.includes(from))
      assert.equal(isWeakened(placed(YAML), placed(YAML.replace(from, to))), true)
    })
  }

  for (const [what, from, to] of [
    ['nothing but another name', 'name: Test', 'name: Better'],
    ['another finding besides', 'fatigue-approved]', 'fatigue-approved, sms-flood]'],
    ['what is milder, too', 'severity: high', 'severity: low'],
    ['every tier', '  tier: [standard, sensitive]\n', ''],
    ['a source refused for longer', '1 hour', '2 hours'],
    ['a step more', '  - end-sessions\n', '  - end-sessions\n  - suspend: { approval: needed }\n'],
  ] as const) {
    it(`given ${what}, then it does not`, () => {
      assert.ok(YAML.includes(from))
      assert.equal(isWeakened(placed(YAML), placed(YAML.replace(from, to))), false)
    })
  }

  it('given there was none, then it does not; the same limit without the approval before it does', () => {
    assert.equal(isWeakened(undefined, placed(YAML)), false)
    const asking = YAML.replace('- end-sessions', '- end-sessions: { approval: needed }')
    assert.equal(isWeakened(placed(asking), placed(YAML)), true)
  })

  it('given report-only that would begin anew, then it weakens; given that it ends sooner, it does not', () => {
    const reporting = YAML.replace('mode: active', 'mode: report-only for 14 days')
    assert.equal(isWeakened(placed(reporting), placed(reporting, NOON + DAY_MS)), true)
    assert.equal(isWeakened(placed(reporting), placed(reporting.replace('14 days', '7 days'), NOON + DAY_MS)), false)
    assert.equal(isWeakened(placed(reporting), placed(YAML, NOON + DAY_MS)), false)
  })
})

describe('taking a playbook out of force, and ending a pause', () => {
  it('weaken whatever stands, so that nobody does either alone (DESIGN §3 rule 24)', async () => {
    const kinds = playbookChanges(() => assert.fail('nothing has to be looked at'))
    const weakens = async (name: string) =>
      await kinds.find((kind) => kind.name === name)?.isWeakening(null as never, {})
    assert.deepEqual([await weakens('playbook-removed'), await weakens('playbooks-resumed')], [true, true])
  })
})
