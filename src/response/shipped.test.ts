/** The playbooks that come with Postern: each is read, and does what its comment says. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NOON } from '../../test/organisation.ts'
import { parsePlaybook } from './parse-playbook.ts'
import { planFor } from './plan.ts'
import type { Playbook } from './playbook.ts'
import { fatigueOf } from './sample-room.ts'
import { shippedPlaybooks } from './shipped.ts'

function read(id: string): Playbook {
  const shipped = shippedPlaybooks().find((one) => one.id === id)
  assert.ok(shipped, id)
  const parsed = parsePlaybook(shipped.yaml)
  assert.ok('playbook' in parsed, JSON.stringify(parsed))
  return parsed.playbook
}

/** What it does by itself, and what it asks a person for. */
function does(id: string, fields: Parameters<typeof fatigueOf>[2]): readonly [string[], string[]] {
  const finding = fatigueOf('ana', NOON, fields)
  const steps = planFor(read(id), { finding, tier: 'standard', sources: ['203.0.113.9'] }) ?? []
  const asks = steps.filter((step) => step.do !== 'notify' && step.approval).map((step) => step.do)
  return [steps.filter((step) => step.do === 'notify' || !step.approval).map((step) => step.do), asks]
}

describe('the playbooks that come with Postern', () => {
  for (const { id, yaml } of shippedPlaybooks()) {
    it(`${id} says what it is for, tells people first, and reports for two weeks unless it only tells`, () => {
      assert.match(yaml, /^# /)
      const { steps, mode } = read(id)
      assert.equal(steps[0]?.do, 'notify')
      if (steps.length > 1) assert.deepEqual(mode, { is: 'report-only', days: 14 })
    })
  }

  it('fatigue: source, stronger authentication; the password by a person; nobody is suspended (R25, R49)', () => {
    assert.deepEqual(does('mfa-fatigue', {}), [
      ['notify', 'refuse-source', 'add-to-high-risk-group'],
      ['require-password-reset'],
    ])
  })

  it('approved after refusals: the session is ended and the password counts no more (R26)', () => {
    assert.deepEqual(does('fatigue-approved', { detection: 'fatigue-approved' }), [
      ['notify', 'refuse-source', 'end-sessions', 'add-to-high-risk-group', 'require-password-reset'],
      ['suspend'],
    ])
  })

  it('a spray: its source, and none of the people it tried (R28)', () => {
    assert.deepEqual(does('password-spray', { detection: 'password-spray' }), [['notify', 'refuse-source'], []])
  })

  it('guessing at the second step: its source for half an hour, and no account (R29)', () => {
    assert.deepEqual(does('second-step-throttle', { detection: 'second-step-throttle' }), [
      ['notify', 'refuse-source'],
      [],
    ])
    assert.equal(read('second-step-throttle').steps[1]?.forMs, 30 * 60_000)
  })

  it('a takeover: sessions and stronger authentication; a person decides on suspending', () => {
    assert.deepEqual(does('takeover-pattern', { detection: 'takeover-pattern' }), [
      ['notify', 'end-sessions', 'add-to-high-risk-group'],
      ['suspend'],
    ])
  })

  it('travel: people are told, and a person decides', () => {
    assert.deepEqual(does('impossible-travel', { detection: 'impossible-travel' }), [['notify'], ['end-sessions']])
  })

  it('an emergency account: people are told, and that is all, in every one of them', () => {
    assert.deepEqual(does('emergency-account', { detection: 'emergency-account', severity: 'critical' }), [
      ['notify'],
      [],
    ])
    for (const { id } of shippedPlaybooks()) {
      const playbook = read(id)
      const finding = fatigueOf('em001', NOON, { detection: playbook.findings[0]!, severity: 'critical' })
      const steps = planFor(playbook, { finding, tier: 'emergency', sources: ['203.0.113.9'] })
      assert.deepEqual(steps, [{ do: 'notify' }])
    }
  })
})
