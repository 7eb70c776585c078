/** The sandbox's logs, which Postern asks for itself, as a connector asks a vendor for them (docs/adr/0008). */
import Type from 'typebox'
import { Value } from 'typebox/value'
import { readFileIfThere, replaceFile } from '../base/durable-file.ts'
import { type LogName, type LogPort, ProviderError } from '../providers/index.ts'
import { createDeliveryReader } from '../watch/index.ts'
import { every, type Repeated } from './every.ts'
import type { Running } from './start.ts'

export interface ReadingOptions {
  readonly running: Pick<Running, 'house' | 'intakeOf'>
  readonly provider: LogPort
  /** The demo's source that the rows are of, and the tenant. */
  readonly source: string
  readonly tenant: string
  /** Remembers how far it has read. */
  readonly file: string
  readonly clock: () => number
  /** Told once, until a reading has succeeded again. */
  readonly onError: (error: unknown) => void
}

const Cursors = Type.Partial(Type.Object({ 'sign-ins': Type.String(), audit: Type.String() }))
type Cursors = Type.Static<typeof Cursors>

const LOGS: readonly LogName[] = ['sign-ins', 'audit']
const EVERY_MS = 3000
const WITHIN_MS = 20_000

/** Reads every few seconds from where it last was. Throws where the file is not as it wrote it. */
export function readSandboxLog(options: ReadingOptions): Repeated {
  const { running, provider, source, tenant, file, clock, onError } = options
  const reader = createDeliveryReader()
  const cut = new AbortController()
  let cursors = readCursors(file)
  let isFailing = false

  /** True if there is more. */
  async function readOn(): Promise<boolean> {
    const signal = AbortSignal.any([cut.signal, AbortSignal.timeout(WITHIN_MS)])
    const pages = await Promise.all(LOGS.map((log) => provider.readLog(log, cursors[log], signal)))
    const rows = pages.flatMap((page) => page.rows)
    if (rows.length > 0) {
      const body = rows.map((row) => JSON.stringify(row)).join('\n')
      const delivery = reader.read(Buffer.from(body), { tenant, came: 'read' })
      await running.intakeOf(running.house.home.organisation).take(source, delivery, clock())
      cursors = Object.fromEntries(LOGS.map((log, index) => [log, pages[index]?.cursor]))
      replaceFile(file, JSON.stringify(cursors))
    }
    return pages.some(({ more }) => more)
  }
  async function readAll(): Promise<void> {
    while (!cut.signal.aborted && (await readOn()));
    isFailing = false
  }
  function failed(error: unknown): void {
    // It was killed before it kept its last rows: what is newest is read again, and known rows are taken once.
    if (error instanceof ProviderError && error.code === 'ERR_PROVIDER_CURSOR_STALE') cursors = {}
    if (!isFailing && !cut.signal.aborted) onError(error)
    isFailing = true
  }
  const reading = every(EVERY_MS, readAll, failed)
  return {
    async stop() {
      cut.abort()
      await reading.stop()
    },
  }
}

/** Nowhere, where there is none yet. */
function readCursors(file: string): Cursors {
  const text = readFileIfThere(file)
  return text === undefined ? {} : Value.Parse(Cursors, JSON.parse(text))
}
