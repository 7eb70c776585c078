/** Whether each source is alive, and how late its news is: the vendor's part and ours. */
import { IconPlugConnectedX, IconWaveSine } from '@tabler/icons-react'
import type { SourceState } from '../api/overview.ts'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Ago, lengthInWords } from '../design/time.tsx'

const SECOND_MS = 1000

export function SourcePills({ sources }: { readonly sources: readonly SourceState[] }) {
  return sources.map((source) => <SourcePill key={source.id} source={source} />)
}

function SourcePill({ source: { name, state, delaySeconds, lastDelivery } }: { readonly source: SourceState }) {
  if (state === 'live') {
    return (
      <Pill tone="ok" icon={IconWaveSine}>
        <span>
          <Outside>{name}</Outside>: {delayInWords(delaySeconds)}
        </span>
      </Pill>
    )
  }
  return (
    <Pill tone={state === 'silent' ? 'bad' : 'quiet'} icon={IconPlugConnectedX}>
      <span>
        <Outside>{name}</Outside>:{' '}
        {state === 'never' || lastDelivery === null ? (
          'nothing came yet'
        ) : (
          <>
            silent, last delivery <Ago at={lastDelivery} />
          </>
        )}
      </span>
    </Pill>
  )
}

function delayInWords({ vendor, ours }: SourceState['delaySeconds']): string {
  if (vendor === null || ours === null) return 'live'
  const whole = lengthInWords((vendor + ours) * SECOND_MS)
  return `event to verdict ${whole} (vendor ${lengthInWords(vendor * SECOND_MS)})`
}
