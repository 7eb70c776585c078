/** Channels to choose among. */
import { Checkbox } from '@mantine/core'
import type { Channel } from '../api/connections.ts'

interface ChannelChecksProps {
  readonly channels: readonly Channel[]
  readonly chosen: readonly string[]
  onChange(chosen: readonly string[]): void
}

export function ChannelChecks({ channels, chosen, onChange }: ChannelChecksProps) {
  return (
    <div className="row wrap" style={{ gap: 16 }}>
      {channels.map(({ id, label }) => (
        <Checkbox
          key={id}
          label={label}
          checked={chosen.includes(id)}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
          }
        />
      ))}
    </div>
  )
}
