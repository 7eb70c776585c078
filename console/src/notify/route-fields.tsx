/** One route in the form: which channels, from which severity on, and in which hours. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { Channel, Hours, RoutingRules } from '../api/connections.ts'
import { capital } from '../diagnosis/words.ts'
import { ChannelChecks } from './channel-checks.tsx'
import { DAY_NAMES } from './hours.ts'

type Rule = RoutingRules['routes'][number]

/** A route with a key of its own while it is edited. */
export interface RouteRow extends Rule {
  readonly key: string
}

const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const
const WEEK: Omit<Hours, 'zone'> = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }

interface RouteFieldsProps {
  /** From 1. */
  readonly number: number
  readonly row: RouteRow
  readonly channels: readonly Channel[]
  /** The organisation's, for hours that are new. */
  readonly zone: string
  onChange(row: RouteRow): void
  onRemove(): void
}

export function RouteFields({ number, row, channels, zone, onChange, onRemove }: RouteFieldsProps) {
  const { hours, ...always } = row
  return (
    <fieldset className="card" style={{ margin: 0 }}>
      <legend>
        <b>Route {number}</b>
      </legend>
      <div className="stack tight">
        <ChannelChecks
          channels={channels}
          chosen={row.channels}
          onChange={(chosen) => onChange({ ...row, channels: [...chosen] })}
        />
        <div className="row wrap" style={{ alignItems: 'end' }}>
          <NativeSelect
            label="From severity"
            value={row.atLeast}
            data={SEVERITIES.map((value) => ({ value, label: capital(value) }))}
            onChange={(event) => onChange({ ...row, atLeast: event.currentTarget.value as Rule['atLeast'] })}
          />
          <NativeSelect
            label="When"
            value={hours === undefined ? 'always' : 'hours'}
            data={[
              { value: 'always', label: 'At any hour' },
              { value: 'hours', label: 'In these hours' },
            ]}
            onChange={(event) =>
              onChange(event.currentTarget.value === 'always' ? always : { ...row, hours: { zone, ...WEEK } })
            }
          />
          <Button onClick={onRemove} aria-label={`Remove route ${number}`}>
            Remove
          </Button>
        </div>
        {hours !== undefined && <HoursFields hours={hours} onChange={(next) => onChange({ ...row, hours: next })} />}
      </div>
    </fieldset>
  )
}

interface HoursFieldsProps {
  readonly hours: Hours
  onChange(hours: Hours): void
}

const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]'

function HoursFields({ hours, onChange }: HoursFieldsProps) {
  const { days, from, to, zone } = hours
  return (
    <>
      <div className="row wrap" style={{ gap: 12 }}>
        {DAY_NAMES.map((name, index) => (
          <Checkbox
            key={name}
            label={name}
            checked={days.includes(index + 1)}
            onChange={(event) =>
              onChange({
                ...hours,
                days: event.currentTarget.checked ? [...days, index + 1] : days.filter((day) => day !== index + 1),
              })
            }
          />
        ))}
      </div>
      <div className="row wrap">
        <TextInput
          label="From"
          value={from}
          pattern={CLOCK}
          placeholder="08:00"
          required
          onChange={(event) => onChange({ ...hours, from: event.currentTarget.value })}
        />
        <TextInput
          label="To"
          value={to}
          pattern={CLOCK}
          placeholder="18:00"
          required
          onChange={(event) => onChange({ ...hours, to: event.currentTarget.value })}
        />
        <TextInput
          label="Time zone"
          value={zone}
          required
          maxLength={64}
          onChange={(event) => onChange({ ...hours, zone: event.currentTarget.value })}
        />
      </div>
    </>
  )
}
