/**
 * The real and vendor-published logs that lie beside the project (../shared/data). They are test input only: read where
 * they are, never copied into the project (their licences differ), and absent on other machines.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { diagnose } from '../src/cli/diagnose.ts'
import type { Report } from '../src/diagnosis/index.ts'

const SHARED = fileURLToPath(new URL('../../shared/data/', import.meta.url))

/** Why a test that reads `file` cannot run here, or false if it can: what `skip` takes. */
export function missing(file: string): string | false {
  return existsSync(join(SHARED, file)) ? false : `../shared/data/${file} is not beside the project`
}

/** Names of all logs, `vendor/file`; none where they are absent. */
export function sharedLogs(): readonly string[] {
  if (!existsSync(SHARED)) return []
  return readdirSync(SHARED, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/') && !file.startsWith('reference/'))
    .sort()
}

export function textOf(file: string): string {
  return readFileSync(join(SHARED, file), 'utf8')
}

/** A row of Panther's unit tests, with the truth about it. */
export interface Labelled {
  readonly rule_id: string
  readonly test: string
  readonly expected_alert: boolean
  readonly log: Readonly<Record<string, unknown>>
}

export function isLabelled(file: string): boolean {
  return basename(file).startsWith('panther-labelled-')
}

export function labelled(file: string): readonly Labelled[] {
  return textOf(file)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Labelled)
}

/** The report on one log, through the whole pipeline. Labelled rows are taken out of their wrapper first. */
export async function diagnosed(file: string): Promise<Report> {
  return isLabelled(file) ? diagnosedRows(labelled(file).map(({ log }) => log)) : reportOn(join(SHARED, file))
}

/** The same for rows, one a line. */
export async function diagnosedRows(rows: readonly unknown[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-rows-'))
  try {
    const path = join(folder, 'rows.ndjson')
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'))
    return await reportOn(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const SILENT = { start() {}, advance() {}, stop() {} }

async function reportOn(path: string): Promise<Report> {
  const request = { inputs: [path], since: undefined, until: undefined, emergency: [], timelines: undefined }
  const { report, unopened } = await diagnose(request, SILENT)
  if (unopened) throw new Error(`${path} could not be opened`)
  return report
}
