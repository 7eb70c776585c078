/** `postern ingest`: sends log files to a running server. Run again after whatever went wrong, it changes nothing twice. */
import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { neutralise } from '../base/neutralise.ts'
import { createCutter } from '../watch/index.ts'
import { Exit } from './exit.ts'
import { InputError, openInput, type Source } from './open-input.ts'
import { UsageError } from './output-file.ts'
import { createProgress, type Progress } from './progress.ts'
import { type Receiver, SendError, sendPart } from './send-part.ts'

export interface IngestOptions {
  /** The server's address as people type it. */
  readonly to: string
  /** The source's id. */
  readonly source: string
  readonly json?: boolean
  readonly progress: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Below what the server takes even if it cannot be compressed. */
const PART_BYTES = 1 << 21
const TOKEN = /^postern_source_[A-Za-z0-9_-]{64}$/

interface Sent {
  files: number
  accepted: number
  duplicates: number
  others: number
  outside: number
  refused: number
  quarantined: number
}

export async function ingestCommand(
  files: readonly string[],
  options: IngestOptions,
  environment: Environment,
): Promise<number> {
  const receiver = receiverOf(options, environment)
  const { sources, errors } = openInput(files)
  for (const error of errors) tell(`${error.name}: ${error.message}`)
  const progress = createProgress({
    output: process.stderr,
    now: () => performance.now(),
    isDumb: !options.progress || environment.TERM === 'dumb',
  })
  const sent: Sent = { files: 0, accepted: 0, duplicates: 0, others: 0, outside: 0, refused: 0, quarantined: 0 }
  let unread = errors.length
  let refusal: SendError | undefined
  progress.start(sources.reduce((sum, { size = 0 }) => sum + size, 0))
  try {
    for (const source of sources) unread += await sendFile(source, receiver, sent, progress)
  } catch (error) {
    if (!(error instanceof SendError)) throw error
    refusal = error
  } finally {
    progress.stop()
  }
  process.stdout.write(options.json ? `${JSON.stringify(sent)}\n` : `${summary(sent)}\n`)
  if (refusal !== undefined) {
    tell(`${refusal.code}: ${refusal.message}`)
    return Exit.serverRefused
  }
  if (sent.accepted + sent.duplicates === 0) return Exit.nothingRead
  return unread > 0 || sent.quarantined > 0 ? Exit.readInPart : Exit.fine
}

function receiverOf({ to, source }: IngestOptions, environment: Environment): Receiver {
  const base = URL.parse(to)
  if (base === null || !/^https?:$/.test(base.protocol) || base.username !== '' || base.search !== '') {
    throw new UsageError('--to is the address of the server, such as https://postern.example.')
  }
  if (base.protocol === 'http:' && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(base.hostname)) {
    throw new UsageError('--to must begin with https:, because the token travels with every part.')
  }
  const token = environment.POSTERN_SOURCE_TOKEN ?? ''
  if (!TOKEN.test(token)) {
    throw new UsageError('POSTERN_SOURCE_TOKEN must hold the token that was shown when the source was added.')
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  const address = new URL(`ingest/${encodeURIComponent(source)}`, base)
  return { address, token, fetch, pause: setTimeout, random: randomInt }
}

/** Gives 1 if the file could not be read to its end. */
async function sendFile(source: Source, receiver: Receiver, sent: Sent, progress: Progress): Promise<0 | 1> {
  const cutter = createCutter(PART_BYTES)
  const send = async (parts: readonly Uint8Array[]): Promise<void> => {
    for (const part of parts) add(sent, await sendPart(part, receiver))
  }
  try {
    for await (const piece of source.read(progress.advance)) await send(cutter.push(piece))
    await send(cutter.end())
    sent.files++
    return 0
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    tell(`${error.name}: ${error.message}`)
    return 1
  }
}

function add(sent: Sent, taken: Awaited<ReturnType<typeof sendPart>>): void {
  if (taken === undefined) return
  sent.accepted += taken.accepted
  sent.duplicates += taken.duplicates
  sent.others += taken.others
  sent.outside += taken.outside
  sent.refused += taken.refused
  sent.quarantined += taken.quarantined.length - taken.refused
}

function summary({ files, accepted, duplicates, others, outside, refused, quarantined }: Sent): string {
  const said = [
    `${files} ${files === 1 ? 'file' : 'files'} sent: ${accepted} ${accepted === 1 ? 'row' : 'rows'} kept, ${duplicates} known already`,
    ...(others > 0 ? [`${others} no sign-in events`] : []),
    ...(outside > 0 ? [`${outside} older than what is kept, or ahead of time`] : []),
    ...(refused > 0 ? [`${refused} could not be read and were not kept, because the quarantine is full`] : []),
    ...(quarantined > 0 ? [`${quarantined} could not be read and wait in quarantine`] : []),
  ]
  return `${said.join(', ')}.`
}

function tell(text: string): void {
  process.stderr.write(`postern: ${neutralise(text)}\n`)
}
