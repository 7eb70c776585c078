/** Channels: where notices go, whether they arrive, and a message to try one. */
import { Button } from '@mantine/core'
import { IconBell, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Channel, channelsQuery, testChannel } from '../api/connections.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { sayDone, sayProblem } from '../design/done.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill, type Tone } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Ago } from '../design/time.tsx'
import { providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { AddChannel } from './add-channel.tsx'
import { ChangeChannel } from './change-channel.tsx'
import { KIND_NAMES } from './kinds.ts'

const HEALTH: Readonly<Record<Channel['health']['state'], { readonly tone: Tone; readonly word: string }>> = {
  green: { tone: 'ok', word: 'Works' },
  amber: { tone: 'warn', word: 'Stumbles' },
  red: { tone: 'bad', word: 'Does not work' },
}

export function ChannelsPanel() {
  const { organisation, may } = useHere()
  const queries = useQueryClient()
  const query = useQuery(channelsQuery(organisation))
  const [isAdding, setIsAdding] = useState(false)
  const [removing, setRemoving] = useState<Channel>()
  const [changing, setChanging] = useState<Channel>()
  const testing = useMutation({
    mutationFn: (id: string) => testChannel(organisation, id),
    onSuccess: () => {
      sayDone('A test message is on its way. Look whether it arrives.')
      void queries.invalidateQueries({ queryKey: [organisation, 'channels'] })
    },
    onError: sayProblem,
  })
  return (
    <Card
      className="flush"
      title="Where notices go"
      aside={
        may('administrator') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setIsAdding(true)}>
            Add a channel
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(channels) =>
          channels.length === 0 ? (
            <Empty icon={<IconBell size={26} aria-hidden />} title="Nobody is told yet">
              Add two channels, one of which does not need your identity provider.
            </Empty>
          ) : (
            <Table
              caption="Channels"
              rows={channels}
              keyOf={({ id }) => id}
              columns={[
                { name: 'Channel', cell: (channel) => <Name channel={channel} /> },
                { name: 'State', cell: ({ health }) => <Health health={health} /> },
                {
                  name: 'Last arrived',
                  width: '120px',
                  cell: ({ lastDelivered }) =>
                    lastDelivered === null ? <span className="muted">never</span> : <Ago at={lastDelivered} />,
                },
                {
                  name: 'Waiting',
                  isNumber: true,
                  width: '76px',
                  cell: ({ waiting }) => (waiting === 0 ? '–' : waiting),
                },
                {
                  name: 'Acts',
                  isUnnamed: true,
                  width: '270px',
                  cell: (channel) =>
                    may('administrator') && (
                      <span className="row" style={{ gap: 6 }}>
                        <Button
                          size="xs"
                          loading={testing.isPending && testing.variables === channel.id}
                          onClick={() => testing.mutate(channel.id)}
                          aria-label={`Send a test message to ${channel.label}`}
                        >
                          Test
                        </Button>
                        <Button size="xs" onClick={() => setChanging(channel)} aria-label={`Change ${channel.label}`}>
                          Change…
                        </Button>
                        <Button size="xs" onClick={() => setRemoving(channel)} aria-label={`Remove ${channel.label}`}>
                          Remove…
                        </Button>
                      </span>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <AddChannel opened={isAdding} onClose={() => setIsAdding(false)} />
      {changing !== undefined && <ChangeChannel channel={changing} onClose={() => setChanging(undefined)} />}
      <RemoveChannel channel={removing} onClose={() => setRemoving(undefined)} />
    </Card>
  )
}

function Name({ channel: { label, kind, readWith } }: { readonly channel: Channel }) {
  return (
    <>
      <b>
        <Outside>{label}</Outside>
      </b>
      <small style={{ display: 'block' }}>
        {KIND_NAMES[kind]}
        {readWith !== 'none' && ` · read with ${providerName(readWith)}: silent when that is down`}
      </small>
    </>
  )
}

function Health({ health: { state, text, code, since } }: Pick<Channel, 'health'>) {
  const { tone, word } = HEALTH[state]
  return (
    <>
      <Pill tone={tone}>
        <span>
          {word}
          {state !== 'green' && (
            <>
              {' '}
              since <Ago at={since} />
            </>
          )}
        </span>
      </Pill>
      {state !== 'green' && (
        <small style={{ display: 'block' }}>
          <Outside>{text}</Outside> {code !== null && <span className="mono">{code}</span>}
        </small>
      )}
    </>
  )
}

function RemoveChannel({ channel, onClose }: { readonly channel: Channel | undefined; readonly onClose: () => void }) {
  const change = useChange()
  return (
    <FormDialog
      opened={channel !== undefined}
      title={`Remove ${channel?.label ?? ''}`}
      action="Propose with passkey"
      isGrave
      onClose={onClose}
      onSubmit={() => change({ kind: 'channel-removed', data: { id: channel?.id } })}
    >
      <p>Nobody is told by this channel any more. That weakens the watch, so a second person has to agree.</p>
    </FormDialog>
  )
}
