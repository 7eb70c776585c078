/** What is usual for a person: against this, what is new stands out. */
import type { Person } from '../api/people.ts'
import { Card, Facts } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { deviceName } from './device-name.ts'
import './directory.css'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const MINUTES = 60

/** Below this share of the busiest hour, an hour is not usual. */
const USUAL_SHARE = 0.1

/** Usual hours of the day here, from sign-ins an hour in UTC; half hours of an offset are dropped. */
function usualHours(counts: readonly number[]): ReadonlySet<number> {
  const offset = Math.round(-new Date().getTimezoneOffset() / MINUTES)
  const least = Math.max(1, Math.max(0, ...counts) * USUAL_SHARE)
  return new Set(HOURS.filter((utc) => (counts[utc] ?? 0) >= least).map((utc) => (utc + offset + 24) % 24))
}

export function Usual({ usual: { networks, devices, countries, hours } }: Pick<Person, 'usual'>) {
  const local = usualHours(hours)
  return (
    <Card title="What is usual">
      <Facts
        of={[
          ['Networks', <List key="networks" of={networks} />],
          ['Devices', <List key="devices" of={[...new Set(devices.map(deviceName))]} />],
          ['Countries', <List key="countries" of={countries} />],
        ]}
      />
      <h3 style={{ margin: '12px 0 6px' }}>Hours</h3>
      <div className="hours" role="img" aria-label={hoursInWords(local)}>
        {HOURS.map((hour) => (
          <span key={hour} className={local.has(hour) ? 'usual' : undefined} title={`${hour}:00`} />
        ))}
      </div>
      <div className="hours-marks" aria-hidden>
        <span>0</span>
        <span>6</span>
        <span>12</span>
        <span>18</span>
        <span>24</span>
      </div>
      <p>
        <small>{hoursInWords(local)}</small>
      </p>
    </Card>
  )
}

function List({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return <span className="muted">not known yet</span>
  return of.map((one) => (
    <div key={one}>
      <Outside>{one}</Outside>
    </div>
  ))
}

/** `Usually between 7:00 and 18:00`; several stretches are joined. */
function hoursInWords(hours: ReadonlySet<number>): string {
  if (hours.size === 0) return 'No usual hours are known yet.'
  const starts = HOURS.filter((hour) => hours.has(hour) && (hour === 0 || !hours.has(hour - 1)))
  const stretches = starts.map((start) => {
    const end = HOURS.find((hour) => hour > start && !hours.has(hour)) ?? 24
    return `${start}:00 and ${end}:00`
  })
  return `Usually between ${stretches.join(', or ')}.`
}
