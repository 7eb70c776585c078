/** The organisation's own settings: its name, how long sign-ins are kept, and its time zone. */
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Settings, settingsQuery } from '../api/organisation.ts'
import { meQuery } from '../api/staff.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Facts } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { useHere } from '../shell/organisation.ts'

type What = 'name' | 'retention' | 'zone'

const KEPT_MAX = 3650

export function OrganisationCard() {
  const { organisation, may } = useHere()
  const query = useQuery(settingsQuery(organisation))
  const [changing, setChanging] = useState<What>()
  return (
    <Card title="This organisation">
      <Loaded query={query} lines={3}>
        {(settings) => (
          <div className="stack">
            <Facts
              of={[
                ['Name', <Outside key="name">{settings.name}</Outside>],
                ['Sign-ins are kept', `${settings.keptDays} days`],
                ['Time zone', settings.zone],
              ]}
            />
            {may('administrator') && (
              <div className="row wrap">
                <Button onClick={() => setChanging('name')}>Rename…</Button>
                <Button onClick={() => setChanging('retention')}>Change how long…</Button>
                <Button onClick={() => setChanging('zone')}>Change time zone…</Button>
              </div>
            )}
            <ChangeDialog what={changing} settings={settings} onClose={() => setChanging(undefined)} />
          </div>
        )}
      </Loaded>
    </Card>
  )
}

const TITLES: Readonly<Record<What, string>> = {
  name: 'Rename the organisation',
  retention: 'How long sign-ins are kept',
  zone: 'Time zone of the organisation',
}

interface ChangeDialogProps {
  readonly what: What | undefined
  readonly settings: Settings
  onClose(): void
}

function ChangeDialog({ what, settings, onClose }: ChangeDialogProps) {
  const change = useChange()
  const queries = useQueryClient()
  return (
    <FormDialog
      opened={what !== undefined}
      title={TITLES[what ?? 'name']}
      action="Change with passkey"
      onClose={onClose}
      onSubmit={async ({ name, keptDays, zone }) => {
        if (what === 'name') {
          await change({ kind: 'organisation-renamed', data: { name } })
          // The name stands above every page.
          return await queries.invalidateQueries({ queryKey: meQuery.queryKey })
        }
        if (what === 'zone') return change({ kind: 'time-zone-changed', data: { zone } })
        return change({ kind: 'retention-changed', data: { keptDays: Number(keptDays) } })
      }}
    >
      {what === 'name' && <TextInput name="name" label="Name" defaultValue={settings.name} required maxLength={200} />}
      {what === 'retention' && (
        <>
          <p>Older sign-ins are deleted; hourly counts stay. Fewer days wait for a second person.</p>
          <NumberInput
            name="keptDays"
            label="Days"
            defaultValue={settings.keptDays}
            min={1}
            max={KEPT_MAX}
            thousandSeparator=""
            required
          />
        </>
      )}
      {what === 'zone' && (
        <>
          <p>In it the switchboard says clock times. Hours of routes keep the zone that they were given.</p>
          <NativeSelect name="zone" label="Time zone" defaultValue={settings.zone} data={zonesWith(settings.zone)} />
        </>
      )}
    </FormDialog>
  )
}

/** Those that the browser knows, and the one that is set. */
function zonesWith(zone: string): string[] {
  return [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort()
}
