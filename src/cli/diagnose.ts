/**
 * `postern diagnose FILE…`: files in, report out.
 *
 *   files → intake (bytes to rows to sign-ins) → collector (order, no duplicates) → diagnosis → report
 *
 * The whole input is read before the first verdict, because exports come newest first and folders overlap.
 */
import {
  assemble,
  createDiagnosis,
  type DiagnosisInput,
  type InputFile,
  type InputProblem,
  type Report,
} from '../diagnosis/index.ts'
import { createIntake, DECODERS, type Draft, type SignIn } from '../signin/index.ts'
import { type Choice, type ChosenPeople, choosePeople, NOBODY } from './chosen-people.ts'
import { createCollector, type Merged } from './collector.ts'
import { InputError, openInput, type Source } from './open-input.ts'
import type { Progress } from './progress.ts'

export interface DiagnoseRequest {
  /** Files, folders, and `-` for standard input. */
  readonly inputs: readonly string[]
  /** Milliseconds; verdicts that end before are left out, though rows before still teach what is usual. */
  readonly since: number | undefined
  /** Milliseconds; rows after are not read into the diagnosis. */
  readonly until: number | undefined
  /** Login names of emergency accounts. */
  readonly emergency: readonly string[]
  /** Whose timelines to gather, if anybody's. */
  readonly timelines: Choice | undefined
  /** Called with every sign-in in order, for `--ocsf`. */
  readonly each?: (signIn: SignIn) => void
}

/** Milliseconds. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface DiagnoseResult {
  readonly report: Report
  readonly chosen: ChosenPeople
  /** True if some input could not be opened at all. */
  readonly unopened: boolean
  /** From when to when the log runs, if none of its events lies between `since` and `until`. */
  readonly outOfRange: Span | undefined
}

const PROGRESS_ROWS = 10_000
const PROBLEMS_KEPT = 1000
const OTHER_NAMES_KEPT = 200

/** Reads, diagnoses and reports. Throws SpillError if the disk for temporary files is full. */
export async function diagnose(request: DiagnoseRequest, progress: Progress): Promise<DiagnoseResult> {
  const collector = createCollector()
  const reading = createReading(collector.add, request)
  const { sources, errors } = openInput(request.inputs)
  for (const error of errors) reading.failed(error)
  progress.start(sources.reduce((sum, source) => sum + (source.size ?? 0), 0))
  for (const source of sources) await reading.read(source, progress)
  const merged = collector.finish()
  try {
    const { report, chosen } = conclude(request, reading.input(), merged, progress)
    return { report, chosen, unopened: errors.length > 0, outOfRange: reading.outOfRange() }
  } finally {
    merged.close()
    progress.stop()
  }
}

function conclude(
  request: DiagnoseRequest,
  input: DiagnosisInput,
  merged: Merged,
  progress: Progress,
): Pick<DiagnoseResult, 'report' | 'chosen'> {
  const emergency = new Set(request.emergency.map((name) => name.toLowerCase()))
  const diagnosis = createDiagnosis({ emergency: ({ name }) => emergency.has(name.toLowerCase()) })
  const { each } = request
  progress.start(input.events, 'Diagnosing')
  let unsaid = 0
  merged.forEach((signIn) => {
    diagnosis.see(signIn)
    each?.(signIn)
    if (++unsaid === PROGRESS_ROWS) {
      progress.advance(unsaid)
      unsaid = 0
    }
  })
  const verdicts = diagnosis.finish(merged.last)
  const period = merged.events === 0 ? undefined : { start: merged.first, end: merged.last }
  const assembled = assemble(verdicts, {
    input: { ...input, duplicates: merged.duplicates, people: verdicts.surroundings.people },
    period,
    since: resolve(request.since, merged.last) ?? Number.NEGATIVE_INFINITY,
    until: request.until ?? Number.POSITIVE_INFINITY,
  })
  const { timelines } = request
  return { report: assembled, chosen: timelines === undefined ? NOBODY : choosePeople(timelines, assembled, merged) }
}

/** A negative `since` counts back from the end of the log. */
function resolve(since: number | undefined, end: number): number | undefined {
  return since !== undefined && since < 0 ? end + since : since
}

/** Clocks differ; a row that is further ahead would make the log end where it does not. */
const FUTURE_MS = 2 * 24 * 3_600_000
const IN_FUTURE = 'The row’s time lies in the future. Check the clock and the time zone of what wrote it.'

interface Reading {
  read(source: Source, progress: Progress): Promise<void>
  failed(error: InputError): void
  /** What was read so far; duplicates and people are counted later. */
  input(): DiagnosisInput
  /** From when to when all events lie, if the request wants none of them. */
  outOfRange(): Span | undefined
}

/** Counts what is read, and keeps the problems. */
function createReading(add: (draft: Draft) => void, { since, until }: DiagnoseRequest): Reading {
  // A time before the end of the log always has the log's last event behind it.
  const from = since === undefined || since < 0 ? Number.NEGATIVE_INFINITY : since
  const to = until ?? Number.POSITIVE_INFINITY
  const latest = Date.now() + FUTURE_MS
  const files: InputFile[] = []
  const problems: InputProblem[] = []
  const otherNames = new Map<string, number>()
  let problemCount = 0
  let rows = 0
  let events = 0
  let other = 0
  let wanted = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  let name = ''

  function problem(file: string, line: number, code: string, message: string): void {
    problemCount++
    if (problems.length < PROBLEMS_KEPT) problems.push({ file, line, code, message })
  }

  const intake = createIntake(DECODERS, {
    event(draft) {
      if (draft.time > latest) {
        problem(name, draft.line, 'ERR_ROW_IN_FUTURE', IN_FUTURE)
        return
      }
      events++
      if (draft.time < first) first = draft.time
      if (draft.time > last) last = draft.time
      if (draft.time >= from && draft.time <= to) wanted++
      if (draft.time <= to) add(draft)
    },
    other(otherName) {
      other++
      const known = otherNames.get(otherName)
      if (known !== undefined || otherNames.size < OTHER_NAMES_KEPT) otherNames.set(otherName, (known ?? 0) + 1)
    },
    problem: (code, message, line) => problem(name, line, code, message),
  })

  return {
    async read(source, progress) {
      name = source.name
      intake.begin(files.length)
      try {
        for await (const bytes of source.read(progress.advance)) intake.push(bytes)
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        problem(name, 0, error.code, error.message)
      }
      const summary = intake.end()
      rows += summary.rows
      files.push({ file: name, shapes: summary.shapes, rows: summary.rows, events: summary.events })
    },
    failed(error) {
      problem(error.name, 0, error.code, error.message)
    },
    outOfRange: () => (events > 0 && wanted === 0 ? { start: first, end: last } : undefined),
    input: () => ({
      files,
      rows,
      events,
      duplicates: 0,
      other,
      otherNames: Object.fromEntries([...otherNames].sort(([, a], [, b]) => b - a)),
      problems,
      problemCount,
      people: 0,
    }),
  }
}
