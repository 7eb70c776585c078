/**
 * Brings the simulated vendors' rows to the running server, as any vendor does: over HTTP, with a source's token. First the
 * history, as fast as the server takes it and no faster; then what is handed over each second. After a sleep it catches up in
 * the same way.
 */
import type { DeliveredRow, LiveOrganisation, LiveVendor } from '../simulator/index.ts'

export interface DemoFeedOptions {
  readonly organisation: Pick<LiveOrganisation, 'begin' | 'rows'>
  /** Of the console, without a slash at the end. */
  readonly address: string
  readonly sources: Readonly<Record<LiveVendor, { readonly id: string; readonly token: string }>>
  /** Rows handed over before this instant were delivered earlier, and are not sent. */
  readonly from: number
  /** Rows that are older than this are not sent either. */
  readonly keepMs: number
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** Calls `run` after so many milliseconds, unless what it gives is called. */
  readonly timer: (run: () => void, ms: number) => () => void
  readonly fetch: (url: string, init: RequestInit) => Promise<Pick<Response, 'status'>>
  /** Everything handed over before this instant has been delivered. */
  readonly onPosition: (position: number) => void
  /** It has ended by itself, because the server refuses what it brings. */
  readonly onError: (error: unknown) => void
}

export interface DemoFeed {
  /** Resolves when everything up to now is delivered for the first time, and when it ends before. */
  readonly caughtUp: Promise<void>
  /** Cuts the delivery under way, which is sent again another time; resolves when nothing runs any more. */
  stop(): Promise<void>
}

/** What is asked for at once of what lies behind: after each delivery of older rows the server judges everything again. */
const SLICE_MS = 86_400_000
/** After each slice the server is left to others for this share of the time that it took. */
const REST_SHARE = 0.25
const EVERY_MS = 1000
/** Below what the route takes, and small enough that reading it holds nobody up. */
const BODY_CHARACTERS_MAX = 2 << 20
const BACK_OFF_MS = 1000
const BACK_OFF_MS_MAX = 30_000
/** How often it says how far it is. */
const TELL_MS = 10_000

export function startDemoFeed(options: DemoFeedOptions): DemoFeed {
  const { organisation, clock, onPosition, onError } = options
  const cut = new AbortController()
  const { promise: caughtUp, resolve: isCaughtUp } = Promise.withResolvers<void>()
  const pause = pauses(options.timer, cut.signal)
  let position = organisation.begin
  let toldAt = Number.NEGATIVE_INFINITY

  function tell(isLast = false): void {
    if (!isLast && clock() - toldAt < TELL_MS) return
    toldAt = clock()
    onPosition(position)
  }

  /** One slice, and what it leaves to wait until the next. */
  async function step(): Promise<number> {
    const before = clock()
    const until = Math.min(before, position + SLICE_MS)
    if (until <= position) return EVERY_MS
    const rows = organisation.rows(until)
    const isOld = until <= options.from || until < before - options.keepMs
    if (!isOld)
      await deliver(
        options,
        rows.filter(({ delivered }) => delivered >= options.from),
        { pause, signal: cut.signal },
      )
    position = until
    tell()
    if (until === before) {
      isCaughtUp()
      return EVERY_MS
    }
    return Math.max(1, REST_SHARE * (clock() - before))
  }

  async function run(): Promise<void> {
    try {
      while (!cut.signal.aborted) await pause(await step())
    } catch (error) {
      if (!cut.signal.aborted) onError(error)
    }
    if (position > organisation.begin) tell(true)
    isCaughtUp()
  }

  const running = run()
  return {
    caughtUp,
    async stop() {
      cut.abort()
      await running
    },
  }
}

interface Delivering {
  readonly pause: (ms: number) => Promise<void>
  readonly signal: AbortSignal
}

async function deliver(options: DemoFeedOptions, rows: readonly DeliveredRow[], how: Delivering): Promise<void> {
  for (const [vendor, some] of Map.groupBy(rows, (row) => row.vendor)) {
    for (const body of bodiesOf(some)) await post(options, vendor, body, how)
  }
}

/** NDJSON, in pieces that the server takes. */
function* bodiesOf(rows: readonly DeliveredRow[]): Generator<string> {
  let body = ''
  for (const { text } of rows) {
    if (body.length + text.length > BODY_CHARACTERS_MAX && body !== '') {
      yield body
      body = ''
    }
    body += `${text}\n`
  }
  if (body !== '') yield body
}

/** Until it is taken: the server may be busy, or about to start again. To send twice is harmless. Throws where it is refused. */
async function post(
  { address, sources, fetch }: DemoFeedOptions,
  vendor: LiveVendor,
  body: string,
  { pause, signal }: Delivering,
): Promise<void> {
  const { id, token } = sources[vendor]
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  for (let waitMs = BACK_OFF_MS; ; waitMs = Math.min(2 * waitMs, BACK_OFF_MS_MAX)) {
    const status = await fetch(`${address}/ingest/${id}`, { method: 'POST', headers, body, signal }).then(
      (answer) => answer.status,
      () => undefined,
    )
    signal.throwIfAborted()
    if (status !== undefined && status < 400) return
    if (status !== undefined && status < 500 && status !== 429) {
      throw new Error(`The demo's source ${id} is refused: HTTP ${status}. It may have been closed in the demo.`)
    }
    await pause(waitMs)
    signal.throwIfAborted()
  }
}

/** Pauses that end early when it is told to stop. */
function pauses(timer: DemoFeedOptions['timer'], signal: AbortSignal): (ms: number) => Promise<void> {
  return (ms) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const cancel = timer(done, ms)
      function done(): void {
        signal.removeEventListener('abort', stopped)
        resolve()
      }
      function stopped(): void {
        cancel()
        resolve()
      }
      signal.addEventListener('abort', stopped, { once: true })
    })
}
