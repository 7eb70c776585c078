/** One outage, block, attack or lockout as a few lines of text: what, who, when, why, and what to do. */
import type { Evidence, Finding, Lockout, Outage, PolicyBlock } from '../diagnosis/index.ts'
import type { SignalGroup } from './report-digest.ts'
import {
  CAUSE_NAME,
  capital,
  count,
  DETECTION_NAME,
  ending,
  likelihood,
  minute,
  number,
  OUTAGE_NAME,
  PROVIDER_NAME,
  range,
  SCOPE_NAME,
  sameDay,
} from './report-words.ts'
import { clip, type Sheet, type Span, span } from './terminal.ts'
import { places } from './text-places.ts'

const LABEL_CELLS = 80
const SENTENCE_CELLS = 600
const PEOPLE_SHOWN = 4
const EVIDENCE_SHOWN = 3

export function writeOutage(page: Sheet, outage: Outage): void {
  const who = count(outage.peopleCount, 'person', 'people')
  title(page, '●', 'warn', [
    span(`${PROVIDER_NAME[outage.provider]}: ${OUTAGE_NAME[outage.what]} for ${who}`, 'strong'),
    span(outage.ended ? ', over' : ', going on', outage.ended ? 'ok' : 'warn'),
  ])
  body(page, [span(range(outage.start, outage.end), 'quiet')])
  body(page, [span(clip(outage.summary, SENTENCE_CELLS))])
  writePeople(page, outage.people, outage.peopleCount)
  writeNext(page, outage.next, outage.evidence)
}

export function writeBlock(page: Sheet, block: PolicyBlock): void {
  const who = count(block.peopleCount, 'person', 'people')
  title(page, '▲', 'warn', [
    span(
      `${block.policy === '' ? 'A policy without a name' : `“${clip(block.policy, LABEL_CELLS)}”`} keeps ${who} out`,
      'strong',
    ),
    span(` · ${PROVIDER_NAME[block.provider]}`, 'quiet'),
  ])
  body(page, [span(range(block.start, block.end), 'quiet')])
  body(page, [span(clip(block.summary, SENTENCE_CELLS))])
  if (block.changedBy) {
    const { actor, at } = block.changedBy
    labelled(page, 'Change', [span(`by ${clip(actor, LABEL_CELLS)}, ${minute(at)}`)])
  }
  writePeople(page, block.people, block.peopleCount)
  writeNext(page, block.next, block.evidence)
}

export function writeAttack(page: Sheet, finding: Finding): void {
  title(page, '✖', 'bad', [
    span(finding.severity.toUpperCase(), 'bad'),
    span(` ${DETECTION_NAME[finding.detection]}`, 'strong'),
  ])
  writeFinding(page, finding)
}

/** One of many alike, so it gets two lines: whom, when, what and by whom, and where. */
export function writeChange(page: Sheet, finding: Finding): void {
  const whom = finding.person === undefined ? PROVIDER_NAME[finding.provider] : name(finding.person)
  page.paragraph(
    [
      span(whom),
      span(`, ${minute(finding.start)}: `, 'quiet'),
      span(clip(finding.summary, SENTENCE_CELLS)),
      span(` ${places(finding.evidence, EVIDENCE_SHOWN)}`, 'quiet'),
    ],
    { first: 4, rest: 4, lead: span('  !', 'warn') },
  )
}

export function writeCrowd(page: Sheet, finding: Finding): void {
  title(page, '●', 'warn', [span(DETECTION_NAME[finding.detection], 'strong')])
  writeFinding(page, finding)
}

function writeFinding(page: Sheet, finding: Finding): void {
  const subject = finding.person === undefined ? address(finding) : name(finding.person)
  const provider = PROVIDER_NAME[finding.provider]
  body(page, [
    span(subject === undefined ? provider : subject, subject === undefined ? 'quiet' : 'plain'),
    span(`${subject === undefined ? '' : ` · ${provider}`}, ${range(finding.start, finding.end)}`, 'quiet'),
  ])
  body(page, [span(clip(finding.summary, SENTENCE_CELLS))])
  body(page, [span(`${capital(likelihood(finding.confidence))}, ATT&CK ${clip(finding.technique, 20)}`, 'quiet')])
  if (finding.people) writePeople(page, finding.people, finding.peopleCount ?? finding.people.length)
  writeNext(page, finding.next, finding.evidence)
}

/** One line a kind of slight finding, so that a busy log does not drown the rest. */
export function writeSignals(page: Sheet, groups: readonly SignalGroup[], all: boolean): void {
  if (groups.length === 0) return
  page.blank()
  page.paragraph([span('SIGNALS', 'strong'), span(' · slight alone; they count beside something else', 'quiet')])
  page.blank()
  for (const { detection, reportOnly, count: many, findings } of groups) {
    const lead = span(`  ${number(many).padStart(5)}`)
    const note = reportOnly ? [span(' (report only)', 'quiet')] : []
    page.paragraph([span(DETECTION_NAME[detection]), ...note], { first: 9, rest: 9, lead })
    if (all) for (const finding of findings) writeSignal(page, finding)
  }
  if (!all) page.paragraph([span('--all names whom, --html FILE shows them on a page', 'quiet')], { first: 9, rest: 9 })
  page.blank()
}

function writeSignal(page: Sheet, finding: Finding): void {
  const whom =
    finding.person === undefined ? (address(finding) ?? PROVIDER_NAME[finding.provider]) : name(finding.person)
  page.paragraph(
    [span(whom), span(`, ${minute(finding.start)}: `, 'quiet'), span(clip(finding.summary, SENTENCE_CELLS), 'quiet')],
    { first: 9, rest: 11 },
  )
}

export function writeLockout(page: Sheet, lockout: Lockout): void {
  title(page, '○', 'strong', [...subject(lockout), span(` · ${PROVIDER_NAME[lockout.provider]}`, 'quiet')])
  body(page, [span(capital(CAUSE_NAME[lockout.cause]), 'strong'), span(`, ${likelihood(lockout.confidence)}`)])
  body(page, [span(clip(lockout.summary, SENTENCE_CELLS))])
  const last = lockout.attempts > 1 ? `, last attempt ${sameDay(lockout.start, lockout.end)}` : ''
  body(page, [span(`Since ${minute(lockout.start)}${last}`, 'quiet')])
  if (lockout.scope !== 'one') writePeople(page, lockout.people, lockout.peopleCount)
  if (lockout.alternatives.length > 0) labelled(page, 'Or', [span('less likely: ', 'quiet'), span(others(lockout))])
  writeNext(page, lockout.next, lockout.evidence)
}

/** A lockout that ended is one story with an end, so it gets one line. */
export function writeOver(page: Sheet, lockout: Lockout): void {
  const { ended } = lockout
  const back = ended !== null && ended.by !== 'quiet'
  const end = ended === null ? '' : `; ${ending(lockout.start, ended)}`
  page.paragraph([...subject(lockout), span(`, ${minute(lockout.start)}: ${CAUSE_NAME[lockout.cause]}${end}`)], {
    first: 4,
    rest: 4,
    lead: span(back ? '  ✓' : '  –', back ? 'ok' : 'quiet'),
  })
}

function subject({ scope, people, peopleCount }: Lockout): readonly Span[] {
  if (scope === 'one' && people[0] !== undefined) return [span(name(people[0]), 'strong')]
  return [span(`${count(peopleCount, 'person', 'people')} (${SCOPE_NAME[scope]})`, 'strong')]
}

/** Without numbers: how well each fits the rows by itself is no share of a whole, and would be read as one. */
function others({ alternatives }: Lockout): string {
  return alternatives.map(({ cause }) => CAUSE_NAME[cause]).join(', ')
}

function writePeople(page: Sheet, people: readonly string[], all: number): void {
  if (people.length === 0) return
  const shown = people.slice(0, PEOPLE_SHOWN).map(name)
  const rest = Math.max(all, people.length) - shown.length
  labelled(page, 'Who', [span(shown.join(', ')), span(rest > 0 ? ` and ${number(rest)} more` : '', 'quiet')])
}

function writeNext(page: Sheet, next: string, evidence: readonly Evidence[]): void {
  labelled(page, 'Next', [span(clip(next, SENTENCE_CELLS), 'strong')])
  if (evidence.length > 0) labelled(page, 'Rows', [span(places(evidence, EVIDENCE_SHOWN), 'quiet')])
  page.blank()
}

function address({ address: ip }: Finding): string | undefined {
  return ip === undefined ? undefined : `address ${clip(ip, LABEL_CELLS)}`
}

/** What names are made of; anything else is put in quotes, so that a name cannot pass for our own words. */
const PLAIN_NAME = /^[\p{L}\p{N}\p{M}.@+_'/\\-]+( [\p{L}\p{N}\p{M}.@+_'/\\-]+){0,3}$/u

function name(person: string): string {
  const shown = clip(person, LABEL_CELLS)
  return PLAIN_NAME.test(shown) ? shown : `“${shown}”`
}

function title(page: Sheet, sign: string, tone: Span['tone'], spans: readonly Span[]): void {
  page.paragraph(spans, { first: 2, rest: 2, lead: span(sign, tone) })
}

function body(page: Sheet, spans: readonly Span[]): void {
  page.paragraph(spans, { first: 2, rest: 2 })
}

/** `Next  …` with the text in a column of its own, or right behind the label where the terminal is narrow. */
function labelled(page: Sheet, label: string, spans: readonly Span[]): void {
  const narrow = page.columns < 60
  const lead = span(`  ${label}${narrow ? ':' : ''}`, 'info')
  page.paragraph(spans, { first: narrow ? 0 : 10, rest: narrow ? 4 : 10, lead })
}
