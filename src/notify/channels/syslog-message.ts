/** A syslog message (RFC 5424) whose text is one line of JSON, and its framing on a stream (RFC 5425, RFC 6587). */
import { formatInstant } from '../../base/time.ts'
import type { NoticeKind } from '../notice.ts'
import type { Severity } from '../severity.ts'

export interface SyslogHeader {
  readonly severity: Severity
  /** Milliseconds since 1970. */
  readonly time: number
  /** This machine's name. */
  readonly hostname: string
  readonly kind: NoticeKind
}

/** RFC 5424 §6.2.1: 10 is security and authorisation messages. */
const FACILITY = 10
const SEVERITIES: Readonly<Record<Severity, number>> = { critical: 2, high: 3, medium: 4, low: 5, info: 6 }
const HOSTNAME_MAX = 255

/** All ASCII: letters beyond are escaped as JSON allows, so that neither a byte-order mark nor an encoding is in question. */
export function syslogMessage({ severity, time, hostname, kind }: SyslogHeader, finding: object): string {
  const priority = FACILITY * 8 + SEVERITIES[severity]
  const host = hostname.replace(/[^\x21-\x7e]/g, '').slice(0, HOSTNAME_MAX) || '-'
  return `<${priority}>1 ${formatInstant(time)} ${host} postern - ${kind} - ${asciiJson(finding)}`
}

/** Octet counting: the length, a space, the message. A line break within could not split it. */
export function counted(message: string): string {
  return `${Buffer.byteLength(message)} ${message}`
}

function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
