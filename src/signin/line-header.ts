/** What the transport of a log writes before each line. None of it is chosen by who signs in. */

const HEADERS: readonly RegExp[] = [
  // Syslog (RFC 5424): priority, time, host, program, process, message id, structured data.
  /^<\d{1,3}>1 (?:\S{1,255} ){5}(?:-|\[(?:[^\]\\]|\\.){0,2000}\]) ?/,
  // The older syslog (RFC 3164): time, host, and often the program.
  /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,255} (?:[^\s:[\]|]{1,64}(?:\[\d{1,10}\])?: )?/,
  // Kubernetes: time, stream, and that the line is whole.
  /^\d{4}-\d\d-\d\dT\S{8,30} std(?:out|err) F /,
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
