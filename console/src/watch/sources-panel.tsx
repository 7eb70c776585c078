/** Sources of sign-ins: whether each is alive, one more, one less. */
import { Button } from '@mantine/core'
import { IconPlug, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Source, sourcesQuery } from '../api/connections.ts'
import { useChange } from '../approvals/use-change.ts'
import { Card, Empty } from '../design/card.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Ago } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { AddSource } from './add-source.tsx'

const KIND_NAMES = { push: 'pushed to us', tail: 'file that grows', folder: 'folder' } as const
const SILENT_MS = 3_600_000

export function SourcesPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(sourcesQuery(organisation))
  const [isAdding, setIsAdding] = useState(false)
  const [closing, setClosing] = useState<Source>()
  const [renewing, setRenewing] = useState<Source>()
  const mayChange = may('administrator')
  return (
    <Card
      className="flush"
      title="Where sign-ins come from"
      aside={
        mayChange && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setIsAdding(true)}>
            Add a source
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(sources) =>
          sources.length === 0 ? (
            <Empty icon={<IconPlug size={26} aria-hidden />} title="Nothing is connected yet">
              Add a source, and paste its address and token where your provider forwards its log.
            </Empty>
          ) : (
            <Table
              caption="Sources"
              rows={sources}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: 'Source',
                  cell: ({ name, id, tenant, kind }) => (
                    <>
                      <b>
                        <Outside>{name}</Outside>
                      </b>
                      <small style={{ display: 'block' }}>
                        <span className="mono">{id}</span> · {KIND_NAMES[kind]}
                        {tenant !== '' && (
                          <>
                            {' '}
                            · <Outside>{tenant}</Outside>
                          </>
                        )}
                      </small>
                    </>
                  ),
                },
                { name: 'State', width: '190px', cell: (source) => <SourceState source={source} /> },
                {
                  name: 'Last event',
                  width: '120px',
                  cell: ({ lastEvent }) =>
                    lastEvent === null ? <span className="muted">none yet</span> : <Ago at={lastEvent} />,
                },
                {
                  name: 'Rows a day',
                  isNumber: true,
                  width: '100px',
                  cell: ({ rows24h }) => rows24h.toLocaleString('en'),
                },
                {
                  name: 'Quarantined',
                  isNumber: true,
                  width: '100px',
                  cell: ({ quarantined }) => (quarantined === 0 ? '–' : quarantined),
                },
                {
                  name: 'Acts',
                  isUnnamed: true,
                  width: '210px',
                  cell: (source) =>
                    mayChange && source.closed === null ? (
                      <span className="row" style={{ gap: 6 }}>
                        {source.kind === 'push' && (
                          <Button
                            size="xs"
                            onClick={() => setRenewing(source)}
                            aria-label={`New token… for ${source.name}`}
                          >
                            New token…
                          </Button>
                        )}
                        <Button size="xs" onClick={() => setClosing(source)} aria-label={`Close… ${source.name}`}>
                          Close…
                        </Button>
                      </span>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Loaded>
      <AddSource opened={isAdding} onClose={() => setIsAdding(false)} />
      <RenewToken source={renewing} onClose={() => setRenewing(undefined)} />
      <CloseSource source={closing} onClose={() => setClosing(undefined)} />
    </Card>
  )
}

function SourceState({ source: { closed, lastDelivery } }: { readonly source: Source }) {
  if (closed !== null) return <Pill tone="quiet">Closed</Pill>
  if (lastDelivery === null) return <Pill tone="quiet">Nothing came yet</Pill>
  if (Date.now() - Date.parse(lastDelivery) > SILENT_MS) {
    return (
      <Pill tone="bad">
        <span>
          Silent, last <Ago at={lastDelivery} />
        </span>
      </Pill>
    )
  }
  return (
    <Pill tone="ok">
      <span>
        Live, <Ago at={lastDelivery} />
      </span>
    </Pill>
  )
}

function RenewToken({ source, onClose }: { readonly source: Source | undefined; readonly onClose: () => void }) {
  const change = useChange()
  return (
    <FormDialog
      opened={source !== undefined}
      title={`Another token for ${source?.name ?? ''}`}
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={() => change({ kind: 'source-token-renewed', data: { source: source?.id } })}
    >
      <p>
        A second person agrees, and sees the new token once, under Changes. The one before ends once the new one is
        used, or after 24 hours.
      </p>
    </FormDialog>
  )
}

function CloseSource({ source, onClose }: { readonly source: Source | undefined; readonly onClose: () => void }) {
  const change = useChange()
  return (
    <FormDialog
      opened={source !== undefined}
      title={`Close ${source?.name ?? ''}`}
      action="Propose with passkey"
      isGrave
      onClose={onClose}
      onSubmit={() => change({ kind: 'source-closed', data: { source: source?.id } })}
    >
      <p>
        Its token dies, and nobody watches its sign-ins any more. That weakens the watch, so a second person has to
        agree; until then it goes on.
      </p>
    </FormDialog>
  )
}
