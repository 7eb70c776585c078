/** Who answers the question, how each is started, and how its answer is read. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const HERE = import.meta.dirname
const PROJECT = join(HERE, '..', '..')

export interface Contender {
  readonly id: string
  readonly label: string
  /** Program and arguments. A pipe is a shell's, with all values as the shell's own arguments. */
  readonly command: (file: string) => readonly string[]
  /** The logins in what was printed, in any order, perhaps several times. */
  readonly names: (printed: string) => readonly string[]
  /** Its version, or undefined with what to do about it if it is not there. */
  readonly version: () => string | undefined
  readonly install: string
  /** The file that it reads, if not the one in order of time. */
  readonly file?: 'okta-newest-first.ndjson'
}

/** Where what belongs to no project of ours is: the folder of @duckdb/node-api, and a folder for syslog-ng's state. */
export interface Places {
  readonly peers: string
  readonly scratch: string
}

/** The contender that all others are compared with. */
export const YARDSTICK = 'json-parse'

export function contenders({ peers, scratch }: Places): readonly Contender[] {
  const postern = {
    command: (file: string) => [
      process.execPath,
      join(PROJECT, 'bin', 'postern.js'),
      'diagnose',
      file,
      '--json',
      '--no-progress',
    ],
    names: namesInReport,
    version: () => versionIn(PROJECT),
    install: 'npm ci',
  }
  const node = { names: lines, version: () => process.version, install: '' }
  const jsonParse = join(HERE, 'json-parse.ts')
  return [
    { id: 'postern', label: 'Postern, all its questions', ...postern },
    {
      id: 'postern-newest-first',
      label: 'Postern, the same rows newest first',
      ...postern,
      file: 'okta-newest-first.ndjson',
    },
    { id: YARDSTICK, label: 'JSON.parse loop', ...node, command: (file) => [process.execPath, jsonParse, file] },
    {
      id: 'duckdb',
      label: 'DuckDB, window query',
      command: (file) => [process.execPath, join(HERE, 'duckdb.ts'), peers, file],
      names: lines,
      version: () => versionIn(join(peers, 'node_modules', '@duckdb', 'node-api')),
      install: `mkdir -p ${peers} && npm install --prefix ${peers} @duckdb/node-api@1.5.6-r.1, or --peers FOLDER`,
    },
    {
      id: 'syslog-ng',
      label: 'syslog-ng, grouping-by',
      command: (file) => [
        ...pipe('cat "$1" | syslog-ng -F --no-caps -f "$2" -R "$3/persist" -p "$3/pid" -c "$3/control" | sort -u'),
        ...[file, join(HERE, 'syslog-ng.conf'), scratch],
      ],
      names: lines,
      version: () =>
        /^Revision: (.*)$/m.exec(spawnSync('syslog-ng', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1],
      install: 'apt-get install --no-install-recommends syslog-ng-core',
    },
    {
      id: 'grep',
      label: '(grep, and JSON.parse of what is left)',
      ...node,
      command: (file) => [
        ...pipe('LC_ALL=C grep -F -e OV_RESPONSE_DENY -e deny_push "$1" | "$2" "$3" /dev/stdin'),
        ...[file, process.execPath, jsonParse],
      ],
    },
  ]
}

function pipe(script: string): readonly string[] {
  return ['sh', '-c', script, 'sh']
}

function lines(printed: string): readonly string[] {
  return printed.split('\n').filter((line) => line !== '')
}

interface Report {
  readonly findings: readonly { readonly detection: string; readonly person?: string }[]
}

function namesInReport(printed: string): readonly string[] {
  const report: Report = JSON.parse(printed)
  return report.findings.filter(({ detection }) => detection === 'mfa-fatigue').map(({ person }) => person ?? '')
}

function versionIn(folder: string): string | undefined {
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) return undefined
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'))
  return version
}
