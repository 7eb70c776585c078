/** From the bytes of a body to its value. The route's limits come first, on the wire and inflated; then the encoding; then the syntax. */
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'
import secureJson from 'secure-json-parse'
import { httpProblem } from './http-problem.ts'
import type { Route } from './route.ts'

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

const inflaters = { gzip: promisify(gunzip), deflate: promisify(inflate) }
type Encoding = keyof typeof inflaters | 'identity'

interface BodyHeaders {
  readonly 'content-type'?: string | undefined
  readonly 'content-encoding'?: string | undefined
}

/** Refuses by the headers alone, before a byte is read: ERR_MEDIA_TYPE, ERR_CONTENT_ENCODING. */
export function checkBodyHeaders(route: Route, headers: BodyHeaders): void {
  const accepted = route.consumes ?? [JSON_TYPE]
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length)
  const isUtf8 = charset === undefined || /^"?utf-?8"?$/.test(charset)
  if (!accepted.includes(type) || !isUtf8)
    throw httpProblem('ERR_MEDIA_TYPE', { headers: { accept: accepted.join(', ') } })
  encodingOf(headers)
}

function encodingOf(headers: BodyHeaders): Encoding {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || Object.hasOwn(inflaters, encoding)) return encoding as Encoding
  throw httpProblem('ERR_CONTENT_ENCODING', { headers: { 'accept-encoding': 'gzip, deflate' } })
}

/**
 * At most `bytesMax` bytes, inflated. A bomb ends at the limit: zlib stops producing, whatever the ratio.
 * Throws ERR_BODY_TOO_LARGE, ERR_BODY_ENCODING.
 */
export async function inflateBody(bytes: Uint8Array, headers: BodyHeaders, bytesMax: number): Promise<Uint8Array> {
  const encoding = encodingOf(headers)
  if (encoding === 'identity') {
    if (bytes.length > bytesMax) throw httpProblem('ERR_BODY_TOO_LARGE')
    return bytes
  }
  try {
    return await inflaters[encoding](bytes, { maxOutputLength: bytesMax })
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw httpProblem(isTooLarge ? 'ERR_BODY_TOO_LARGE' : 'ERR_BODY_ENCODING', { cause })
  }
}

export interface SyntaxLimits {
  readonly jsonDepthMax: number
  readonly formFieldsMax: number
}

/** Throws ERR_BODY_ENCODING, ERR_JSON, ERR_JSON_DEPTH, ERR_INVALID_REQUEST. `contentType` was accepted before. */
export function parseBody(bytes: Uint8Array, contentType: string, limits: SyntaxLimits): unknown {
  const text = decodeUtf8(bytes)
  if (contentType.toLowerCase().startsWith(FORM_TYPE)) return parseForm(text, limits.formFieldsMax)
  if (isDeeperThan(text, limits.jsonDepthMax)) throw httpProblem('ERR_JSON_DEPTH')
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' })
  } catch {
    // The cause would quote the body; it stays out of the log.
    throw httpProblem('ERR_JSON')
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw httpProblem('ERR_BODY_ENCODING')
  }
}

/** A field that comes once is a string, one that comes again an array of them. Keys are own members, `__proto__` too. */
function parseForm(text: string, fieldsMax: number): Readonly<Record<string, string | string[]>> {
  const fields = new URLSearchParams(text)
  if (fields.size > fieldsMax) {
    throw httpProblem('ERR_INVALID_REQUEST', {
      errors: [{ in: 'body', pointer: '#', detail: `has more than ${fieldsMax} fields` }],
    })
  }
  const names = [...new Set(fields.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = fields.getAll(name)
      return [name, values.length === 1 ? (values[0] as string) : values]
    }),
  )
}

/** Looked at before parsing, because everything after it walks the value by recursion. */
function isDeeperThan(text: string, depthMax: number): boolean {
  let depth = 0
  let isInString = false
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i)
    if (isInString) {
      if (character === BACKSLASH) i++
      else if (character === QUOTE) isInString = false
    } else if (character === QUOTE) isInString = true
    else if (character === BRACE || character === BRACKET) {
      if (++depth > depthMax) return true
    } else if (character === BRACE_END || character === BRACKET_END) depth--
  }
  return false
}
const QUOTE = 0x22
const BACKSLASH = 0x5c
const BRACE = 0x7b
const BRACE_END = 0x7d
const BRACKET = 0x5b
const BRACKET_END = 0x5d
