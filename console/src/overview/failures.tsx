/** Failures by cause over the last day: stacked bars, and the same figures as tables. */
import type { Failures } from '../api/overview.ts'
import { Card, Empty } from '../design/card.tsx'
import { Table } from '../design/table.tsx'
import { clockTime, dateInWords, useNow } from '../design/time.tsx'
import { capital, causeName } from '../diagnosis/words.ts'
import { type Series, seriesOf } from './series.ts'
import './overview.css'

const WIDTH = 640
const HEIGHT = 214
const LEFT = 34
const BOTTOM = 182
const TOP = 14

export function FailuresCard({ failures }: { readonly failures: Failures }) {
  const series = seriesOf(failures)
  const total = series.reduce((sum, one) => sum + one.total, 0)
  if (total === 0) {
    return (
      <Card title="MFA failures by cause, last 24 hours">
        <Empty title="No failed attempt in the last 24 hours">
          That, or nothing was delivered: look at Connections.
        </Empty>
      </Card>
    )
  }
  return (
    <div className="columns wide-left">
      <Card title="MFA failures by cause, last 24 hours" aside={<small>{total} failed attempts</small>}>
        <Bars hours={failures.hours} series={series} total={total} />
        <details>
          <summary>The same, hour by hour</summary>
          <HoursTable hours={failures.hours} series={series} />
        </details>
      </Card>
      <Card title="By cause">
        <Table
          caption="Failures by cause, last 24 hours"
          staysWide
          rows={series}
          keyOf={({ cause }) => cause}
          columns={[
            {
              name: 'Cause',
              cell: ({ cause, colour }) => (
                <span className="row" style={{ gap: 8 }}>
                  <span className="swatch" style={{ background: colour }} aria-hidden />
                  {nameOf(cause)}
                </span>
              ),
            },
            { name: 'Attempts', isNumber: true, cell: ({ total }) => total },
            { name: 'Share', isNumber: true, cell: (one) => `${Math.round((one.total / total) * 100)} %` },
          ]}
        />
      </Card>
    </div>
  )
}

function nameOf(cause: string): string {
  return cause === 'rest' ? 'All others' : capital(causeName(cause))
}

interface BarsProps {
  readonly hours: readonly string[]
  readonly series: readonly Series[]
  readonly total: number
}

function Bars({ hours, series, total }: BarsProps) {
  const sums = hours.map((_, hour) => series.reduce((sum, { counts }) => sum + (counts[hour] ?? 0), 0))
  const highest = Math.max(4, ...sums)
  const step = (WIDTH - LEFT) / Math.max(1, hours.length)
  const scale = (BOTTOM - TOP) / highest
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="bars"
      role="img"
      aria-label={`Failed attempts an hour, ${total} in all, at most ${highest} in one hour. The table beside has the figures.`}
    >
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line x1={LEFT} x2={WIDTH} y1={BOTTOM - part * (BOTTOM - TOP)} y2={BOTTOM - part * (BOTTOM - TOP)} />
          <text x={LEFT - 8} y={BOTTOM - part * (BOTTOM - TOP) + 4} textAnchor="end">
            {Math.round(part * highest)}
          </text>
        </g>
      ))}
      {hours.map((hour, index) => {
        let y = BOTTOM
        return (
          <g key={hour}>
            <title>{`${clockTime(hour)}: ${sums[index]} failed attempts`}</title>
            {series.map(({ cause, colour, counts }) => {
              const height = (counts[index] ?? 0) * scale
              if (height === 0) return null
              y -= height
              return (
                <rect
                  key={cause}
                  x={LEFT + index * step + step * 0.14}
                  y={y}
                  width={step * 0.72}
                  height={Math.max(1, height - 0.6)}
                  style={{ fill: colour }}
                />
              )
            })}
          </g>
        )
      })}
      <HourMarks hours={hours} step={step} />
    </svg>
  )
}

function HourMarks({ hours, step }: { readonly hours: readonly string[]; readonly step: number }) {
  const now = useNow()
  return hours.map((hour, index) =>
    index % 6 === 0 ? (
      <text key={hour} x={LEFT + index * step} y={BOTTOM + 20} className={index % 12 === 0 ? 'mark' : 'mark minor'}>
        {index === 0 ? dateInWords(hour, now) : clockTime(hour)}
      </text>
    ) : null,
  )
}

interface Hour {
  readonly hour: string
  readonly index: number
}

function HoursTable({ hours, series }: { readonly hours: readonly string[]; readonly series: readonly Series[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="scroller" tabIndex={0} aria-label="Failures hour by hour">
      <Table
        caption="Failures hour by hour"
        staysWide
        rows={hours.map((hour, index): Hour => ({ hour, index }))}
        keyOf={({ hour }) => hour}
        columns={[
          { name: 'From', cell: ({ hour }: Hour) => clockTime(hour) },
          ...series.map(({ cause, counts }) => ({
            name: nameOf(cause),
            isNumber: true,
            cell: ({ index }: Hour) => counts[index] ?? 0,
          })),
        ]}
      />
    </section>
  )
}
