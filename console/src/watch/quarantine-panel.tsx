/** Rows that could not be read: looked at, and given in again once they can be. */
import { Button, Drawer } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type QuarantinedRow, quarantinedQuery, quarantineQuery, releaseQuarantined } from '../api/connections.ts'
import { overviewQuery } from '../api/overview.ts'
import { Card, Empty, Facts } from '../design/card.tsx'
import { sayDone } from '../design/done.ts'
import { Loaded, ProblemCard } from '../design/loaded.tsx'
import { OutsideBlock, outsideText } from '../design/outside.tsx'
import { RowButton, Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'

export function QuarantinePanel() {
  const { organisation } = useHere()
  const query = useQuery(quarantineQuery(organisation))
  const [opened, setOpened] = useState<QuarantinedRow>()
  return (
    <Card className="flush" title="Could not be read">
      <Refused />
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={<IconCircleCheck size={26} aria-hidden />} title="Nothing is in quarantine">
              Rows that Postern cannot read wait here; none is thrown away for another.
            </Empty>
          ) : (
            <Table
              caption="Rows in quarantine"
              opens
              rows={rows}
              keyOf={({ id }) => String(id)}
              columns={[
                {
                  name: 'Begins with',
                  cell: (row) => (
                    <RowButton onOpen={() => setOpened(row)}>
                      <span className="mono">{outsideText(row.preview)}</span>
                    </RowButton>
                  ),
                },
                { name: 'Why', width: '220px', cell: ({ code }) => <span className="mono">{code}</span> },
                { name: 'Source', width: '120px', cell: ({ source }) => source },
                { name: 'Received', width: '130px', cell: ({ received }) => <Time at={received} /> },
              ]}
            />
          )
        }
      </Loaded>
      <Look row={opened} onClose={() => setOpened(undefined)} />
    </Card>
  )
}

/** What came when there was no room any more. */
function Refused() {
  const { organisation } = useHere()
  const { data } = useQuery(overviewQuery(organisation))
  if (!data?.refused) return null
  const { records, since } = data.refused
  return (
    <p role="status" className="card warn" style={{ margin: 12 }}>
      <b>The quarantine is full.</b> {records.toLocaleString('en-GB')} {records === 1 ? 'record was' : 'records were'}{' '}
      refused since <Time at={since} />, and {records === 1 ? 'is' : 'are'} not here. Close the source that sends what
      it should not; room comes back as rows are given in again, or by age.
    </p>
  )
}

function Look({ row, onClose }: { readonly row: QuarantinedRow | undefined; readonly onClose: () => void }) {
  const { organisation, may } = useHere()
  const queries = useQueryClient()
  const query = useQuery({ ...quarantinedQuery(organisation, row?.id ?? 0), enabled: row !== undefined })
  const releasing = useMutation({
    mutationFn: (id: number) => releaseQuarantined(organisation, id),
    onSuccess: ({ accepted, duplicates, quarantined }) => {
      sayDone(
        quarantined > 0
          ? 'It still cannot be read, and stays in quarantine.'
          : `Given in again: ${accepted} new, ${duplicates} already known.`,
      )
      void queries.invalidateQueries({ queryKey: [organisation] })
      onClose()
    },
  })
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      title={<b>A row in quarantine</b>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Loaded query={query}>
        {({ id, code, source, received, content, cut }) => (
          <div className="stack">
            <Facts
              of={[
                [
                  'Why',
                  <span key="why" className="mono">
                    {code}
                  </span>,
                ],
                ['Source', source],
                ['Received', <Time key="received" at={received} seconds />],
              ]}
            />
            <OutsideBlock label="What came">{content}</OutsideBlock>
            {cut && <p className="muted">There is more of it than is shown.</p>}
            {releasing.isError && <ProblemCard error={releasing.error} />}
            {may('administrator', 'analyst') && (
              <div>
                <Button variant="filled" loading={releasing.isPending} onClick={() => releasing.mutate(id)}>
                  Give in again
                </Button>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Drawer>
  )
}
