export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical'

const ORDER: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical']

export function graver(one: Severity, other: Severity): Severity {
  return isAtLeast(one, other) ? one : other
}

export function isAtLeast(one: Severity, other: Severity): boolean {
  return ORDER.indexOf(one) >= ORDER.indexOf(other)
}
