/**
 * What a source delivers, read: the sign-ins in the form in which they are kept, and what could not be read, as it came.
 */
import { createIntake, DECODERS, type KeptSignIn, keep } from '../signin/index.ts'
import { ROW_BYTES_MAX, type UnreadRecord } from '../store/index.ts'
import { WatchError } from './errors.ts'

export interface Sender {
  /** What rows without a tenant are given: a source delivers one tenant's. */
  readonly tenant: string
  /**
   * `read`: Postern itself asked the provider, with its own credential. `pushed`: everything else that comes, also a file that
   * is tailed, and what is released from quarantine of a push.
   */
  readonly came: 'pushed' | 'read'
}

/** A record that could not be read: its place in the delivery, from 0, and the code of the problem. */
export interface Unread {
  readonly index: number
  readonly code: string
}

export interface Delivery {
  readonly rows: readonly KeptSignIn[]
  /** Records that are named and are no sign-in events. Nothing of them is kept. */
  readonly others: number
  readonly unread: readonly Unread[]
  /** The same records as they came, for the quarantine. */
  readonly records: readonly Unreadable[]
  /** Of its body. */
  readonly bytes: number
  /** For rows that were read and cannot be kept (`rows` by index): as if their records could not have been read. */
  setAside(indexes: readonly number[], code: string): Pick<Delivery, 'unread' | 'records'>
}

type Unreadable = Pick<UnreadRecord, 'code' | 'content'>

/** Reads deliveries, one after another. Its tables take some 20 MB, once. */
export interface DeliveryReader {
  /**
   * Reads one delivery whole: NDJSON, a JSON array or envelope, CSV or log lines, not compressed. Throws ERR_INGEST_TOO_MANY
   * where it holds more than `recordsMax` records, if that is given; never for what they say.
   */
  read(body: Uint8Array, sender: Sender, recordsMax?: number): Delivery
}

const PIECE_BYTES_MAX = 1 << 20
/** So many records that nobody can read are no records: the delivery is kept as it came. */
const RECORDS_MAX = 1000

export function createDeliveryReader(): DeliveryReader {
  let rows: KeptSignIn[] = []
  let lines: number[] = []
  let problems: Place[] = []
  let others = 0
  let tenant = ''
  let pushed = true
  let recordsLeft = 0

  function count(): void {
    if (recordsLeft-- > 0) return
    throw new WatchError('ERR_INGEST_TOO_MANY', 'A delivery holds more records than are read at once.')
  }

  const intake = createIntake(DECODERS, {
    event(draft) {
      count()
      if (draft.tenant === '') draft.tenant = tenant
      draft.pushed = pushed
      const row = keep(draft)
      if (Buffer.byteLength(row.row) > ROW_BYTES_MAX) {
        problems.push({ line: draft.line, code: 'ERR_ROW_TOO_LONG' })
      } else {
        rows.push(row)
        lines.push(draft.line)
      }
    },
    other() {
      count()
      others++
    },
    problem(code, _message, line) {
      count()
      // Where there is nothing, there is no record to keep.
      if (code !== 'ERR_FILE_EMPTY') problems.push({ line, code })
    },
  })

  return {
    read(body, sender, recordsMax = Number.POSITIVE_INFINITY) {
      recordsLeft = recordsMax
      rows = []
      lines = []
      problems = []
      others = 0
      tenant = sender.tenant
      pushed = sender.came === 'pushed'
      intake.begin(0)
      intake.push(body)
      intake.end()
      const lineOf = lines
      const aside = (places: readonly Place[]) => ({
        unread: places.map(({ line, code }) => ({ index: Math.max(0, line - 1), code })),
        records: recordsOf(body, places),
      })
      return {
        rows,
        others,
        ...aside(problems),
        bytes: body.length,
        setAside: (indexes, code) => aside(indexes.map((index) => ({ line: lineOf[index] ?? 0, code }))),
      }
    },
  }
}

interface Place {
  /** From 1; 0 if it is the whole delivery. */
  readonly line: number
  readonly code: string
}

/** The bytes of each problem's record; if they cannot be told apart, the delivery is the record. */
function recordsOf(body: Uint8Array, problems: readonly Place[]): readonly Unreadable[] {
  const first = problems[0]
  if (first === undefined) return []
  const whole = (): Unreadable[] => pieces(body).map((content) => ({ code: first.code, content }))
  if (problems.length > RECORDS_MAX) return whole()
  const parts = partsOf(body)
  const records = problems.map(({ line, code }) => ({ code, content: parts?.(line) }))
  return records.every(isApart) ? records : whole()
}

function isApart(record: { readonly content: Uint8Array | undefined }): record is Unreadable {
  return record.content !== undefined && record.content.length <= PIECE_BYTES_MAX
}

/** Gives the part at a place as the intake counts them: a line of many, or an element of the one array. */
function partsOf(body: Uint8Array): ((line: number) => Uint8Array | undefined) | undefined {
  const lines = Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1').trimEnd().split('\n')
  if (lines.length > 1) return (line) => (line > 0 ? latin1(lines[line - 1]) : undefined)
  const elements = parsed(body)
  if (!Array.isArray(elements)) return undefined
  return (line) => utf8(JSON.stringify(elements[line - 1]))
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}

function latin1(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'latin1')
}

function utf8(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'utf8')
}

function pieces(body: Uint8Array): Uint8Array[] {
  const count = Math.ceil(body.length / PIECE_BYTES_MAX)
  return Array.from({ length: count }, (_, index) =>
    body.subarray(index * PIECE_BYTES_MAX, (index + 1) * PIECE_BYTES_MAX),
  )
}
