/**
 * One line on a terminal that says how far a long run is, how fast, and how much longer it will take.
 *
 * It shows only where somebody is watching, only after a second, and leaves nothing behind.
 */

/** What is needed of standard error: a `tty.WriteStream` fits, and so does a pipe. */
export interface ProgressOutput {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressOptions {
  readonly output: ProgressOutput
  /** Milliseconds of a clock that never goes back: `performance.now`. */
  readonly now: () => number
  /** True on terminals that cannot rewrite a line (`TERM=dumb`). */
  readonly isDumb?: boolean
}

export interface Progress {
  /** Begins a phase. `total` is in the phase's unit, 0 if not known. */
  start(total: number, phase?: Phase): void
  /** So much more was done. */
  advance(count: number): void
  /** Ends all phases and clears the line. Harmless the second time. */
  stop(): void
}

/** Reading counts bytes, diagnosing counts rows. */
export type Phase = 'Reading' | 'Diagnosing'

const QUIET_MS = 1000
const INTERVAL_MS = 100
/** Speed is not known well enough before this, and a wrong remaining time is worse than none. */
const ESTIMATE_MS = 2000
const COLUMNS_UNKNOWN = 80
const CLEAR_LINE = '\r\u001b[K'

export function createProgress({ output, now, isDumb = false }: ProgressOptions): Progress {
  const isWatched = output.isTTY === true && !isDumb
  let phase: Phase = 'Reading'
  let total = 0
  let done = 0
  let phaseStart = 0
  let nextAt = Number.POSITIVE_INFINITY
  let firstAt: number | undefined
  let isShown = false

  function start(newTotal: number, newPhase: Phase = 'Reading'): void {
    if (!isWatched) return
    phase = newPhase
    total = newTotal
    done = 0
    phaseStart = now()
    firstAt ??= phaseStart + QUIET_MS
    nextAt = Math.max(firstAt, isShown ? nextAt : 0)
  }

  function advance(count: number): void {
    done += count
    if (!isWatched) return
    const time = now()
    if (time < nextAt) return
    nextAt = time + INTERVAL_MS
    isShown = true
    const columns = (output.columns || COLUMNS_UNKNOWN) - 1
    output.write(CLEAR_LINE + fitting(parts(phase, done, total, time - phaseStart), columns))
  }

  function stop(): void {
    if (isShown) output.write(CLEAR_LINE)
    isShown = false
    firstAt = undefined
    nextAt = Number.POSITIVE_INFINITY
  }

  return { start, advance, stop }
}

/** What there is to say, the most needed first. */
function parts(phase: Phase, done: number, total: number, elapsedMs: number): readonly string[] {
  const perSecond = elapsedMs > 0 ? done / (elapsedMs / 1000) : 0
  const isKnown = total > 0 && done <= total
  const said = [isKnown ? `${phase} ${Math.floor((100 * done) / total)} %` : `${phase} ${amount(phase, done)}`]
  if (isKnown && elapsedMs >= ESTIMATE_MS && perSecond > 0) said.push(`${duration((total - done) / perSecond)} left`)
  if (perSecond > 0) said.push(`${amount(phase, perSecond)}/s`)
  return said
}

function fitting(said: readonly string[], columns: number): string {
  let line = ''
  for (const part of said) {
    const longer = line === '' ? part : `${line} · ${part}`
    if (longer.length > columns) break
    line = longer
  }
  return line
}

function amount(phase: Phase, count: number): string {
  if (phase === 'Reading') return count < 1e6 ? `${Math.round(count / 1e3)} kB` : `${rounded(count / 1e6)} MB`
  return count < 1e3 ? `${Math.round(count)} rows` : `${rounded(count / 1e3)} thousand rows`
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')
}

/** `45 s`, `3 min`, `1 h 20 min`: rounded up, for waiting shorter than announced annoys nobody. */
function duration(seconds: number): string {
  if (seconds <= 90) return `${Math.max(1, Math.ceil(seconds))} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
