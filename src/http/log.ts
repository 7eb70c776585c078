/** The log: JSON lines by pino, UTC, with what must never be in it taken out (ASVS V16.2.5). Control characters are escaped by JSON (V16.4.1). */
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

export type Log = Logger

/** Members of these names are blotted out down to the third level, whoever logs them. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  '"set-cookie"',
  'password',
  'secret',
  'token',
  'credential',
  'session',
  'assertion',
  'otp',
  'pass',
]

/** Where secrets stand inside sentences: after an authentication scheme, between // and @ in a URL, in a query. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic|session)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/:\/\/[^\s/@]+@/g, '://[redacted]@'],
  [/\?[^\s"'<>]+/g, '?[redacted]'],
  [/\b((?:set-)?cookie|authorization)\s*[:=]\s*[^\n]+/gi, '$1: [redacted]'],
]

export interface LogOptions {
  readonly clock: () => number
  readonly level?: 'fatal' | 'error' | 'warn' | 'info' | 'debug'
  /** Standard output unless said. */
  readonly destination?: DestinationStream
}

export function createLog({ clock, level = 'info', destination }: LogOptions): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date(clock()).toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => {
        const member = name.startsWith('"') ? `[${name}]` : `.${name}`
        return [member.replace(/^\./, ''), `*${member}`, `*.*${member}`]
      }),
      censor: '[redacted]',
    },
    serializers: { err: describeError, req: () => undefined, res: () => undefined },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** An error for the log: kind, code, message, stack and causes, without the secrets that texts of libraries carry along. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: scrub(String(error)) }
  const { type, message, stack } = stdSerializers.errWithCause(error)
  const code = 'code' in error ? { code: String(error.code) } : {}
  const cause = error.cause === undefined ? {} : { cause: describeCause(error.cause) }
  return { type, ...code, message: scrub(String(message)), stack: scrub(String(stack)), ...cause }
}

function describeCause(cause: unknown): object {
  if (!(cause instanceof Error)) return { message: scrub(String(cause)) }
  return { type: cause.name, ...('code' in cause ? { code: String(cause.code) } : {}), message: scrub(cause.message) }
}

function scrub(text: string): string {
  return SECRET_TEXTS.reduce((scrubbed, [pattern, replacement]) => scrubbed.replace(pattern, replacement), text)
}
