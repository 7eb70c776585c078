import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { ORIGIN, openSample, type Sample, sampleOf } from '../ledger/sample-ledger.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'postern-ledger-'))
after(() => rmSync(folder, { recursive: true }))

const path = (name: string) => join(folder, name)
/** Dozens of processes start here: what is compiled once serves them all. */
const env = { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path('compiled') }

function postern(args: readonly string[], input: string | Uint8Array = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { input, encoding: 'utf8', env })
  return { status, stdout, stderr }
}

async function exported(sample: Sample, name: string): Promise<string> {
  writeFileSync(path(name), await sample.export())
  return path(name)
}

const sample = await sampleOf(12, 5)
const key = sample.checkpointKey.verifier.text
const ledger = await exported(sample, 'ledger.ndjson')

describe('given an export', () => {
  test('when it is verified, then the exit code tells, and the verdict says where', () => {
    const whole = postern(['ledger', 'verify', ledger, '--key', key])
    assert.match(whole.stdout, /^HOLDS\. postern\.example\/acme: 12 entries, sealed by 3 checkpoints\.\n/)
    assert.equal(whole.status, 0)
    const altered = readFileSync(ledger, 'utf8').replace('"person":"p7"', '"person":"p8"')
    const broken = postern(['ledger', 'verify', '-', '--key', key], altered)
    assert.match(broken.stdout, /^BROKEN at line 10, from entry 7 on: Entry 7 is not what its key [0-9a-f]{8} signed\./)
    assert.equal(broken.status, 5)
  })

  test('when JSON is wanted, or the file is compressed, then it is the same verdict', () => {
    writeFileSync(path('ledger.gz'), gzipSync(readFileSync(ledger)))
    const { stdout, status } = postern(['ledger', 'verify', path('ledger.gz'), '--key', key, '--json'])
    const { format, holds, entries } = JSON.parse(stdout)
    assert.deepEqual(
      { format, holds, entries, status },
      { format: 'postern.verdict/1', holds: true, entries: 12, status: 0 },
    )
  })

  test('when a checkpoint is remembered that it does not contain, then it does not hold', async () => {
    const fork = openSample()
    for (let count = 0; count < 9; count++) fork.append({ data: { another: 'story' } })
    writeFileSync(path('remembered'), await fork.seal())
    const { status, stdout } = postern(['ledger', 'verify', ledger, '--key', key, '--remember', path('remembered')])
    assert.equal(status, 5)
    assert.match(stdout, /The first 10 entries are not those of the checkpoint that you remember/)
  })

  test('when the command line is wrong, then it is not the ledger that is blamed', () => {
    assert.equal(postern(['ledger', 'verify', ledger]).status, 2)
    assert.equal(postern(['ledger', 'verify', ledger, '--key', 'typo']).status, 2)
    assert.equal(postern(['ledger', 'verify', ledger, '--key', key, '--remember', path('nothing')]).status, 2)
    assert.equal(postern(['ledger', 'verify', path('nothing'), '--key', key]).status, 1)
    assert.equal(postern(['ledger', 'prove', ledger]).status, 2)
    assert.equal(postern(['ledger', 'prove', ledger, '--entry', '1', '--out', ledger]).status, 2)
  })
})

describe('given one entry', () => {
  test('when it is proved, then the proof alone convinces whoever has pinned the key', () => {
    const proof = postern(['ledger', 'prove', ledger, '--entry', '7'])
    assert.equal(proof.status, 0)
    const verified = postern(['ledger', 'verify', '-', '--key', key], proof.stdout)
    assert.match(
      verified.stdout,
      /^HOLDS\. Entry 7 of postern\.example\/acme, sealed by a checkpoint over 12 entries:\n/,
    )
    assert.match(verified.stdout, /"person": "p7"/)
    assert.equal(verified.status, 0)
    const other = postern(['ledger', 'verify', '-', '--key', key, '--json'], proof.stdout.replace('index 7', 'index 6'))
    assert.equal(JSON.parse(other.stdout).code, 'ERR_LEDGER_PROOF_INVALID')
    assert.equal(other.status, 5)
  })

  test('when it is not there, or the export is not whole, then nothing is proved', () => {
    const beyond = postern(['ledger', 'prove', ledger, '--entry', '12'])
    assert.equal(beyond.status, 1)
    assert.match(beyond.stderr, /A tree of 12 entries has no entry 12/)
    const altered = readFileSync(ledger, 'utf8').replace('"person":"p7"', '"person":"p8"')
    const broken = postern(['ledger', 'prove', '-', '--entry', '2'], altered)
    assert.equal(broken.status, 5)
    assert.equal(broken.stdout, '')
    assert.match(broken.stderr, /not those that its last checkpoint seals/)
  })
})

describe('given a witness elsewhere', () => {
  const secret = path('witness.key')
  const memory = path('witness.memory')
  const made = postern(['witness', 'new-key', 'witness.example/w1', '--key', secret])
  const cosign = (request: string, memoryFile = memory) =>
    postern(['witness', 'cosign', '-', '--log', key, '--key', secret, '--memory', memoryFile], request)

  test('when its key is made, then the secret is its owner’s alone, and is never overwritten', () => {
    assert.match(made.stdout, /^witness\.example\/w1\+[0-9a-f]{8}\+/)
    assert.equal(statSync(secret).mode & 0o777, 0o600)
    const again = postern(['witness', 'new-key', 'witness.example/w1', '--key', secret])
    assert.equal(again.status, 2)
    assert.match(again.stderr, /A key is never overwritten/)
  })

  test('when the ledger grows, then each checkpoint is cosigned by proof from the last', async () => {
    const growing = await sampleOf(5)
    let last = ''
    for (const since of [0, 5, 8]) {
      while (since > 0 && growing.entries.length < since + 3) growing.append()
      if (since > 0) await growing.seal()
      const file = await exported(growing, 'growing.ndjson')
      const answer = cosign(postern(['ledger', 'prove', file, '--since', String(since)]).stdout)
      assert.equal(answer.status, 0, answer.stderr)
      last = answer.stdout
    }
    assert.equal(readFileSync(memory, 'utf8'), growing.checkpoints.at(-1))
    growing.checkpoints.push(growing.checkpoints.pop() + last)
    const file = await exported(growing, 'growing.ndjson')
    const verified = postern(['ledger', 'verify', file, '--key', key, '--witness', made.stdout.trim()])
    assert.match(verified.stdout, /witness witness\.example\/w1 saw 11 entries at 20/)
  })

  test('when the proof begins elsewhere, then it says from where to ask again', () => {
    const { status, stderr, stdout } = cosign(postern(['ledger', 'prove', ledger, '--since', '0']).stdout)
    assert.deepEqual({ status, stdout }, { status: 1, stdout: '' })
    assert.match(stderr, /remembers 11 entries\. .*--since 11/)
  })

  test('when the database went back and was sealed again elsewhere, then it refuses, and gives out the proof', async () => {
    const fork = openSample()
    while (fork.entries.length < 11) fork.append({ data: { another: 'story' } })
    await fork.seal()
    const same = cosign(postern(['ledger', 'prove', await exported(fork, 'fork.ndjson'), '--since', '11']).stdout)
    assert.equal(same.status, 5)
    assert.match(same.stderr, /has signed two different trees of 11 entries/)
    assert.equal(same.stderr.split(`— ${ORIGIN} `).length, 3, 'both signatures are shown')
    fork.append()
    await fork.seal()
    const longer = cosign(postern(['ledger', 'prove', await exported(fork, 'fork.ndjson'), '--since', '11']).stdout)
    assert.equal(longer.status, 5)
    assert.match(longer.stderr, /no proof leads from the 11 entries/)
    assert.equal(readFileSync(memory, 'utf8').split('\n')[1], '11', 'it remembers what it did')
  })

  test('when what it gets is no request of this ledger, then it refuses', () => {
    assert.equal(cosign('hello').status, 5)
    const unsigned = postern(['ledger', 'prove', ledger, '--since', '0']).stdout.replace(/— .*\n/, '')
    assert.equal(cosign(unsigned, path('other.memory')).status, 5)
    assert.ok(!existsSync(path('other.memory')))
  })

  test('when its own key cannot be used, then the error never shows it', () => {
    writeFileSync(path('bad.key'), readFileSync(secret, 'utf8').replace('w1', 'w2'))
    const { status, stderr } = postern([
      'witness',
      'cosign',
      '-',
      '--log',
      key,
      '--key',
      path('bad.key'),
      '--memory',
      memory,
    ])
    assert.equal(status, 2)
    assert.match(stderr, /--key: This is no signer key/)
    // PRIVATE+KEY+<name>+<hash>+<key>: base64 has plus signs, too.
    assert.ok(!stderr.includes(readFileSync(secret, 'utf8').trim().split('+').slice(4).join('+')))
    assert.match(
      postern(['witness', 'cosign', '-', '--log', key, '--key', path('none'), '--memory', memory]).stderr,
      /ENOENT/,
    )
  })

  test('when two requests race, then one memory answers them one after another', async () => {
    const grown = await sampleOf(3)
    const first = postern(['ledger', 'prove', await exported(grown, 'race.ndjson'), '--since', '0']).stdout
    const fork = openSample()
    while (fork.entries.length < 3) fork.append({ data: { another: 'story' } })
    await fork.seal()
    const second = postern(['ledger', 'prove', await exported(fork, 'race2.ndjson'), '--since', '0']).stdout
    const both = [first, second].map((request) => {
      const args = ['witness', 'cosign', '-', '--log', key, '--key', secret, '--memory', path('race.memory')]
      const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'ignore'], env })
      child.stdin.end(request)
      return once(child, 'exit')
    })
    const codes = (await Promise.all(both)).map(([code]) => code as number).sort()
    assert.deepEqual(codes, [0, 5], 'one is cosigned, and the other story is refused')
  })
})
