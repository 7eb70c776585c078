/** The rows that a verdict rests on. */
import type { Evidence } from '../api/verdicts.ts'
import { Outside } from '../design/outside.tsx'
import { Table } from '../design/table.tsx'
import { Time } from '../design/time.tsx'

export function EvidenceTable({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <Table
      caption="Rows of the log that say so"
      rows={evidence}
      keyOf={({ event, time }) => `${event} ${time}`}
      columns={[
        { name: 'When', width: '150px', cell: ({ time }) => <Time at={time} seconds /> },
        { name: 'What the row says', cell: ({ what }) => <Outside>{what}</Outside> },
        {
          name: 'Event',
          cell: ({ event }) => (
            <span className="mono muted" style={{ whiteSpace: 'nowrap' }} title={event}>
              {event.length > 12 ? `${event.slice(0, 11)}…` : event}
            </span>
          ),
        },
      ]}
    />
  )
}
