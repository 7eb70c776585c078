import { valueEnd } from './value-end.ts'

/** The object that a text is in JSON; undefined if it is none, or one that no row is: too deep or too many values. */
export function parsedObject(words: string): object | undefined {
  const text = words.trim()
  const value = text.startsWith('{') ? parsedJson(text) : undefined
  return typeof value === 'object' ? (value as object) : undefined
}

/** The object or list that a text is in JSON, by the same limits; else the text. */
export function parsedJson(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return text
  const bytes = Buffer.from(text)
  if (valueEnd(bytes, 0, bytes.length) !== bytes.length) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
