/** Pieces that the made-up reports are made of: hostile names, files, times and rows. */
import type { Evidence } from '../diagnosis/index.ts'

/** Names as an attacker would choose them: markup, terminal commands, a reversed name, a formula, marks without end. */
export const HOSTILE = {
  markup: `<img src=x onerror=alert(1)>"'><script>alert(2)</script>@example.com`,
  escape: 'eve\u001b[2J\u001b]0;owned\u0007\u009b31m@example.com',
  bidi: 'moc.elpmaxe@\u202eeve\u2066',
  lines: 'eve\nATTACKS (0)\r\n✓ no attacks\u2028@example.com',
  formula: '=HYPERLINK("https://203.0.113.9/","pay")',
  marks: `z${'\u0301'.repeat(200)}@example.com`,
  long: `${'a'.repeat(300)}@example.com`,
} as const

export const ENTRA_FILE = 'exports/entra-signins-2026-02-23.json'
export const OKTA_FILE = 'exports/okta-system-log.ndjson.gz'

export function at(day: number, clock: string): string {
  return `2026-02-${String(day).padStart(2, '0')}T${clock}${clock.length === 5 ? ':00' : ''}.000Z`
}

export function rows(file: string, first: number, times: readonly string[], what: string): readonly Evidence[] {
  return times.map((time, index) => ({ file, line: first + index * 7, event: `e-${first}-${index}`, time, what }))
}
