/** Accounts that may be somebody's: two people say that they are, or that they are not. */
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Doubt, doubtsQuery } from '../api/directory-settings.ts'
import { Empty, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { ShowMore } from '../design/show-more.tsx'
import { RowButton, Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { capital, providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { DoubtDrawer } from './doubt-drawer.tsx'
import { useLinksThatWait } from './use-waiting.ts'

export function DoubtsPage() {
  const { organisation, name, to } = useHere()
  const query = useQuery(doubtsQuery(organisation))
  const [opened, setOpened] = useState<Doubt>()
  return (
    <Page
      crumbs={
        <>
          {name} · <Link to={to('/imports')}>Import people</Link>
        </>
      }
      title="Doubts"
      lead="Accounts that contradict what is known. Nothing of them counts until two people have said whose each is."
    >
      <Loaded query={query}>
        {(doubts) =>
          doubts.length === 0 ? (
            <div className="card">
              <Empty icon={<IconCircleCheck size={26} aria-hidden />} title="Nothing is in doubt">
                Every account that was imported is somebody’s.
              </Empty>
            </div>
          ) : (
            <div className="card flush">
              <ShowMore rows={doubts}>{(shown) => <DoubtsTable doubts={shown} onOpen={setOpened} />}</ShowMore>
            </div>
          )
        }
      </Loaded>
      <DoubtDrawer doubt={opened} onClose={() => setOpened(undefined)} />
    </Page>
  )
}

interface DoubtsTableProps {
  readonly doubts: readonly Doubt[]
  onOpen(doubt: Doubt): void
}

function DoubtsTable({ doubts, onOpen }: DoubtsTableProps) {
  const waiting = useLinksThatWait()
  return (
    <Table
      caption="Accounts in doubt, the latest first"
      opens
      rows={doubts}
      keyOf={({ account }) => account}
      columns={[
        {
          name: 'Account',
          cell: (doubt) => (
            <>
              <RowButton onOpen={() => onOpen(doubt)}>
                <Outside>{doubt.label}</Outside>
              </RowButton>
              <small style={{ display: 'block' }}>{providerName(doubt.provider)}</small>
            </>
          ),
        },
        { name: 'May be', cell: ({ person, personLabel }) => <Outside>{personLabel ?? person}</Outside> },
        { name: 'Why', cell: ({ why }) => capital(why) },
        { name: 'Seen', width: '120px', cell: ({ seen }) => <Time at={seen} /> },
        {
          name: 'State',
          width: '200px',
          cell: ({ account }) =>
            waiting.has(account) ? (
              <Pill tone="info">Waits for a second person</Pill>
            ) : (
              <Pill tone="warn">Not decided</Pill>
            ),
        },
      ]}
    />
  )
}
