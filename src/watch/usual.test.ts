import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Finding } from '../diagnosis/index.ts'
import { blank, type SignIn } from '../signin/index.ts'
import { usualIn } from './usual.ts'

const NINE = Date.UTC(2026, 1, 23, 9)

function entered(fields: Partial<SignIn> = {}): SignIn {
  const own = { ip: '192.0.2.7', country: 'NL', device: 'laptop' }
  return { ...blank(), time: NINE, id: 'e1', activity: 'sign-in', complete: true, ...own, ...fields }
}

function finding(fields: Partial<Finding>): Finding {
  const told = { severity: 'high', detection: 'fatigue-approved', evidence: [] }
  return { ...told, ...fields } as unknown as Finding
}

const evidence = (event: string) => [{ file: '', line: 0, event, time: '', what: '' }]

describe('what is usual', () => {
  it('given complete sign-ins, then places, devices and hours, most used first; tries that failed are none', () => {
    const elsewhere = entered({ ip: '198.51.100.9', country: 'DE', device: '', client: 'Firefox/128.0' })
    const usual = usualIn([elsewhere, entered(), entered(), entered({ complete: false, country: 'XX' })], [])
    assert.deepEqual(usual.networks, ['192.0.2', '198.51.100'])
    assert.deepEqual(usual.countries, ['NL', 'DE'])
    assert.deepEqual(usual.devices, ['laptop', 'Firefox/'])
    assert.equal(usual.hours[9], 3)
    assert.equal(usual.hours.length, 24)
  })

  it('given a grave finding, then what its rows or its address used is not shown as the person’s', () => {
    const stranger = entered({ ip: '203.0.113.9', id: 'attack', country: 'XX' })
    const later = { ...stranger, id: 'later' }
    for (const grave of [finding({ evidence: evidence('attack') }), finding({ address: '203.0.113.9' })]) {
      assert.deepEqual(usualIn([stranger, later, entered()], [grave]).countries, ['NL'])
    }
  })

  it('given a finding that only informs, or two places too far apart, then nothing is left out', () => {
    for (const detection of ['new-device', 'impossible-travel'] as const) {
      const severity = detection === 'new-device' ? 'info' : 'high'
      const told = finding({ detection, severity, evidence: evidence('e1') })
      assert.deepEqual(usualIn([entered()], [told]).countries, ['NL'])
    }
  })
})
