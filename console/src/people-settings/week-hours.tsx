/** Hours of a week as somebody types them: which days, and from which clock time to which. */
import { Checkbox, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ApproverHours } from '../api/directory-settings.ts'
import { DAY_NAMES } from '../notify/hours.ts'
import { clockOf, minuteOf } from './hours.ts'

/** Clock times as typed. */
export interface WeekHours {
  /** 1 is Monday. */
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

export const WEEK: WeekHours = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }

const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]'

interface WeekHoursFieldsProps {
  readonly hours: WeekHours
  onChange(hours: WeekHours): void
  /** Beside the clock times. */
  readonly children?: ReactNode
}

export function WeekHoursFields({ hours: { days, from, to }, onChange, children }: WeekHoursFieldsProps) {
  return (
    <>
      <div className="row wrap" style={{ gap: 12 }}>
        {DAY_NAMES.map((name, index) => (
          <Checkbox
            key={name}
            label={name}
            checked={days.includes(index + 1)}
            onChange={(event) => {
              const others = days.filter((day) => day !== index + 1)
              onChange({ days: event.currentTarget.checked ? [...others, index + 1] : others, from, to })
            }}
          />
        ))}
      </div>
      <div className="row wrap" style={{ alignItems: 'end' }}>
        <TextInput
          label="From"
          value={from}
          pattern={CLOCK}
          placeholder="08:00"
          w={110}
          required
          onChange={(event) => onChange({ days, from: event.currentTarget.value, to })}
        />
        <TextInput
          label="To"
          value={to}
          pattern={`${CLOCK}|24:00`}
          placeholder="18:00"
          w={110}
          required
          onChange={(event) => onChange({ days, from, to: event.currentTarget.value })}
        />
        {children}
      </div>
    </>
  )
}

/** As somebody typed them last. */
export function weekOf({ days, from, to }: ApproverHours): WeekHours {
  return { days, from: clockOf(from), to: clockOf(to) }
}

/** As the server has them: days in their order, minutes after midnight. */
export function hoursOf({ days, from, to }: WeekHours): ApproverHours {
  return { days: [...days].sort((one, other) => one - other), from: minuteOf(from), to: minuteOf(to) }
}
