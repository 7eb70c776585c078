/**
 * Keycloak’s log lines, as JBossLoggingEventListenerProvider writes them: `type="LOGIN_ERROR", realmId="…", …` behind
 * the logging frame. Releases before 22 wrote values bare, or in single quotes if they held a space.
 */

type Values = Record<string, unknown>

const FRAME =
  /^(\d{4}-\d\d-\d\d[ T])?(\d\d:\d\d:\d\d[,.]\d{3}\S*)\s+(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+\[([^\]]*)\]\s+\([^)]*\)\s?(.*)$/
/** Java’s stack traces go on over many lines; they belong to the line before. */
const TRACE = /^(?:\s+at [\w.$/@<>]+\(|\s+\.\.\. \d+ (?:more|common frames omitted)|(?:Caused by|\s*Suppressed): )/

/** The members that the provider writes itself, always before the details: what comes later cannot overwrite them. */
const OWN = new Set(['type', 'realmId', 'realmName', 'clientId', 'userId', 'sessionId', 'ipAddress', 'error'])
const ADMIN_OWN = new Set(['operationType', 'resourceType', 'resourcePath', 'error'])
const FIELDS_MAX = 100

/** The values of a line of a Keycloak server’s log, in the form of the Admin API; undefined for other lines. */
export function parseLine(line: string): Values | undefined {
  const frame = FRAME.exec(line)
  if (!frame) return TRACE.test(line) ? { keycloakLog: 'stack-trace' } : undefined
  const [, date, clock = '', logger = '', message = ''] = frame
  // WildFly, on which releases before 17 ran, writes no date: such an event has no time.
  return { keycloakLog: logger, time: date ? date + clock : '', ...parseMessage(logger, message) }
}

/** The values of an event in a log message; nothing if it is another message. */
export function parseMessage(logger: string, message: string): Values {
  if (logger !== 'org.keycloak.events') return {}
  if (message.startsWith('type=')) return event(fields(message))
  return message.startsWith('operationType=') ? adminEvent(fields(message)) : {}
}

function event(said: ReadonlyMap<string, string>): Values {
  const own: Values = {}
  const details: Values = {}
  for (const [key, value] of said) (OWN.has(key) ? own : details)[key] = value
  details.code_id ??= said.get('authSessionParentId')
  return { ...own, details }
}

function adminEvent(said: ReadonlyMap<string, string>): Values {
  const own: Values = {}
  const authDetails: Values = {}
  for (const [key, value] of said) (ADMIN_OWN.has(key) ? own : authDetails)[key] = value
  return { ...own, realmId: said.get('realmId'), authDetails }
}

/** `key=value, key="value", key='value'`: the first of each key counts, since people choose some of the values. */
function fields(message: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let at = 0
  while (at < message.length && found.size < FIELDS_MAX) {
    const equals = message.indexOf('=', at)
    if (equals < 0) break
    const key = message.slice(at, equals)
    const [value, next] = valueAt(message, equals + 1)
    if (value !== 'null' && !found.has(key)) found.set(key, value)
    at = next
  }
  return found
}

/** The value that starts here, and where the next key starts. `\"` is what log shippers make of a quote. */
function valueAt(message: string, at: number): readonly [value: string, next: number] {
  const quote = message.startsWith('\\"', at) ? '\\"' : message[at] === '"' || message[at] === "'" ? message[at] : ''
  const start = at + (quote ?? '').length
  const end = endOfValue(message, start, quote ?? '')
  return [message.slice(start, end), end + (quote ?? '').length + 2]
}

/** A quoted value ends at the quote that `, ` or the end of the message follows, and no backslash precedes. */
function endOfValue(message: string, start: number, quote: string): number {
  for (let end = start - 1; ; ) {
    end = message.indexOf(quote === '' ? ', ' : quote, end + 1)
    if (end < 0) return message.length
    if (quote === '') return end
    const after = end + quote.length
    if (after < message.length && !message.startsWith(', ', after)) continue
    if (quote === '"' && message[end - 1] === '\\') continue
    return end
  }
}
