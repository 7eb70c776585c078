import { valueEnd } from './value-end.ts'

/** The object that a text is in JSON; undefined if it is none, or one that no row is: too deep or too many values. */
export function parsedObject(words: string): object | undefined {
  const text = words.trim()
  if (!text.startsWith('{')) return undefined
  const bytes = Buffer.from(text)
  if (valueEnd(bytes, 0, bytes.length) !== bytes.length) return undefined
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}

/**
 * The object that ends a line: what syslog, container runtimes and log shippers write before it (time, host, process)
 * says nothing of the row.
 */
export function objectAtEnd(line: string): object | undefined {
  const start = line.indexOf('{')
  return start < 0 || !line.endsWith('}') ? undefined : parsedObject(line.slice(start))
}
