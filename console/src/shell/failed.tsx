/** When a page itself fails, it says so, and the rest of the console goes on. */
import type { ErrorComponentProps } from '@tanstack/react-router'
import { ProblemCard } from '../design/loaded.tsx'

export function Failed({ error, reset }: ErrorComponentProps) {
  return <ProblemCard error={error} onRetry={reset} />
}
