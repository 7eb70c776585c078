/** Four figures of today. */
import type { Overview } from '../api/overview.ts'
import { Figure, FigureList } from '../design/figures.tsx'
import { lengthInWords } from '../design/time.tsx'

const MINUTE_MS = 60_000

export function Figures({ figures }: { readonly figures: Overview['figures'] }) {
  const { lockedOutNow, endedToday, medianMinutesLocked, openIncidents } = figures
  return (
    <FigureList>
      <Figure name="Locked out now" value={String(lockedOutNow)} note="people who cannot complete MFA" />
      <Figure name="Back in today" value={String(endedToday)} note="lockouts that ended" />
      <Figure
        name="Median time back in"
        value={medianMinutesLocked === null ? '–' : lengthInWords(medianMinutesLocked * MINUTE_MS)}
        note={medianMinutesLocked === null ? 'no lockout ended yet' : 'from the first failed attempt'}
      />
      <Figure name="Open incidents" value={String(openIncidents)} note="not ended, not closed" />
    </FigureList>
  )
}
