/** Where sign-ins came from: places on a grid of degrees, lines between them, and the same as a table. */
import { useId } from 'react'
import type { PersonSignIn } from '../api/people.ts'
import { Card, Empty } from '../design/card.tsx'
import { Table } from '../design/table.tsx'
import { Ago } from '../design/time.tsx'
import { journeyOf, type Leg, type Point } from './places.ts'
import './directory.css'

const WIDTH = 520
const HEIGHT = 280
/** Degrees around the outermost places, and the least that is shown. */
const MARGIN = 4
const SPAN_MIN = 14

interface Located extends Point {
  readonly name: string
  readonly times: number
}

export function TravelMap({ signIns }: { readonly signIns: readonly PersonSignIn[] }) {
  const { stops, legs } = journeyOf(signIns)
  const located = stops.flatMap(({ at, ...stop }) => (at === undefined ? [] : [{ ...stop, ...at }]))
  if (stops.length === 0) {
    return (
      <Card title="Where from">
        <Empty title="No sign-in says where it came from" />
      </Card>
    )
  }
  return (
    <Card title="Where from" aside={<small>{stops.length === 1 ? 'one place' : `${stops.length} places`}</small>}>
      <div className={located.length > 0 ? 'columns even' : undefined}>
        {located.length > 0 && <Grid stops={located} legs={legs} />}
        <Table
          caption="Places of sign-ins"
          staysWide
          rows={stops}
          keyOf={({ name }) => name}
          columns={[
            { name: 'Place', cell: ({ name }) => name },
            { name: 'Sign-ins', isNumber: true, cell: ({ times }) => times },
            { name: 'Last', cell: ({ last }) => <Ago at={last} /> },
          ]}
        />
      </div>
    </Card>
  )
}

/** What part of the earth is shown, in degrees. */
function frameOf(stops: readonly Point[]) {
  const latitudes = stops.map(({ latitude }) => latitude)
  const longitudes = stops.map(({ longitude }) => longitude)
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2
  const reach = (values: readonly number[]) => Math.max(...values) - Math.min(...values) + 2 * MARGIN
  // One degree is as wide as it is high: a plain equirectangular map.
  const high = Math.max(SPAN_MIN, reach(latitudes), (reach(longitudes) * HEIGHT) / WIDTH)
  const wide = (high * WIDTH) / HEIGHT
  const west = middle(longitudes) - wide / 2
  const north = middle(latitudes) + high / 2
  return {
    west,
    north,
    wide,
    high,
    x: (longitude: number) => ((longitude - west) / wide) * WIDTH,
    y: (latitude: number) => ((north - latitude) / high) * HEIGHT,
  }
}

function degrees(from: number, to: number, step: number): readonly number[] {
  const first = Math.ceil(from / step) * step
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step)
}

function Grid({ stops, legs }: { readonly stops: readonly Located[]; readonly legs: readonly Leg[] }) {
  const title = useId()
  const { west, north, wide, high, x, y } = frameOf(stops)
  /** Then the name goes below, where it hides nothing. */
  const hasNeighbourAbove = (latitude: number, longitude: number) =>
    stops.some(
      (other) =>
        y(other.latitude) < y(latitude) &&
        y(latitude) - y(other.latitude) < 44 &&
        Math.abs(x(other.longitude) - x(longitude)) < 90,
    )
  const step = high > 60 ? 30 : high > 25 ? 10 : 5
  return (
    <svg className="travel" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
      <title id={title}>{`Sign-ins from ${stops.map(({ name, times }) => `${name} (${times})`).join('; ')}`}</title>
      {degrees(west, west + wide, step).map((longitude) => (
        <g key={longitude} className="grid">
          <line x1={x(longitude)} x2={x(longitude)} y1={0} y2={HEIGHT} />
          <text x={x(longitude) + 3} y={HEIGHT - 5}>
            {`${Math.abs(longitude)}° ${longitude < 0 ? 'W' : 'E'}`}
          </text>
        </g>
      ))}
      {degrees(north - high, north, step).map((latitude) => (
        <g key={latitude} className="grid">
          <line x1={0} x2={WIDTH} y1={y(latitude)} y2={y(latitude)} />
          <text x={4} y={y(latitude) - 4}>
            {`${Math.abs(latitude)}° ${latitude < 0 ? 'S' : 'N'}`}
          </text>
        </g>
      ))}
      {legs.map(({ from, to }) => (
        <path
          key={`${from.latitude} ${from.longitude} ${to.latitude} ${to.longitude}`}
          className="leg"
          d={arc(x(from.longitude), y(from.latitude), x(to.longitude), y(to.latitude))}
        />
      ))}
      {stops.map(({ name, latitude, longitude, times }) => (
        <g key={name} className="stop">
          <circle cx={x(longitude)} cy={y(latitude)} r={Math.min(14, 5 + Math.sqrt(times))} />
          <text
            x={x(longitude)}
            y={y(latitude) + (hasNeighbourAbove(latitude, longitude) ? 26 : -14)}
            textAnchor={anchorAt(x(longitude))}
          >
            {name}
          </text>
        </g>
      ))}
    </svg>
  )
}

/** Units in which half of a long name has room. */
const NAME_HALF = 70

/** A name near an edge goes inwards. */
function anchorAt(x: number): 'start' | 'middle' | 'end' {
  if (x < NAME_HALF) return 'start'
  return x > WIDTH - NAME_HALF ? 'end' : 'middle'
}

/** A line that bends a little, so that one there and one back differ. */
function arc(x1: number, y1: number, x2: number, y2: number): string {
  const bend = Math.hypot(x2 - x1, y2 - y1) / 5
  return `M${x1} ${y1} Q${(x1 + x2) / 2} ${(y1 + y2) / 2 - bend} ${x2} ${y2}`
}
