import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutHeader } from './line-header.ts'

const LINES: readonly (readonly [name: string, header: string])[] = [
  ['RFC 5424', '<134>1 2026-03-02T08:00:00.000Z idp1 keycloak 9 - - '],
  ['RFC 5424 with structured data', '<134>1 2026-03-02T08:00:00Z idp1 pf - audit [x@1 a="b\\]c"] '],
  ['RFC 3164', '<134>Mar  2 08:00:00 idp1 keycloak[9]: '],
  ['RFC 3164 without priority or program', 'Mar 12 08:00:00 idp1 '],
  ['Kubernetes', '2026-03-02T08:00:00.123456789Z stdout F '],
  ['Docker Compose', 'keycloak-1  | '],
]
for (const [name, header] of LINES) {
  test(`given a line behind the header of ${name}, then the line`, () => {
    assert.equal(withoutHeader(`${header}12 LOGIN ana`), '12 LOGIN ana')
  })
}

test('given a line without a header, then the line itself', () => {
  for (const line of [
    '12 LOGIN ana',
    '2026-03-02 08:00:00,123 WARN [x] (y) z',
    '',
    '<134> ana',
    'ana | ben'.repeat(20),
  ]) {
    assert.equal(withoutHeader(line), line.startsWith('ana |') ? line.slice(6) : line)
  }
})
