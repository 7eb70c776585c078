/** `postern diagnose`: options in, a report for eyes or programs out. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { neutralise } from '../base/neutralise.ts'
import { formatInstant } from '../base/time.ts'
import { type DiagnoseResult, diagnose, type Span } from './diagnose.ts'
import { Exit } from './exit.ts'
import { jsonPieces } from './json-text.ts'
import { openOcsf } from './ocsf-output.ts'
import { checkOutputs, UsageError } from './output-file.ts'
import { createProgress } from './progress.ts'
import { renderHtml } from './report-html/index.ts'
import { renderText } from './report-text.ts'
import { minute } from './report-words.ts'
import { textOptions } from './terminal.ts'
import { renderTimeline } from './user-timeline.ts'

export interface DiagnoseOptions {
  readonly user?: string
  readonly since?: number
  readonly until?: number
  readonly emergency: readonly string[]
  readonly json?: boolean
  readonly html?: string
  readonly ocsf?: string
  readonly all?: boolean
  readonly progress: boolean
}

export async function diagnoseCommand(files: readonly string[], options: DiagnoseOptions): Promise<number> {
  checkUsage(files, options)
  const ocsf = options.ocsf === undefined ? undefined : openOcsf(options.ocsf)
  const progress = createProgress({
    output: process.stderr,
    now: () => performance.now(),
    isDumb: !options.progress || process.env.TERM === 'dumb',
  })
  try {
    const result = await diagnose(
      {
        inputs: files,
        since: options.since,
        until: options.until,
        emergency: options.emergency,
        timelines:
          options.user !== undefined
            ? { user: options.user.trim() }
            : options.html !== undefined
              ? 'verdicts'
              : undefined,
        ...(ocsf === undefined ? {} : { each: ocsf.write }),
      },
      progress,
    )
    const { outOfRange } = result
    if (outOfRange !== undefined) {
      tellRange(outOfRange, options)
      if (options.json) await print(result, options)
      return Exit.nothingRead
    }
    if (options.html !== undefined) {
      writeFileSync(options.html, renderHtml(result.report, result.chosen.timelines), { mode: 0o600 })
      process.stderr.write(`Report written to ${neutralise(options.html)}\n`)
    }
    await print(result, options)
    return exitCode(result, options)
  } finally {
    progress.stop()
    ocsf?.close()
  }
}

/** Nothing to say of that time is not the same as nothing found in it: so there is no report that would look calm. */
function tellRange({ start, end }: Span, { since, until, html }: DiagnoseOptions): void {
  // A time before the log's end (negative) is never what is wrong.
  const asked = [
    since !== undefined && since >= 0 && `from ${shown(since)}`,
    until !== undefined && `until ${shown(until)}`,
  ]
  process.stderr.write(
    `The log has no event ${asked.filter((part) => part !== false).join(' ')}: it runs from ${shown(start)} to ${shown(end)} (UTC). ` +
      `Choose --since and --until within that, or leave them out.${html === undefined ? '' : ' No page was written.'}\n`,
  )
}

function shown(time: number): string {
  return minute(formatInstant(time))
}

function checkUsage(files: readonly string[], { user, html, ocsf, json, since, until }: DiagnoseOptions): void {
  checkOutputs([html, ocsf], files)
  if (user?.trim() === '') throw new UsageError('--user needs a name, address or account id.')
  if (json && ocsf === '-')
    throw new UsageError('--json and --ocsf - both write to standard output. Name a file for --ocsf.')
  if (since !== undefined && until !== undefined && since > until) {
    throw new UsageError('--since is later than --until: no time lies between them.')
  }
}

async function print(result: DiagnoseResult, options: DiagnoseOptions): Promise<void> {
  if (options.ocsf === '-') return
  const view = { ...textOptions(process.stdout, process.env), all: options.all === true }
  if (options.json) {
    for (const piece of jsonPieces(result.report)) await write(piece)
    return
  }
  if (options.user === undefined) return write(renderText(result.report, view))
  const { timelines, alike } = result.chosen
  if (timelines.length === 0) {
    const like = alike.length > 0 ? ` Alike: ${alike.map((name) => neutralise(name)).join(', ')}.` : ''
    process.stderr.write(
      `Nobody called ${neutralise(JSON.stringify(options.user))} is in this log. Names are matched whole, as the log writes them.${like}\n`,
    )
    return
  }
  for (const each of timelines) await write(renderTimeline(each, view))
  await write(renderText(ofPerson(result), { ...view, all: true, ofOne: true }))
}

/** The report narrowed to one person. */
function ofPerson({ report, chosen: { labels } }: DiagnoseResult): DiagnoseResult['report'] {
  const isOne = (label: string | undefined) => label !== undefined && labels.has(label.toLowerCase())
  const named = (people: readonly string[] | undefined) => people?.some(isOne) === true
  return {
    ...report,
    findings: report.findings.filter(({ person, account, people }) => isOne(person) || isOne(account) || named(people)),
    lockouts: report.lockouts.filter(({ people, account }) => named(people) || isOne(account)),
    outages: report.outages.filter(({ people }) => named(people)),
    policyBlocks: report.policyBlocks.filter(({ people }) => named(people)),
  }
}

/** Waits where the reader is slow, so that nothing is lost when the process ends. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

function exitCode({ report, unopened, chosen }: DiagnoseResult, options: DiagnoseOptions): number {
  if (report.input.events === 0 && report.input.other === 0) return Exit.nothingRead
  if (options.user !== undefined && chosen.timelines.length === 0) return Exit.nothingRead
  return unopened || report.input.problemCount > 0 ? Exit.readInPart : Exit.fine
}
