/**
 * Cuts a log of any length into parts that can each be read on its own, as whole deliveries: lines stay whole, a table's
 * parts have its header, a JSON array's elements and an envelope's rows stay whole. What is short is one part, as it is.
 * Pure; the parts follow from the bytes, however they come.
 */

export interface Cutter {
  /** Parts that are complete. */
  push(bytes: Uint8Array): readonly Uint8Array[]
  /** What is left. */
  end(): readonly Uint8Array[]
}

/** One element or line may be longer than a part by so many times; then it is cut where it is, and cannot be read. */
const LONGEST = 4
const FIRST_LINE_BYTES_MAX = 65_536

const NEWLINE = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const SEPARATORS = new Set([0x20, 0x09, 0x0d, NEWLINE, 0x2c, 0x1e])

/**
 * What the text at hand is. Lines may have a first one that belongs before each part. Elements stand in `lists` open
 * arrays and objects that are no rows; `skipping` is behind the end of an envelope's list.
 */
type Form =
  | { readonly kind: 'lines'; readonly first: Buffer; readonly isTable: boolean }
  | { readonly kind: 'elements'; readonly lists: number }
  | { readonly kind: 'skipping'; readonly lists: number }

/** What can be taken from the text: a part or nothing up to `rest`, and how to go on. Undefined: more bytes are needed. */
type Step = { readonly part?: Buffer; readonly rest: number; readonly form: Form | undefined } | undefined

/** `bytesMax`: of a part; one line or element that is longer is a part of its own. */
export function createCutter(bytesMax: number): Cutter {
  let decode: ((bytes: Uint8Array, isLast: boolean) => Buffer) | undefined
  let waiting: Buffer[] = []
  let length = 0
  let form: Form | undefined
  let isCut = false

  function take(bytes: Buffer): void {
    if (bytes.length === 0) return
    waiting.push(bytes)
    length += bytes.length
  }

  function parts(isLast: boolean): Buffer[] {
    const found: Buffer[] = []
    if (length <= bytesMax && !(isLast && isCut)) return found
    isCut = true
    let text = Buffer.concat(waiting, length)
    while (text.length > 0 && (text.length > bytesMax || isLast)) {
      form ??= formOf(text)
      const step = stepOf(form, text, bytesMax, isLast)
      if (step === undefined) break
      if (step.part !== undefined) found.push(step.part)
      form = step.form
      text = text.subarray(step.rest)
    }
    waiting = text.length > 0 ? [text] : []
    length = text.length
    return found
  }

  return {
    push(bytes) {
      decode ??= decoderOf(bytes)
      take(decode(bytes, false))
      return parts(false)
    },
    end() {
      if (decode !== undefined) take(decode(new Uint8Array(0), true))
      const found = parts(true)
      if (length > 0) found.push(Buffer.concat(waiting, length))
      waiting = []
      length = 0
      return found
    },
  }
}

/** UTF-16 with its mark becomes UTF-8, so that a newline is one byte; all else stays as it is. */
function decoderOf(head: Uint8Array): (bytes: Uint8Array, isLast: boolean) => Buffer {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
  // A copy: whoever gives bytes may use their place again.
  if (encoding === undefined) return (bytes) => Buffer.from(bytes)
  const decoder = new TextDecoder(encoding)
  return (bytes, isLast) => Buffer.from(decoder.decode(bytes, { stream: !isLast }))
}

function formOf(text: Buffer): Form {
  const mark = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0
  const start = afterSeparators(text, mark)
  const newline = text.indexOf(NEWLINE, start)
  const first = text.subarray(start, newline < 0 ? text.length : newline + 1)
  if (text[start] === OPEN_ARRAY && isJsonArray(text, start)) return { kind: 'elements', lists: 0 }
  const isObject = text[start] === OPEN_OBJECT
  if (isObject && (newline < 0 || !isJson(first))) return { kind: 'elements', lists: 0 }
  if (isObject || newline < 0 || first.length > FIRST_LINE_BYTES_MAX) {
    return { kind: 'lines', first: Buffer.alloc(0), isTable: false }
  }
  // A table's header; for a text log its first line, which is then read again and known already.
  return { kind: 'lines', first: Buffer.from(first), isTable: /[,;\t]/.test(first.toString('latin1')) }
}

/** A text log's line may begin with a bracket as well: `[2026-02-23 12:00] …`. */
function isJsonArray(text: Buffer, start: number): boolean {
  const next = text[afterSeparators(text, start + 1)]
  return next === OPEN_OBJECT || next === OPEN_ARRAY || next === CLOSE_ARRAY
}

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(line.toString('utf8'))
    return true
  } catch {
    return false
  }
}

function stepOf(form: Form, text: Buffer, bytesMax: number, isLast: boolean): Step {
  const step =
    form.kind === 'lines'
      ? linesStep(form, text, bytesMax, isLast)
      : form.kind === 'elements'
        ? elementsStep(form.lists, text, bytesMax)
        : skippingStep(form.lists, text)
  if (step !== undefined || !(isLast || text.length > bytesMax * LONGEST)) return step
  return { part: text, rest: text.length, form }
}

function linesStep(form: Form & { kind: 'lines' }, text: Buffer, bytesMax: number, isLast: boolean): Step {
  const end = text.length <= bytesMax && isLast ? text.length : lineEnd(text, bytesMax, form.isTable)
  if (end === undefined) return undefined
  const lines = text.subarray(0, end)
  const isFirst = form.first.length === 0 || lines.indexOf(form.first) >= 0
  return { part: isFirst ? Buffer.from(lines) : Buffer.concat([form.first, lines]), rest: end, form }
}

/** The end of the last line that ends before `bytesMax`, or of the first; in a table outside of quotes, if there is one. */
function lineEnd(text: Buffer, bytesMax: number, isTable: boolean): number | undefined {
  const last = text.lastIndexOf(NEWLINE, bytesMax - 1)
  if (last < 0) {
    const next = text.indexOf(NEWLINE, bytesMax)
    return next < 0 ? undefined : next + 1
  }
  if (!isTable) return last + 1
  let isQuoted = false
  let end = 0
  for (let at = 0; at <= last; at++) {
    if (text[at] === QUOTE) isQuoted = !isQuoted
    else if (text[at] === NEWLINE && !isQuoted) end = at + 1
  }
  return end > 0 ? end : last + 1
}

/** Elements at this level: as many whole ones as fit, or one that is longer. */
function elementsStep(lists: number, text: Buffer, bytesMax: number): Step {
  const start = afterSeparators(text, 0)
  if (start === text.length) return { rest: text.length, form: { kind: 'elements', lists } }
  if (lists === 0 && text[start] === OPEN_ARRAY) return { rest: start + 1, form: { kind: 'elements', lists: 1 } }
  const { end, close } = elementsEnd(text, start, start + bytesMax)
  if (end !== undefined) {
    return { part: Buffer.from(text.subarray(start, end)), rest: end, form: { kind: 'elements', lists } }
  }
  if (close !== undefined) return closed(lists, close)
  // Longer than any row: an envelope, with rows in a list of it.
  if (lists > 0 || text[start] !== OPEN_OBJECT || text.length < bytesMax) return undefined
  return skippingStep(0, text.subarray(start), start)
}

function closed(lists: number, at: number): Step {
  const left = lists - 1
  return { rest: at + 1, form: left <= 0 ? undefined : { kind: 'skipping', lists: left } }
}

/** Where the last element ends that ends before `until`, or else the first; and where the list closes if none does. */
function elementsEnd(text: Buffer, start: number, until: number): { readonly end?: number; readonly close?: number } {
  let depth = 0
  let end: number | undefined
  for (let at = start; at < text.length; at++) {
    const byte = text[at]
    if (byte === QUOTE) {
      at = stringEnd(text, at)
      if (at < 0) break
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (depth === 0) return end === undefined ? { close: at } : { end }
      depth--
      if (depth > 0) continue
      if (at + 1 > until) return { end: end ?? at + 1 }
      end = at + 1
    }
  }
  return end === undefined ? {} : { end }
}

/** Goes on to the next list of objects within `lists` open ones, or to where they all are closed. */
function skippingStep(lists: number, text: Buffer, before = 0): Step {
  let depth = lists
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]
    if (byte === QUOTE) {
      at = stringEnd(text, at)
      if (at < 0) return undefined
    } else if (byte === OPEN_OBJECT) depth++
    else if (byte === OPEN_ARRAY) {
      depth++
      const next = afterSeparators(text, at + 1)
      if (text[next] === OPEN_OBJECT) return { rest: before + at + 1, form: { kind: 'elements', lists: depth } }
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth--
      if (depth === 0) return { rest: before + at + 1, form: undefined }
    }
  }
  return undefined
}

/** Where the closing quote stands; -1 if it is not there yet. */
function stringEnd(text: Buffer, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === BACKSLASH) at++
    else if (text[at] === QUOTE) return at
  }
  return -1
}

function afterSeparators(text: Buffer, from: number): number {
  let at = from
  while (at < text.length && SEPARATORS.has(text[at] as number)) at++
  return at
}
