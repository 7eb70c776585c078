/** What was decided about a person, by whom, and where it stands in the ledger. */
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type DirectoryPerson, type Happening, historyQuery } from '../api/directory.ts'
import { Card, Empty } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'

export function HistoryCard({ person }: { readonly person: DirectoryPerson }) {
  const { organisation } = useHere()
  const query = useQuery(historyQuery(organisation, person.person))
  return (
    <Card className="flush" title="History" aside={<small>newest first, each with its number in the ledger</small>}>
      <Loaded query={query} lines={5}>
        {(history) =>
          history.length === 0 ? (
            <Empty icon={<IconHistory size={24} aria-hidden />} title="Nothing was decided about this person yet" />
          ) : (
            <Table
              caption="History"
              rows={history}
              keyOf={({ entry }) => String(entry)}
              columns={[
                { name: 'What', cell: ({ text }) => <Outside>{text}</Outside> },
                { name: 'When', width: '140px', cell: ({ time }) => <Time at={time} /> },
                { name: 'By', width: '170px', cell: (one) => <By one={one} /> },
                {
                  name: 'Entry',
                  width: '80px',
                  isNumber: true,
                  cell: ({ entry }) => <span className="mono">{entry}</span>,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

/** Nobody's passkey: Postern did it by itself. */
function By({ one: { by } }: { readonly one: Happening }) {
  if (by.length === 0) return <span className="muted">Postern</span>
  return by.map(({ member, name }) => (
    <div key={member}>
      <Outside>{name ?? member}</Outside>
    </div>
  ))
}
