import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import type { Lockout, Report } from '../diagnosis/index.ts'
import { hostileReports } from './hostile-report.ts'
import { renderText } from './report-text.ts'
import { emptyReport, sampleReport } from './sample-report.ts'
import { HOSTILE } from './sample-rows.ts'
import { cells } from './terminal.ts'

const plain = { columns: 80, color: false }
const COMMANDING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

function lines(text: string): readonly string[] {
  return text.split('\n')
}

test('what concerns everybody comes first, then attacks, then people, then what was not read', () => {
  const text = renderText(sampleReport(), plain)
  const order = ['OUTAGES', 'POLICY BLOCKS', 'ATTACKS', 'SIGNALS', 'LOCKED OUT NOW', 'OVER', 'NOT READ', 'READ', 'NEXT']
  const places = order.map((title) => lines(text).findIndex((line) => line.startsWith(title)))
  assert.ok(places.every((place) => place > 0))
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
})

test('a locked-out person is shown with cause, alternatives and next step', () => {
  const text = renderText(sampleReport(), plain)
  assert.match(text, /○ ana\.ferreira@example\.com · Entra ID\n/)
  assert.match(text, /Device lost or replaced, very likely \(86 %\)\n {2}8 wrong codes since 08:41/)
  assert.match(text, /Or {6}less likely: clock drift, wrong code/)
  assert.match(text, /Next {4}Verify identity, then remove the lost phone/)
})

test('what could not be read is named with file and line', () => {
  assert.match(
    renderText(sampleReport(), plain),
    /\? 1 row ERR_ROW_NOT_JSON\n {4}This row is no JSON\. Export the file again\.\n {4}exports\/entra-signins-2026-02-23\.json:17\n/,
  )
})

test('the closing commands work as they stand: with the file’s name if it is one that a shell can take', () => {
  const next = (file: string) => {
    const report = emptyReport(10)
    const files = report.input.files.map((each) => ({ ...each, file }))
    return renderText({ ...report, input: { ...report.input, files } }, plain).split('NEXT')[1] ?? ''
  }
  assert.match(next('logs/a-1.json'), /^ {2}npx postern diagnose logs\/a-1\.json --html report\.html$/m)
  for (const file of ['-', 'my log.json', '$(id).json', '--json', 'a;b.json', HOSTILE.lines]) {
    assert.match(next(file), /^ {2}npx postern diagnose FILE… --html report\.html$/m, file)
  }
  assert.match(renderText(sampleReport(), plain), /^ {2}npx postern diagnose FILE… --user [\w.]+@example\.com$/m)
})

test('without colour every status is a word', () => {
  const text = renderText(sampleReport(), plain)
  for (const word of ['going on', 'over', 'CRITICAL', 'LOCKED OUT NOW', 'back in after', 'not recognised']) {
    assert.ok(text.replaceAll(/\n\s+/g, ' ').includes(word), word)
  }
  assert.ok(!text.includes('\u001b'))
})

test('colour adds nothing but colour', () => {
  const colourful = renderText(sampleReport(), { columns: 80, color: true })
  assert.notEqual(colourful, renderText(sampleReport(), plain))
  assert.equal(stripVTControlCharacters(colourful), renderText(sampleReport(), plain))
})

test('--all leaves out no file and no kind of row either', () => {
  const { input, ...report } = emptyReport(10)
  const files = Array.from({ length: 9 }, (_, index) => ({ ...input.files[0]!, file: `part-${index}.json` }))
  const otherNames = Object.fromEntries(files.map((_, index) => [`kind-${index}`, 1]))
  const many = { ...report, input: { ...input, files, other: 9, otherNames } }
  assert.match(renderText(many, plain), /… and 3 more files[\s\S]*kind-3 \(1\), …/)
  const whole = renderText(many, { ...plain, all: true })
  assert.ok(whole.includes('part-8.json') && whole.includes('kind-8 (1)'))
})

test('what concerns a whole file is counted in files', () => {
  const problem = { file: 'a.zip', line: 0, code: 'ERR_FILE_BINARY', message: 'This file is no text.' }
  const { input, ...report } = emptyReport(10)
  const text = renderText({ ...report, input: { ...input, problems: [problem], problemCount: 1 } }, plain)
  assert.match(text, /\? 1 file ERR_FILE_BINARY\n {4}This file is no text\.\n {4}a\.zip\n/)
})

test('a change that waits for a ticket is no attack, and says whose, when and by whom on one line', () => {
  const findings = sampleReport().findings.slice(0, 1)
  const summary = 'A role was granted (Helpdesk) by tom@example.com.'
  const change = findings.map((finding) => ({ ...finding, detection: 'change-outside-case' as const, summary }))
  const text = renderText({ ...emptyReport(10), findings: change }, { columns: 110, color: false })
  assert.match(text, /✓ no attacks\n {2}! 1 change to check +a ticket may explain them\n/)
  assert.match(text, /CHANGES TO CHECK \(1\) · does a ticket explain each\?/)
  assert.match(
    text,
    /^ {2}! priya\.nair@example\.com, 23 Feb 2026 02:11: A role was granted \(Helpdesk\) by tom@example\.com\./m,
  )
})

test('signals are counted, and named with whom and when by --all', () => {
  const report = { ...emptyReport(10), findings: sampleReport().findings.filter(({ severity }) => severity === 'low') }
  const text = renderText(report, plain)
  assert.match(text, /Nothing found but slight signals\./)
  assert.match(text, /3 {2}Sign-in from a new device\n/)
  assert.match(text, /--all names whom/)
  const whole = renderText(report, { ...plain, all: true })
  assert.match(whole, /person0@example\.com, 23 Feb 2026 10:05: Not seen in\s+this person’s\s+earlier/)
})

test('a lockout that is over says when it began', () => {
  assert.match(
    renderText(sampleReport(), { columns: 110, color: false }),
    /, \d+ Feb 2026 \d\d:\d\d: \w[^\n]*; back in after/,
  )
})

test('on a narrow terminal a command can still be copied as a whole', () => {
  const next = renderText(sampleReport(), { columns: 50, color: false }).split('NEXT')[1] ?? ''
  assert.match(next, /^ {2}npx postern diagnose FILE… \\\n {4}--user [\w.]+@example\.com\n/m)
})

test('lines fit 120, 80, 40 and 20 columns', () => {
  for (const columns of [120, 80, 40, 20]) {
    for (const line of lines(renderText(sampleReport(), { columns, color: false }))) {
      assert.ok(cells(line) <= columns, `${columns}: ${line}`)
    }
  }
})

test('long lists are cut, counted, and say how to see all', () => {
  const report = sampleReport()
  const one = report.lockouts[0] as Lockout
  const many = Array.from({ length: 40 }, (_, index) => ({ ...one, people: [`person${index}@example.com`] }))
  const text = renderText({ ...report, lockouts: many }, plain)
  assert.match(text, /LOCKED OUT NOW \(40\)/)
  assert.match(text, /… and 25 more: --all shows them here, --html FILE on a page/)
  assert.ok(text.includes('person14@example.com') && !text.includes('person15@example.com'))
  const whole = renderText({ ...report, lockouts: many }, { ...plain, all: true })
  assert.ok(whole.includes('person39@example.com') && !whole.includes('--all'))
})

test('nothing found says what was read, and that this proves little', () => {
  const text = renderText(emptyReport(4000), plain)
  assert.match(text, /4,000 events about 31 people, from 1 file: Entra ID/)
  for (const line of ['✓ no outages', '✓ no policy blocks', '✓ no attacks', '✓ no people locked out']) {
    assert.ok(text.includes(line), line)
  }
  assert.match(text, /Nothing found in what was read\. That is no proof/)
})

test('nothing read is not the same as nothing found', () => {
  const text = renderText(emptyReport(0), plain)
  assert.match(text, /Nothing to judge/)
  assert.doesNotMatch(text, /Nothing found|no attacks/)
  assert.match(renderText(noFile(), plain), /No file was read/)
})

function noFile(): Report {
  const report = emptyReport(0)
  return { ...report, input: { ...report.input, files: [] } }
}

test('the suggested command never carries a name that a shell would act on', () => {
  const report = sampleReport()
  const one = report.lockouts[0] as Lockout
  const rename = (person: string): string =>
    renderText({ ...report, findings: [], lockouts: [{ ...one, people: [person] }] }, plain)
  assert.match(rename('ana@example.com'), /--user ana@example\.com/)
  for (const person of ['$(reboot)@example.com', '; rm -rf ~', '--html', '`id`', 'a b', HOSTILE.lines]) {
    assert.match(rename(person), /--user NAME/)
  }
})

test('a policy that the log does not name is said to be so', () => {
  const report = sampleReport()
  const policyBlocks = report.policyBlocks.map((block) => ({ ...block, policy: '' }))
  assert.match(renderText({ ...report, policyBlocks }, plain), /▲ A policy without a name keeps 14 people out/)
})

test('a name with a line break cannot pass for a heading', () => {
  const text = renderText(sampleReport(), plain)
  assert.ok(!lines(text).some((line) => line.startsWith('ATTACKS (0)')))
  assert.ok(!lines(text).some((line) => line.trim().startsWith('✓ no attacks')))
})

test('property: whatever the log says, only line breaks are commands, and no line is too wide', () => {
  fc.assert(
    fc.property(hostileReports, fc.constantFrom(40, 80), (report, columns) => {
      for (const line of lines(renderText(report, { columns, color: false }))) {
        assert.doesNotMatch(line, COMMANDING)
        assert.ok(cells(line) <= columns, line)
      }
    }),
    { numRuns: 40 },
  )
})
