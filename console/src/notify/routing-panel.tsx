/** Which notices go to which channels. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Channel, channelsQuery, type RoutingRules, routingQuery } from '../api/connections.ts'
import { Card, Empty, Facts } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { ChangeRouting } from './change-routing.tsx'
import { hoursText } from './hours.ts'

const TONES = { green: 'ok', amber: 'warn', red: 'bad' } as const

export function RoutingPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(routingQuery(organisation))
  const { data: channels = [] } = useQuery(channelsQuery(organisation))
  const [isChanging, setIsChanging] = useState(false)
  return (
    <Card
      title="Which notices go where"
      aside={
        may('administrator') &&
        channels.length > 0 && (
          <Button size="xs" onClick={() => setIsChanging(true)}>
            Change…
          </Button>
        )
      }
    >
      <Loaded query={query} lines={2}>
        {({ routing, health }) => (
          <div className="stack">
            <div>
              <Pill tone={TONES[health.state]}>{health.text}</Pill>
            </div>
            {routing === null ? (
              <Empty title="Nobody is told yet">Add channels, then say which of them is told of what.</Empty>
            ) : (
              <Routes routing={routing} />
            )}
            {isChanging && (
              <ChangeRouting routing={routing ?? everywhere(channels)} onClose={() => setIsChanging(false)} />
            )}
          </div>
        )}
      </Loaded>
    </Card>
  )
}

/** To begin with: what is grave goes to everybody. */
function everywhere(channels: readonly Pick<Channel, 'id'>[]): RoutingRules {
  const ids = channels.map(({ id }) => id)
  return { routes: [{ channels: ids, atLeast: 'high' }], emergency: ids }
}

function Routes({ routing: { routes, emergency } }: { readonly routing: RoutingRules }) {
  return (
    <>
      <Table
        caption="Routes"
        rows={routes.map((route, index) => ({ ...route, index }))}
        keyOf={({ index }) => String(index)}
        columns={[
          { name: 'From severity', cell: ({ atLeast }) => <b>{capital(atLeast)}</b> },
          { name: 'To', cell: ({ channels }) => <Outside>{channels.join(', ')}</Outside> },
          {
            name: 'When',
            cell: ({ hours }) => (hours === undefined ? 'at any hour' : hoursText(hours)),
          },
        ]}
      />
      <Facts of={[['Emergency accounts', <Outside key="emergency">{emergency.join(', ')}</Outside>]]} />
    </>
  )
}
