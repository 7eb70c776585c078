/** Real verdicts for the stub: the simulator's organisation, diagnosed by the CLI, moved to end now. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding, Lockout } from '../src/api/verdicts.ts'

export interface Verdicts {
  readonly findings: readonly Finding[]
  readonly lockouts: readonly Lockout[]
  readonly policyBlocks: readonly PolicyBlock[]
}

interface PolicyBlock {
  readonly id: string
  readonly policy: string
  readonly provider: string
  readonly start: string
  readonly end: string
  readonly peopleCount: number
  readonly summary: string
  readonly next: string
}

const POSTERN = join(import.meta.dirname, '..', '..', 'bin', 'postern.js')

/** Names as an attacker would choose them (R41). A page that shows one must show it as text, and nothing else. */
export const HOSTILE = [
  '"><img src=x onerror="document.title=\'owned\'">@northwind.example.com',
  'ana.ferreira\u202Emoc.elpmaxe@attacker',
  `${'a'.repeat(180)}@very-long.example.com`,
  'javascript:alert(1)',
] as const

/** The same verdicts each time, but for their times: the last of them ended at `now`, milliseconds. */
export function makeVerdicts(now: number): Verdicts {
  const folder = mkdtempSync(join(tmpdir(), 'postern-stub-'))
  try {
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [POSTERN, ...args], { cwd: folder, stdio: 'ignore' })
    run('simulate', '--people', '300', '--days', '4', '--incidents', '8', '--seed', '7', '--out', 'log.ndjson')
    const text = execFileSync(process.execPath, [POSTERN, 'diagnose', 'log.ndjson', '--json'], {
      cwd: folder,
      maxBuffer: 64 << 20,
      encoding: 'utf8',
    })
    return moveTo(now, JSON.parse(text))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Report extends Verdicts {
  readonly period: { readonly end: string }
}

function moveTo(now: number, report: Report): Verdicts {
  const by = now - Date.parse(report.period.end)
  const moved = JSON.parse(JSON.stringify(report), (_, value: unknown) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
      ? new Date(Date.parse(value) + by).toISOString()
      : value,
  ) as Report
  return {
    ...moved,
    lockouts: moved.lockouts.map((lockout, index) => lively(lockout, index, now)),
  }
}

/** Every other lockout lasts still, some minutes old, and some of their people chose hostile names. */
function lively(lockout: Lockout, index: number, now: number): Lockout {
  const people = index % 7 === 2 ? [HOSTILE[Math.floor(index / 7) % HOSTILE.length] as string] : lockout.people
  if (index % 2 === 1) return { ...lockout, people }
  const start = new Date(now - (7 + index * 23) * 60_000).toISOString()
  return { ...lockout, people, start, end: new Date(now - 120_000).toISOString(), ended: null }
}
