/**
 * How fast rows are read: `node bench/picker.ts`, about 15 seconds.
 *
 * Reading is measured against what every program in JavaScript does first: bytes to a string, split into lines, JSON.parse
 * of each line, and nothing else. Both read the same bytes in slices of 4 MiB, in turns within one process, and each pair
 * of slices gives one ratio; the median of the ratios is the result, since speeds of this machine swing while ratios of
 * neighbours do not. Each reading has a process of its own, as it has one intake:
 *
 *   pick    framing and picker: each row found, walked and checked, 24 values of it read by a decoder that does no more
 *   decode  the real decoders, from bytes to drafts of sign-ins
 *   array   pick, of a page of an API (`{"value":[…]}`), against JSON.parse of the page
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Decoder, Row } from '../src/signin/decoder.ts'
import { createIntake, DECODERS } from '../src/signin/index.ts'
import { ENTRA, entraRow, OKTA, oktaRow } from './picker-rows.ts'

const SLICE_BYTES = 4 << 20
const SLICES = 8
const ROUNDS = 8

/** Reads every path, and does no more: what picking alone costs. */
function reader(list: readonly string[], marks: readonly number[], numbers: readonly number[]): Decoder {
  const arrays = list.map((path) => path.includes('[]'))
  const numeric = list.map((_, path) => numbers.includes(path))
  return {
    name: 'bench',
    provider: 'okta',
    form: 'json',
    paths: list,
    marks,
    recognise: () => true,
    decode(row: Row, draft) {
      let read = 0
      for (let path = 0; path < list.length; path++) {
        if (arrays[path]) for (let at = row.count(path) - 1; at >= 0; at--) read += row.textAt(path, at).length
        else read += numeric[path] ? row.number(path) : row.text(path).length
      }
      draft.id = 'read'
      draft.activity = 'sign-in'
      draft.asn = read
    },
  }
}

const VENDORS = {
  okta: { row: oktaRow, reader: reader(OKTA.list, [OKTA.uuid, OKTA.type], [OKTA.lat, OKTA.lon, OKTA.asn]) },
  entra: {
    row: entraRow,
    reader: reader(ENTRA.list, [ENTRA.id, ENTRA.time], [ENTRA.error, ENTRA.latitude, ENTRA.longitude]),
  },
}

interface Slice {
  readonly lines: Buffer
  readonly page: Buffer
  readonly rows: number
}

function sliceOf(row: (index: number) => unknown, number: number): Slice {
  const rows: unknown[] = []
  for (let bytes = 0; bytes < SLICE_BYTES; bytes += JSON.stringify(rows.at(-1)).length) {
    rows.push(row(number * 10_000 + rows.length))
  }
  return {
    lines: Buffer.from(rows.map((one) => `${JSON.stringify(one)}\n`).join('')),
    page: Buffer.from(JSON.stringify({ value: rows })),
    rows: rows.length,
  }
}

/** The baselines. */
function parsePage(bytes: Buffer): number {
  return (JSON.parse(bytes.toString('utf8')) as { value: unknown[] }).value.length
}

function parseLines(bytes: Buffer): number {
  let rows = 0
  for (const line of bytes.toString('utf8').split('\n')) {
    if (line === '') continue
    JSON.parse(line)
    rows++
  }
  return rows
}

function createReading(decoders: readonly Decoder[]): (bytes: Buffer) => number {
  let events = 0
  const intake = createIntake(decoders, { event: () => events++, other: () => events++, problem() {} })
  return (bytes) => {
    events = 0
    intake.begin(0)
    intake.push(bytes)
    intake.end()
    return events
  }
}

function timed(work: () => number, rows: number): number {
  const start = performance.now()
  const read = work()
  const ms = performance.now() - start
  if (read !== rows) throw new Error(`${read} of ${rows} rows were read.`)
  return ms
}

interface Reading {
  readonly ours: (slice: Slice) => number
  readonly theirs: (slice: Slice) => number
}

function readingOf(vendor: keyof typeof VENDORS, what: string): Reading {
  const read = createReading(what === 'decode' ? DECODERS : [VENDORS[vendor].reader])
  return what === 'array'
    ? { ours: ({ page }) => read(page), theirs: ({ page }) => parsePage(page) }
    : { ours: ({ lines }) => read(lines), theirs: ({ lines }) => parseLines(lines) }
}

function measure(vendor: keyof typeof VENDORS, what: string): string {
  const slices = Array.from({ length: SLICES }, (_, number) => sliceOf(VENDORS[vendor].row, number))
  const { ours, theirs } = readingOf(vendor, what)
  const ratios: number[] = []
  const times: [own: number, base: number][] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, slice] of slices.entries()) {
      const baseFirst = (round + index) % 2 === 0
      const before = baseFirst ? timed(() => theirs(slice), slice.rows) : 0
      const own = timed(() => ours(slice), slice.rows)
      const base = baseFirst ? before : timed(() => theirs(slice), slice.rows)
      if (round === 0) continue // warming up
      ratios.push(base / own)
      times.push([(own / slice.rows) * 1000, (base / slice.rows) * 1000])
    }
  }
  const at = (share: number): string => sorted(ratios)[Math.floor(ratios.length * share)]!.toFixed(2)
  const [own, base] = [0, 1].map((which) =>
    sorted(times.map((pair) => pair[which] as number))[times.length >> 1]!.toFixed(2),
  )
  const bytes =
    slices.reduce((sum, { lines }) => sum + lines.length, 0) / slices.reduce((sum, slice) => sum + slice.rows, 0)
  return (
    `${vendor.padEnd(6)}${what.padEnd(7)} ${at(0.5)} times as fast as JSON.parse (half of the pairs: ${at(0.25)} to ${at(0.75)});` +
    ` ${own} against ${base} µs a row of ${Math.round(bytes)} bytes`
  )
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}

const [vendor, what] = process.argv.slice(2)
if (vendor === 'okta' || vendor === 'entra') console.log(measure(vendor, what ?? 'pick'))
else {
  for (const one of Object.keys(VENDORS)) {
    for (const reading of ['pick', 'decode', 'array']) {
      spawnSync(process.execPath, [fileURLToPath(import.meta.url), one, reading], { stdio: 'inherit' })
    }
  }
}
