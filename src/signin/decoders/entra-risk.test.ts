import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ANA, assertPart, decoded } from './entra-graph.fixture.ts'

describe('entra.graph-risk', () => {
  function risk(more: object = {}): object {
    return {
      id: 'k-1',
      correlationId: 'c-1',
      riskEventType: 'unlikelyTravel',
      riskState: 'atRisk',
      riskLevel: 'high',
      riskDetail: 'none',
      ipAddress: '203.0.113.9',
      activityDateTime: '2026-03-02T08:00:00Z',
      detectedDateTime: '2026-03-02T09:30:00Z',
      userId: ANA,
      userPrincipalName: 'ana@example.com',
      location: { city: 'Graz', countryOrRegion: 'AT' },
      ...more,
    }
  }

  test('given a detection found later, when decoded, then its time is the sign-in’s', () => {
    assertPart(decoded(risk()), {
      time: Date.UTC(2026, 2, 2, 8),
      family: 'risk',
      activity: 'risk',
      risk: 'high',
      code: 'unlikelyTravel',
      account: ANA,
      attempt: 'c-1',
      anonymous: false,
    })
  })

  test('given an anonymiser, when decoded, then the address is one', () => {
    assert.equal(decoded(risk({ riskEventType: 'anonymizedIPAddress' })).anonymous, true)
  })

  test('given a risk that was dismissed, when decoded, then there is none', () => {
    assert.equal(decoded(risk({ riskState: 'dismissed' })).risk, 'none')
  })

  test('given the person’s own report, when decoded, then it is a report', () => {
    const row = risk({ riskEventType: 'userReportedSuspiciousActivity' })
    assertPart(decoded(row), { activity: 'report', reason: 'reported' })
  })
})
