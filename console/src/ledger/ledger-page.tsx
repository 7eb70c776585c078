/** The ledger: what happened, in plain sentences, and whether nobody has changed it since. */
import { Button, Drawer } from '@mantine/core'
import { IconBook2, IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Entry, exportLedger, ledgerKeyQuery, ledgerQuery } from '../api/ledger.ts'
import { Card, Empty, Facts, Page } from '../design/card.tsx'
import { sayProblem } from '../design/done.ts'
import { Loaded } from '../design/loaded.tsx'
import { Outside, OutsideBlock } from '../design/outside.tsx'
import { Copied } from '../design/secret-shown.tsx'
import { RowButton, Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { VerifyCard } from './verify-card.tsx'

export function LedgerPage() {
  const { organisation, name } = useHere()
  const query = useInfiniteQuery(ledgerQuery(organisation))
  const [opened, setOpened] = useState<Entry>()
  return (
    <Page
      crumbs={name}
      title="Ledger"
      lead="Everything that was decided and done. Entries follow from one another, so that none can be changed or left out unseen."
      actions={<ExportButton />}
    >
      <div className="columns wide-left aside-first">
        <Loaded query={query} lines={8}>
          {({ pages }) => {
            const entries = pages.flatMap(({ entries }) => entries)
            if (entries.length === 0) {
              return (
                <div className="card">
                  <Empty icon={<IconBook2 size={26} aria-hidden />} title="The ledger is empty" />
                </div>
              )
            }
            return (
              <Card
                className="flush"
                title="Entries"
                aside={<small>{pages[0]?.size.toLocaleString('en')} in all, newest first</small>}
              >
                <Table
                  caption="Entries of the ledger"
                  opens
                  rows={entries}
                  keyOf={({ seq }) => String(seq)}
                  columns={[
                    {
                      name: 'What',
                      cell: (entry) => (
                        <RowButton onOpen={() => setOpened(entry)}>
                          <Outside>{entry.summary}</Outside>
                        </RowButton>
                      ),
                    },
                    { name: 'By', width: '150px', cell: ({ by }) => <Outside>{by}</Outside> },
                    { name: 'When', width: '120px', cell: ({ time }) => <Time at={time} /> },
                    {
                      name: 'Number',
                      isNumber: true,
                      width: '76px',
                      cell: ({ seq }) => <span className="mono muted">{seq}</span>,
                    },
                  ]}
                />
                {query.hasNextPage && (
                  <Button m={8} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Older entries
                  </Button>
                )}
              </Card>
            )
          }}
        </Loaded>
        <div className="stack">
          <VerifyCard />
          {query.data?.pages[0] !== undefined && <Checkpoint checkpoint={query.data.pages[0].checkpoint} />}
          <KeyCard />
        </div>
      </div>
      <EntryDrawer entry={opened} onClose={() => setOpened(undefined)} />
    </Page>
  )
}

function ExportButton() {
  const { organisation } = useHere()
  const exporting = useMutation({
    mutationFn: () => exportLedger(organisation),
    onSuccess: (file) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(file)
      link.download = `ledger-${organisation}.ndjson`
      link.click()
      URL.revokeObjectURL(link.href)
    },
    onError: sayProblem,
  })
  return (
    <Button
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={exporting.isPending}
      onClick={() => exporting.mutate()}
    >
      Export
    </Button>
  )
}

function Checkpoint({ checkpoint }: { readonly checkpoint: { readonly size: number; readonly note: string } | null }) {
  return (
    <Card title="Last checkpoint">
      {checkpoint === null ? (
        <Empty title="None yet">The first is signed within minutes of the first entry.</Empty>
      ) : (
        <div className="stack tight">
          <p className="muted">
            It seals {checkpoint.size.toLocaleString('en')} entries. Copy it to a witness elsewhere, who remembers it.
          </p>
          <OutsideBlock label="Signed checkpoint">{checkpoint.note}</OutsideBlock>
          <div>
            <Copied value={checkpoint.note} label="Copy" />
          </div>
        </div>
      )}
    </Card>
  )
}

function KeyCard() {
  const { organisation } = useHere()
  const query = useQuery(ledgerKeyQuery(organisation))
  return (
    <Card title="Key to pin">
      <Loaded query={query} lines={2}>
        {({ verifierKey, origin }) => (
          <div className="stack tight">
            <p className="muted">
              Keep it outside Postern. With it and an export, anybody can check the ledger offline.
            </p>
            <Facts
              of={[
                [
                  'Origin',
                  <span key="origin" className="mono">
                    {origin}
                  </span>,
                ],
              ]}
            />
            <OutsideBlock label="Key of the verifier">{verifierKey}</OutsideBlock>
            <div className="row wrap">
              <Copied value={verifierKey} label="Copy key" />
              <Copied value={`npx postern ledger verify ledger.ndjson --key '${verifierKey}'`} label="Copy command" />
            </div>
          </div>
        )}
      </Loaded>
    </Card>
  )
}

function EntryDrawer({ entry, onClose }: { readonly entry: Entry | undefined; readonly onClose: () => void }) {
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      title={<b>Entry {entry?.seq}</b>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {entry !== undefined && (
        <div className="stack">
          <p>
            <Outside>{entry.summary}</Outside>
          </p>
          <Facts
            of={[
              ['When', <Time key="when" at={entry.time} seconds />],
              ['By', <Outside key="by">{entry.by}</Outside>],
              [
                'Type',
                <span key="type" className="mono">
                  {entry.type}
                </span>,
              ],
              [
                'Stream',
                <span key="stream" className="mono">
                  {entry.stream}
                </span>,
              ],
            ]}
          />
          <OutsideBlock label="What the entry holds">{JSON.stringify(entry.data, null, 2) ?? 'nothing'}</OutsideBlock>
        </div>
      )}
    </Drawer>
  )
}
