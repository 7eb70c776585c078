/**
 * What the transport of a log writes before each line. It ends where the line begins: what people type may stand anywhere
 * behind it, and look like a row.
 */

const HEADERS: readonly RegExp[] = [
  // Syslog (RFC 5424): priority, time, host, program, process, message id, structured data.
  /^<\d{1,3}>1 (?:\S{1,255} ){5}(?:-|\[(?:[^\]\\]|\\.){0,2000}\]) ?/,
  // The older syslog (RFC 3164): time, host, and often the program.
  /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,255} (?:[^\s:[\]|]{1,64}(?:\[\d{1,10}\])?: )?/,
  // Kubernetes: time, stream, and that the line is whole.
  /^\d{4}-\d\d-\d\dT\S{8,30} std(?:out|err) F /,
  // Fluentd and many others: time, perhaps in brackets, and at most two words.
  /^\[?\d{4}-\d\d-\d\d[T ][\d:.,]{8,18}(?:Z|[+-]\d\d:?\d\d)?\]?(?:[ \t][\w.@/-]{1,64}(?:\[\d{1,10}\])?:?){0,2}[ \t](?=\{)/,
  // Docker Compose: the container.
  /^[\w.-]{1,64} +\| /,
]

/** The line behind its transport's header; the line itself if it has none that is known. */
export function withoutHeader(line: string): string {
  for (const header of HEADERS) {
    const found = header.exec(line)
    if (found) return line.slice(found[0].length)
  }
  return line
}
