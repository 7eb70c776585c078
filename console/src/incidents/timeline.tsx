/** What happened when: dots on one line of time for each kind, and the same as a table. */
import { useId } from 'react'
import type { TimelineEntry } from '../api/incidents.ts'
import { Card, Empty } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Table } from '../design/table.tsx'
import { dateInWords, Time, useNow } from '../design/time.tsx'
import { capital } from '../diagnosis/words.ts'
import { foldRepeats } from './repeats.ts'
import { SaidAgain } from './said-again.tsx'
import './timeline.css'

const WIDTH = 760
const LEFT = 96
const RIGHT = 16
const LANE = 30

const KIND_NAMES: Readonly<Record<string, string>> = {
  evidence: 'Sign-ins',
  act: 'Done',
  'sign-in': 'Sign-ins',
  finding: 'Findings',
  incident: 'Incident',
  notice: 'Notices',
  response: 'Responses',
  staff: 'Staff',
}

export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  if (entries.length === 0) {
    return (
      <Card title="Timeline">
        <Empty title="Nothing is known yet" />
      </Card>
    )
  }
  const sorted = [...entries].sort((a, b) => a.time.localeCompare(b.time))
  return (
    <Card title="Timeline" aside={<small>{sorted.length} entries, oldest first</small>}>
      <Picture entries={sorted} />
      <Table
        caption="Timeline"
        rows={foldRepeats(sorted, actOf).map((entry, index) => ({ ...entry, index }))}
        keyOf={({ index }) => String(index)}
        columns={[
          { name: 'When', width: '140px', cell: ({ time }) => <Time at={time} seconds /> },
          { name: 'Kind', width: '100px', cell: ({ kind }) => <span className="muted">{kindName(kind)}</span> },
          {
            name: 'What',
            cell: (entry) => (
              <>
                <Outside>{entry.text}</Outside>
                <SaidAgain repeated={entry} />
              </>
            ),
          },
          {
            name: 'Evidence',
            width: '130px',
            cell: ({ evidence }) =>
              evidence === undefined ? (
                <span className="muted">–</span>
              ) : (
                <span className="mono muted" title={evidence}>
                  {evidence.slice(0, 12)}
                </span>
              ),
          },
        ]}
      />
    </Card>
  )
}

/** Each sign-in stands by itself: it is evidence. */
function actOf({ kind, text }: TimelineEntry): string | undefined {
  return kind === 'act' ? text : undefined
}

function kindName(kind: string): string {
  return KIND_NAMES[kind] ?? capital(kind.replaceAll('-', ' '))
}

function Picture({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const title = useId()
  const now = useNow()
  const kinds = [...new Set(entries.map(({ kind }) => kind))]
  const first = entries[0]?.time ?? ''
  const last = entries.at(-1)?.time ?? first
  const from = Date.parse(first)
  const span = Math.max(1, Date.parse(last) - from)
  const x = (time: string) => LEFT + ((Date.parse(time) - from) / span) * (WIDTH - LEFT - RIGHT)
  const height = kinds.length * LANE + 28
  return (
    <div className="timeline">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby={title}>
        <title
          id={title}
        >{`${entries.length} entries from ${dateInWords(first, now)} to ${dateInWords(last, now)}. The table below has each.`}</title>
        {kinds.map((kind, lane) => (
          <g key={kind} className={`lane ${kind}`}>
            <text x={0} y={lane * LANE + 22}>
              {kindName(kind)}
            </text>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={lane * LANE + 18} y2={lane * LANE + 18} />
            {entries
              .filter((entry) => entry.kind === kind)
              .map((entry, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: dots of one lane have no other name, and never move alone
                <circle key={index} cx={x(entry.time)} cy={lane * LANE + 18} r={5} />
              ))}
          </g>
        ))}
        <text x={LEFT} y={height - 4}>
          {dateInWords(first, now)}
        </text>
        <text x={WIDTH - RIGHT} y={height - 4} textAnchor="end">
          {dateInWords(last, now)}
        </text>
      </svg>
    </div>
  )
}
