/**
 * DESIGN §3 rule 22: the process that faces the network holds nothing that signs the ledger or changes a provider. A real front is
 * looked through: its environment, the files that it has open, its heap, and every page of its memory.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { parseSignerKey } from '../src/ledger/index.ts'
import { embedded, temporaryFolder } from './engines.ts'

const PIECE = 16 * 2 ** 20

/** Every page that the process can write to, and its program's data; those that cannot be read are the kernel's. */
function* memoryOf(pid: number): Generator<Buffer> {
  const file = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [range = '', rights = ''] = line.split(' ')
      if (!rights.startsWith('rw')) continue
      const [from = 0, to = 0] = range.split('-').map((end) => Number.parseInt(end, 16))
      for (let at = from; at < to; at += PIECE) {
        const buffer = Buffer.alloc(Math.min(PIECE, to - at))
        try {
          yield buffer.subarray(0, readSync(file, buffer, 0, buffer.length, at))
        } catch {
          // Not mapped by now.
        }
      }
    }
  } finally {
    closeSync(file)
  }
}

/** A secret as it may lie in memory: its bytes, and the texts that are made of them. */
function formsOf(bytes: Uint8Array): readonly Buffer[] {
  const all = Buffer.from(bytes)
  return [
    all,
    Buffer.from(all.toString('base64')),
    Buffer.from(all.toString('hex')),
    Buffer.from(all.toString('base64'), 'utf16le'),
  ]
}

function seedOf(path: string): Uint8Array {
  const key = parseSignerKey(readFileSync(path, 'utf8').trim())
  return key.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
}

it('holds neither a key that signs nor a connector’s secret', {
  skip: process.platform !== 'linux',
  timeout: 120_000,
}, async () => {
  const place = await embedded.newPlace()
  const folder = 'folder' in place ? place.folder : ''
  const keys = join(temporaryFolder(), 'keys')
  mkdirSync(keys, { mode: 0o700 })
  const connector = randomBytes(32).toString('hex')
  writeFileSync(join(keys, 'connector.secret'), connector, { mode: 0o600 })
  const front = spawn(process.execPath, [join(import.meta.dirname, 'keeper-front.ts'), folder, keys], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(front.stdout, 'data')
  const pid = front.pid ?? 0

  const organisation = readFileSync(join(keys, 'home'), 'utf8').trim()
  const secrets = {
    'the entry key': formsOf(seedOf(join(keys, organisation, 'entries.key'))),
    'the checkpoint key': formsOf(seedOf(join(keys, organisation, 'checkpoints.keys'))),
    'the connector’s secret': [Buffer.from(connector), Buffer.from(connector, 'hex')],
  }
  const [, master = ''] = readFileSync(join(keys, 'master.keys'), 'utf8').trim().split(' ')
  const read = Buffer.from(master, 'base64')
  let isAwake = false
  let pages = 0
  for (const piece of memoryOf(pid)) {
    pages += piece.length
    isAwake ||= piece.includes(read)
    for (const [what, forms] of Object.entries(secrets)) {
      assert.ok(!forms.some((form) => piece.includes(form)), `${what} lies in the memory of the front`)
    }
  }
  assert.ok(isAwake, 'the key that only reads, which the front does hold, was not found: nothing was looked through')

  const places = [readFileSync(`/proc/${pid}/environ`), readFileSync(join(folder, 'heap'))]
  for (const [what, forms] of Object.entries(secrets)) {
    for (const bytes of places) assert.ok(!forms.some((form) => bytes.includes(form)), what)
  }
  const open = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)]
    } catch {
      return []
    }
  })
  assert.deepEqual(
    open.filter((path) => path.startsWith(keys)),
    [],
  )
  console.log(
    `looked through ${Math.round(pages / 2 ** 20)} MiB of a front’s memory, ${open.length} open files, its heap and environment`,
  )
  front.stdin.write('\n')
  await once(front, 'exit')
})
