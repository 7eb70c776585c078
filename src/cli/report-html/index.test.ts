import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hostileReports, hostileTimelines } from '../hostile-report.ts'
import { emptyReport, sampleReport } from '../sample-report.ts'
import { HOSTILE } from '../sample-rows.ts'
import { sampleTimelines } from '../sample-timelines.ts'
import { renderHtml } from './index.ts'

const page = renderHtml(sampleReport(), sampleTimelines())

/** Every element that the templates use. A page with any other has let something through. */
const ELEMENTS = new Set(
  'html head meta title style body nav main section article footer div p h1 h2 h3 b i small span a bdi time details summary wbr table caption thead tbody tr th td ul ol li svg symbol use g line rect path circle'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(
  'lang charset http-equiv content name class id href title datetime width height viewBox preserveAspectRatio role aria-hidden aria-label tabindex data-label d x y x1 x2 y1 y2 cx cy r rx'.split(
    ' ',
  ),
)

/** Fails on any element, attribute or sign that did not come from a template. */
function assertInert(markup: string): void {
  const rest = markup
    .replace('<!doctype html>', '')
    .replace(/<style>[^<]*<\/style>/, '')
    .replaceAll(/<\/([a-z0-9]+)>/g, (_, element: string) => checked(element, ''))
    .replaceAll(/<([a-z0-9]+)((?: [a-zA-Z0-9-]+="[^"<>]*")*)\/?>/g, (_, element: string, list: string) =>
      checked(element, list),
    )
  assert.doesNotMatch(rest, /[<>]/)
}

function checked(element: string, list: string): string {
  assert.ok(ELEMENTS.has(element), `element ${element}`)
  for (const [, attribute = '', value = ''] of list.matchAll(/ ([a-zA-Z0-9-]+)="([^"]*)"/g)) {
    assert.ok(ATTRIBUTES.has(attribute), `attribute ${attribute}`)
    if (attribute === 'href') assert.match(value, /^#[A-Za-z0-9-]+$/)
  }
  return ''
}

test('the page holds nothing but its own elements, whatever the names', () => {
  assertInert(page)
  assert.ok(page.includes('&lt;img src=x onerror=alert(1)&gt;'), 'the hostile name is shown as text')
  assert.doesNotMatch(page.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
})

test('the check itself finds what it must', () => {
  for (const bad of [
    '<script>',
    '<img src="x">',
    '<p onclick="x">',
    '<a href="javascript:x">',
    'a < b',
    '<p title=x>',
  ]) {
    assert.throws(() => assertInert(bad), bad)
  }
})

test('the policy allows the style sheet by its hash and nothing else; nothing is fetched', () => {
  const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  assert.ok(
    page.includes(`content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`),
  )
  assert.doesNotMatch(style, /url\(|@import|@font-face/)
})

test('every link leads to an element of the page, and no id is given twice', () => {
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  assert.equal(new Set(ids).size, ids.length)
  const targets = [...page.matchAll(/ href="#([^"]+)"/g)].map((match) => match[1])
  assert.ok(targets.length > 20)
  assert.deepEqual(
    targets.filter((target) => !ids.includes(target)),
    [],
  )
})

test('urgent things come first, and charts stand beside their numbers', () => {
  const ids = ['outages', 'policies', 'attacks', 'signals', 'shape', 'lockouts', 'over', 'timelines', 'read']
  const places = ids.map((id) => page.indexOf(`<section id="${id}"`))
  assert.ok(places.every((place) => place > 0))
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
  assert.match(page, /These numbers as a table/)
})

test('failed attempts have a chart with their numbers, also where nobody was locked out', () => {
  const { failedAttempts } = sampleReport()
  const attacked = renderHtml({ ...emptyReport(4000), failedAttempts }, [])
  for (const each of [page, attacked]) {
    assert.match(each, /<h3>Failed attempts to sign in, per 6 hours<\/h3>/)
    assert.match(each, /<title>22 Feb 2026 18:00: 350 failed attempts<\/title><rect class="first"/)
    assert.match(each, /<td class="time">23 Feb 2026 12:00<\/td><td class="num">41<\/td><td class="num">25<\/td>/)
    assert.match(each, /error of the provider’s own<div><small>most: 212, <span class="time">from 23 Feb 2026 12:00/)
  }
  assert.doesNotMatch(attacked, /People locked out, per/)
  assert.doesNotMatch(renderHtml(emptyReport(4000), []), /Failed attempts to sign in/)
})

test('changes to check stand in a table of their own, each with its rows', () => {
  const [finding] = sampleReport().findings
  const change = { ...finding!, detection: 'change-outside-case' as const, summary: 'A role was granted.' }
  const changed = renderHtml({ ...emptyReport(10), findings: [change] }, [])
  assert.match(changed, /<section id="changes">[\s\S]*A role was granted\.<div><small>[\s\S]*211/)
  assert.doesNotMatch(changed, /<section id="attacks"/)
  assertInert(changed)
})

test('a lockout links to the timeline of its person', () => {
  assert.match(page, /id="person-1"[\s\S]*ana\.ferreira<wbr>@example\.com/)
  assert.match(page, /<a href="#person-1">Timeline of this person<\/a>/)
})

test('nothing found and nothing read are different pages', () => {
  const calm = renderHtml(emptyReport(4000), [])
  const none = renderHtml(emptyReport(0), [])
  assert.match(calm, /<h1>Nothing found in this log<\/h1>/)
  assert.match(calm, /That is no proof that nobody is locked out/)
  assert.match(none, /<h1>Nothing to judge: no sign-in event was read<\/h1>/)
  assertInert(calm)
  assertInert(none)
})

test('a page of many people stays a page: the rest is counted', () => {
  const report = sampleReport()
  const lockouts = Array.from({ length: 1000 }, (_, index) => ({ ...report.lockouts[0]!, id: `l${index}` }))
  const big = renderHtml({ ...report, lockouts }, [])
  assert.match(big, /… and 800 more, in the output of --json/)
  assert.ok(big.length < 2_000_000)
})

test('long names do not run on for ever', () => {
  assert.ok(!page.includes(HOSTILE.long))
})

test('property: whatever the log says, the page holds only its own elements', () => {
  fc.assert(
    fc.property(hostileReports, hostileTimelines, (report, timelines) => assertInert(renderHtml(report, timelines))),
    { numRuns: 40 },
  )
})
