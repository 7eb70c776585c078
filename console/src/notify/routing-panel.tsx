/** Which notices go to which channels. */
import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Channel, channelsQuery, type Routing, routingQuery } from '../api/connections.ts'
import { ApiProblem } from '../api/problem.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty, Facts } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'

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
            <ChangeRouting
              text={JSON.stringify(routing ?? everywhere(channels), null, 2)}
              opened={isChanging}
              onClose={() => setIsChanging(false)}
            />
          </div>
        )}
      </Loaded>
    </Card>
  )
}

/** To begin with: what is grave goes to everybody. */
function everywhere(channels: readonly Pick<Channel, 'id'>[]) {
  const ids = channels.map(({ id }) => id)
  return { routes: [{ channels: ids, atLeast: 'high' }], emergency: ids }
}

function Routes({ routing: { routes, emergency } }: { readonly routing: NonNullable<Routing['routing']> }) {
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
            cell: ({ hours }) =>
              hours === undefined ? 'at any hour' : <span className="mono">{JSON.stringify(hours)}</span>,
          },
        ]}
      />
      <Facts of={[['Emergency accounts', <Outside key="emergency">{emergency.join(', ')}</Outside>]]} />
    </>
  )
}

interface ChangeRoutingProps {
  readonly text: string
  readonly opened: boolean
  onClose(): void
}

function ChangeRouting({ text, opened, onClose }: ChangeRoutingProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title="Change the routes"
      action="Propose with passkey"
      size="lg"
      onClose={onClose}
      onSubmit={({ routing = '' }) => change({ kind: 'routing-changed', data: parsed(routing) })}
    >
      <p>
        Each route: from which severity on which channels are told, by their short names. Emergency accounts take at
        least two channels. A change by which anybody is told less or later waits for a second person.
      </p>
      <Textarea
        name="routing"
        label="Routes, as JSON"
        defaultValue={text}
        rows={14}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
    </FormDialog>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiProblem(
      {
        code: 'ERR_CONSOLE_JSON',
        title: 'This is no JSON',
        detail: cause instanceof Error ? cause.message : 'The text could not be read.',
        next: 'Look for a missing comma, quote or bracket.',
        status: 0,
      },
      { cause },
    )
  }
}
