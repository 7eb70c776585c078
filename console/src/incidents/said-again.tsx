/** How often something was said again, and until when; nothing where it was said once. */
import { Time } from '../design/time.tsx'
import type { Repeated } from './repeats.ts'

export function SaidAgain({ repeated: { times, until } }: { readonly repeated: Repeated }) {
  if (times === 1) return null
  return (
    <span className="muted">
      {' '}
      {times} times, last <Time at={until} seconds />
    </span>
  )
}
