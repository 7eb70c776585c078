/** Who is told of what, as a form: rows of channels, least severity and hours; and the channels for emergency accounts. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { channelsQuery, type RoutingRules } from '../api/connections.ts'
import { settingsQuery } from '../api/organisation.ts'
import { newId } from '../api/staff.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { useHere } from '../shell/organisation.ts'
import { ChannelChecks } from './channel-checks.tsx'
import { RouteFields, type RouteRow } from './route-fields.tsx'

interface ChangeRoutingProps {
  readonly routing: RoutingRules
  onClose(): void
}

export function ChangeRouting({ routing, onClose }: ChangeRoutingProps) {
  const { organisation } = useHere()
  const change = useChange()
  const { data: channels = [] } = useQuery(channelsQuery(organisation))
  const { data: settings } = useQuery(settingsQuery(organisation))
  const [rows, setRows] = useState<readonly RouteRow[]>(() =>
    routing.routes.map((route) => ({ ...route, key: newId() })),
  )
  const [emergency, setEmergency] = useState<readonly string[]>(routing.emergency)
  const set = (key: string, row: RouteRow | undefined) =>
    setRows(rows.flatMap((known) => (known.key !== key ? [known] : row === undefined ? [] : [row])))
  return (
    <FormDialog
      opened
      title="Change the routes"
      action="Propose with passkey"
      size="lg"
      onClose={onClose}
      onSubmit={() => change({ kind: 'routing-changed', data: { routes: rows.map(routeOf), emergency } })}
    >
      <p>A change by which anybody is told less or later waits for a second person.</p>
      {rows.map((row, index) => (
        <RouteFields
          key={row.key}
          number={index + 1}
          row={row}
          channels={channels}
          zone={settings?.zone ?? 'UTC'}
          onChange={(next) => set(row.key, next)}
          onRemove={() => set(row.key, undefined)}
        />
      ))}
      <div>
        <Button
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => setRows([...rows, { key: newId(), channels: [], atLeast: 'high' }])}
        >
          Add a route
        </Button>
      </div>
      <fieldset className="card" style={{ margin: 0 }}>
        <legend>
          <b>Emergency accounts</b>
        </legend>
        <p className="muted">At least two channels, one of which is read without your identity provider.</p>
        <ChannelChecks channels={channels} chosen={emergency} onChange={setEmergency} />
      </fieldset>
    </FormDialog>
  )
}

/** What the server takes: without the row's own key. */
function routeOf({ key: _key, ...route }: RouteRow): RoutingRules['routes'][number] {
  return route
}
