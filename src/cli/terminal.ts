/**
 * Writing for a terminal: colour, width and words. Every text goes through `neutralise` here, at the only door to the
 * screen, so no caller can forget it.
 */
import { neutralise } from '../base/neutralise.ts'

/** What a piece of text means. Colour only repeats what the words say. */
export type Tone = 'plain' | 'strong' | 'quiet' | 'bad' | 'warn' | 'ok' | 'info'

export interface Span {
  readonly text: string
  readonly tone: Tone
}

export interface TextOptions {
  /** Cells in a line; lines are never longer. */
  readonly columns: number
  readonly color: boolean
}

/** How a paragraph stands. */
export interface Indent {
  /** Cells before the first line and before each further one. */
  readonly first: number
  readonly rest: number
  /** A label inside the first line's indent; if it is longer than that, the text follows it after a space. */
  readonly lead?: Span
}

const COLUMNS_MIN = 20
/** Longer lines are hard to read back from; wide terminals get a margin instead. */
const COLUMNS_MAX = 110
const COLUMNS_UNKNOWN = 80
/** A lead that leaves less of its line than this becomes the paragraph's first words. */
const LEAD_LEAVES_MIN = 8

const SGR: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '1',
  quiet: '2',
  bad: '1;31',
  warn: '1;33',
  ok: '32',
  info: '36',
}

/** What `textOptions` needs to know about a stream: a `tty.WriteStream` fits, and so does a pipe. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
}

/**
 * How to write to a stream. Colour only on a terminal that is not dumb, never with NO_COLOR (no-color.org), always with
 * FORCE_COLOR other than 0. Width is the terminal's, else COLUMNS, else 80.
 */
export function textOptions(output: Output, env: Readonly<Record<string, string | undefined>>): TextOptions {
  const columns = output.columns || Number.parseInt(env.COLUMNS ?? '', 10) || COLUMNS_UNKNOWN
  return { columns, color: wantsColor(output, env) }
}

function wantsColor(output: Output, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return output.isTTY === true && env.TERM !== 'dumb'
}

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone }
}

/** Collects lines. A paragraph is wrapped between words; a blank line never follows another. */
export interface Sheet {
  readonly columns: number
  blank(): void
  paragraph(spans: readonly Span[], indent?: Indent): void
  text(): string
}

/** An empty sheet; widths outside 20 to 110 cells are brought inside. */
export function sheet(options: TextOptions): Sheet {
  const columns = Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, Math.floor(options.columns) || COLUMNS_UNKNOWN))
  const lines: string[] = []
  return {
    columns,
    blank() {
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
    },
    paragraph(spans, indent = { first: 0, rest: 0 }) {
      for (const line of wrap(spans, columns, indent)) lines.push(paint(line, options.color))
    },
    text() {
      return `${lines.join('\n').trimEnd()}\n`
    },
  }
}

/** Holds words together while lines are made; on the screen it is a space like any other. */
const NO_BREAK = '\u00a0'

/** A word: pieces that touch, so that it may change its tone in the middle. */
type Word = readonly Span[]

/**
 * Lays spans out in lines of at most `columns` cells. Words stay whole, also those joined by no-break spaces; only one that is longer than a whole line (an
 * address on a narrow terminal) is divided, after a sign such as `@` or `/` if it has one.
 */
function wrap(spans: readonly Span[], columns: number, indent: Indent): readonly (readonly Span[])[] {
  const { lead } = indent
  if (lead && cells(lead.text) > columns - LEAD_LEAVES_MIN) {
    return wrap([lead, span(' '), ...spans], columns, { first: 2, rest: indent.rest })
  }
  const lines: Span[][] = []
  let line = firstLine(indent)
  let used = wordCells(line)
  let empty = true
  const room = columns - indent.rest
  const next = () => {
    lines.push(line)
    line = [span(' '.repeat(indent.rest))]
    used = indent.rest
    empty = true
  }
  for (const word of words(spans)) {
    let left: Word = word
    let width = wordCells(left)
    if (!empty && used + 1 + width > columns) next()
    while (used + width > columns) {
      if (empty && used > indent.rest) {
        next()
        continue
      }
      const [head, tail] = divide(left, room)
      line.push(...head)
      next()
      left = tail
      width = wordCells(left)
    }
    if (!empty) {
      line.push(span(' '))
      used += 1
    }
    line.push(...left)
    used += width
    empty = false
  }
  if (!empty || lines.length === 0) lines.push(line)
  return lines
}

function firstLine({ first, lead }: Indent): Span[] {
  if (!lead) return [span(' '.repeat(first))]
  const label = span(neutralise(lead.text), lead.tone)
  return [label, span(' '.repeat(Math.max(1, first - cells(label.text))))]
}

function words(spans: readonly Span[]): readonly Word[] {
  const found: Span[][] = []
  let open = false
  for (const { text, tone } of spans) {
    const parts = neutralise(text).split(' ')
    parts.forEach((part, index) => {
      if (index > 0) open = false
      if (part === '') return
      if (open) found.at(-1)?.push(span(part, tone))
      else found.push([span(part, tone)])
      open = true
    })
  }
  return found
}

/** Divides a word that is longer than `room` cells: after the last sign that fits, else where the room ends. */
function divide(word: Word, room: number): readonly [Word, Word] {
  const characters = word.flatMap(({ text, tone }) => Array.from(text, (character) => span(character, tone)))
  let used = 0
  let end = 0
  let after = 0
  for (const character of characters) {
    used += cells(character.text)
    if (used > room) break
    end += 1
    if (/[@./\\:_,;=&?-]/.test(character.text)) after = end
  }
  const at = Math.max(1, after > room / 3 ? after : end)
  return [joined(characters.slice(0, at)), joined(characters.slice(at))]
}

function joined(characters: readonly Span[]): Word {
  const pieces: { text: string; tone: Tone }[] = []
  for (const { text, tone } of characters) {
    const last = pieces.at(-1)
    if (last?.tone === tone) last.text += text
    else pieces.push({ text, tone })
  }
  return pieces
}

function paint(line: readonly Span[], color: boolean): string {
  const painted = merged(line).map(({ text, tone }) => {
    return color && SGR[tone] !== '' ? `\u001b[${SGR[tone]}m${text}\u001b[0m` : text
  })
  return painted.join('').replaceAll(NO_BREAK, ' ').trimEnd()
}

/** Neighbours of one tone as one piece, the space between them included. */
function merged(line: readonly Span[]): readonly Span[] {
  const pieces: Span[] = []
  let gap = ''
  for (const piece of line) {
    const last = pieces.at(-1)
    if (piece.text === ' ') gap = ' '
    else if (last?.tone === piece.tone) pieces[pieces.length - 1] = span(last.text + gap + piece.text, last.tone)
    else pieces.push(...(gap === '' ? [] : [span(gap)]), piece)
    if (piece.text !== ' ') gap = ''
  }
  return pieces
}

const MARK = /^\p{M}$/u
/** East Asian wide and full-width characters and emoji (UAX #11), by block: two cells each. */
const WIDE =
  /^[\u1100-\u115f\u231a\u231b\u23e9-\u23ec\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}/u

/** How many cells a terminal gives to this text. */
export function cells(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let sum = 0
  for (const character of text) sum += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return sum
}

function wordCells(word: Word): number {
  return word.reduce((sum, piece) => sum + cells(piece.text), 0)
}

/** The beginning of a text in at most `limit` cells, with `…` where something was left out. Counted as it will be shown. */
export function clip(text: string, limit: number): string {
  const whole = text.length <= limit * 8
  const shown = neutralise(whole ? text : text.slice(0, limit * 8))
  if (whole && cells(shown) <= limit) return shown
  let used = 1
  let kept = ''
  for (const character of shown) {
    used += cells(character)
    if (used > limit) break
    kept += character
  }
  return `${kept}…`
}
