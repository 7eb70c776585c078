/** `postern explain CODE…`: what a code in a log means for the person on the phone, and what to do next. */

import {
  ENTRIES_OF_ALL,
  type Entry,
  explain,
  MAYBE_ATTACK,
  nearest,
  type Outcome,
  PROVIDERS,
  type Step,
} from '../signin/index.ts'
import { COMMAND } from './command-name.ts'
import { PROVIDER_NAME } from './report-words.ts'
import { clip, type Sheet, type Span, sheet, span, type TextOptions, type Tone } from './terminal.ts'

/** Where the explanation goes, and how wide and colourful it may be. */
export interface ExplainOutput extends TextOptions {
  write(text: string): void
}

export interface ExplainOptions {
  /** One JSON object instead of text: `{ format, explanations: [{ asked, meanings, nearest }] }`. */
  readonly json?: boolean
  /** The whole catalogue as a table, or with `json` as its entries. */
  readonly all?: boolean
}

/** 0: everything was explained. 1: at least one code is not in the catalogue. 2: no code was given. */
export type ExplainExit = 0 | 1 | 2

interface Explanation {
  readonly asked: string
  readonly meanings: readonly Entry[]
  /** Filled only where nothing was found. */
  readonly nearest: readonly Entry[]
}

/** What was asked is repeated up to this many cells. */
const ASKED_CELLS = 60
/** Room before the words of a paragraph, for its label. */
const LABEL = 9

/** Explains each code, in any of the forms that `explain` takes, and writes the answer once. Never throws. */
export function explainCommand(
  codes: readonly string[],
  out: ExplainOutput,
  options: ExplainOptions = {},
): ExplainExit {
  if (options.all) {
    out.write(options.json ? asJson({ format: FORMAT, entries: ENTRIES_OF_ALL }) : tableOfAll(out))
    return 0
  }
  if (codes.length === 0) {
    out.write(usage(out))
    return 2
  }
  const explanations = codes.map(explanationOf)
  out.write(options.json ? asJson({ format: FORMAT, explanations }) : asText(explanations, out))
  return explanations.every(({ meanings }) => meanings.length > 0) ? 0 : 1
}

const FORMAT = 'postern.explanation/1'

function explanationOf(asked: string): Explanation {
  const meanings = explain(asked)
  return { asked, meanings, nearest: meanings.length > 0 ? [] : nearest(asked) }
}

/** What no terminal may get raw, also inside JSON, whose own escapes end at U+001F. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

function asJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n')
  return `${lines.map((line) => line.replace(UNSEEN, escaped)).join('\n')}\n`
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

function asText(explanations: readonly Explanation[], options: TextOptions): string {
  const page = sheet(options)
  for (const { asked, meanings, nearest: alike } of explanations) {
    if (meanings.length === 0) writeUnknown(page, asked, alike)
    if (meanings.length > 1) writeShared(page, asked, meanings.length)
    for (const entry of meanings) writeEntry(page, entry)
  }
  return page.text()
}

function writeShared(page: Sheet, asked: string, howMany: number): void {
  page.blank()
  page.paragraph([span(`“${clip(asked, ASKED_CELLS)}” has ${howMany} meanings: look for the vendor of your log.`)])
}

function writeEntry(page: Sheet, entry: Entry): void {
  page.blank()
  page.paragraph([span(entry.code, 'info')])
  page.paragraph([span(entry.title, 'strong')])
  page.paragraph([span(`${PROVIDER_NAME[entry.provider]} · `, 'quiet'), ...whatItDecided(entry)])
  page.blank()
  if (MAYBE_ATTACK.has(entry.reason)) {
    labelled(page, 'Careful', 'This may be an attack. Reset nothing until it is clear who made the attempt.', 'warn')
  }
  labelled(page, 'Means', entry.meaning)
  labelled(page, 'Next', entry.next)
  labelled(page, 'Source', entry.source, 'quiet')
}

const STEP_WORDS: Readonly<Record<Step, string>> = {
  none: '',
  first: 'first step (name and password)',
  second: 'second step (MFA)',
  account: 'state of the account',
  policy: 'policy',
  session: 'the sign-in as a whole',
}

const OUTCOME_WORDS: Readonly<Record<Outcome, readonly [words: string, tone: Tone]>> = {
  success: ['passed', 'ok'],
  failure: ['failed', 'bad'],
  interrupt: ['a stop on the way, no failure by itself', 'info'],
  pending: ['still waiting', 'info'],
  unknown: ['the row’s own result says how it ended', 'quiet'],
}

function whatItDecided({ step, outcome }: Entry): readonly Span[] {
  // A lock, a change or a report "succeeds": it happened. That is no sign-in that was passed.
  const happened = outcome === 'success' && (step === 'account' || step === 'policy' || step === 'none')
  const [words, tone] = happened ? (['it happened', 'quiet'] as const) : OUTCOME_WORDS[outcome]
  const place = STEP_WORDS[step]
  return place === '' ? [span(words, tone)] : [span(`${place}: `, 'quiet'), span(words, tone)]
}

function labelled(page: Sheet, label: string, text: string, tone: Tone = 'plain'): void {
  page.paragraph([span(text, tone)], { first: LABEL, rest: LABEL, lead: span(label, 'quiet') })
}

function writeUnknown(page: Sheet, asked: string, alike: readonly Entry[]): void {
  page.blank()
  page.paragraph([span(`“${clip(asked, ASKED_CELLS)}” is not in the catalogue.`, 'warn')])
  page.paragraph([
    span('That does not mean that it is harmless: read the row’s own text, and see how the attempt ended.'),
  ])
  if (alike.length > 0) {
    page.blank()
    page.paragraph([span('Did you mean')])
    for (const entry of alike) writeLine(page, entry, ` (${PROVIDER_NAME[entry.provider]})`)
  }
  page.blank()
  page.paragraph([span(`All codes: ${COMMAND} explain --all`, 'quiet')])
}

function writeLine(page: Sheet, { code, title }: Entry, after = ''): void {
  page.paragraph([span(code, 'info'), span(` · ${title}`), span(after, 'quiet')], { first: 2, rest: 6 })
}

function tableOfAll(options: TextOptions): string {
  const page = sheet(options)
  for (const provider of PROVIDERS) {
    const entries = ENTRIES_OF_ALL.filter((entry) => entry.provider === provider)
    if (entries.length === 0) continue
    page.blank()
    page.paragraph([span(`${PROVIDER_NAME[provider]} (${entries.length})`, 'strong')])
    page.blank()
    for (const entry of entries.toSorted(byCode)) writeLine(page, entry)
  }
  return page.text()
}

const order = new Intl.Collator('en', { numeric: true })

function byCode(a: Entry, b: Entry): number {
  return order.compare(a.code, b.code)
}

function usage(options: TextOptions): string {
  const page = sheet(options)
  page.paragraph([span(`Give a code from the log, for example: ${COMMAND} explain 500121`)])
  page.paragraph([
    span(`Names, result texts and whole error messages (in quotes) work too. All codes: ${COMMAND} explain --all`),
  ])
  return page.text()
}
