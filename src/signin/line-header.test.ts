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

test('given JSON behind a time and up to two words, then the JSON', () => {
  for (const header of [
    '2026-03-02T08:00:00+00:00\tidp.log\t',
    '[2026-03-02 08:00:02] ',
    '2026-03-02T08:00:00.000Z idp1 app[9]: ',
  ]) {
    assert.equal(withoutHeader(`${header}{"x":1}`), '{"x":1}')
  }
})

test('given a line without a header, then the line itself', () => {
  for (const line of [
    '12 LOGIN ana',
    '2026-03-02 08:00:00,123 WARN  [org.keycloak.events] (x) type=LOGIN',
    '2026-03-02 08:00:00 no account is named {"x":1}',
    'no account is named {"x":1}',
    '<134> ana',
    '',
  ]) {
    assert.equal(withoutHeader(line), line)
  }
})
