import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Check } from './check.ts'
import { describeChecks, examine, isWell } from './doctor.ts'
import type { World } from './world.ts'

const NOW = Date.UTC(2026, 1, 23, 12)
const HOUR_MS = 3_600_000
const GIB = 2 ** 30

const ENVIRONMENT = {
  POSTERN_URL: 'https://postern.example',
  POSTERN_DATA: '/srv/data',
  POSTERN_KEYS: '/etc/postern/keys',
  POSTERN_BACKUPS: '/mnt/backups',
}

/** A server on which all is well, but for what is said. */
function world(but: Partial<World> = {}): World {
  const devices: Readonly<Record<string, number>> = { '/srv/data': 1, '/etc/postern/keys': 2, '/mnt/backups': 3 }
  return {
    now: NOW,
    addressOf: async () => '192.0.2.7',
    certificateEnds: async () => NOW + 60 * 24 * HOUR_MS,
    disk: async (path) => ({ free: 50 * GIB, all: 100 * GIB, device: devices[path] ?? 9 }),
    modeOf: () => 0o700,
    backupsIn: async (folder) => [{ path: `${folder}/b`, time: NOW - 5 * HOUR_MS }],
    isClockKept: async () => true,
    fetch: async () => Response.json({ status: 'ok', failed: [] }),
    ...but,
  }
}

async function found(name: string, but: Partial<World>, environment = {}): Promise<Check | undefined> {
  const checks = await examine({ ...ENVIRONMENT, ...environment }, world(but))
  return checks.find((check) => check.name === name)
}

describe('the doctor', () => {
  it('given a server on which all is well, then every check is good', async () => {
    const checks = await examine(ENVIRONMENT, world())
    assert.deepEqual([...new Set(checks.map(({ state }) => state))], ['good'])
    assert.ok(isWell(checks))
  })

  const troubles: readonly (readonly [string, string, Partial<World>, Check['state'], object?])[] = [
    ['a name without an address', 'name', { addressOf: () => Promise.reject(new Error('ENOTFOUND')) }, 'bad'],
    [
      'a certificate that ends soon',
      'certificate',
      { certificateEnds: async () => NOW + 3 * 24 * HOUR_MS },
      'doubtful',
    ],
    ['a certificate of another name', 'certificate', { certificateEnds: () => Promise.reject(new Error('no')) }, 'bad'],
    ['a clock that nobody keeps', 'clock', { isClockKept: async () => false }, 'bad'],
    ['keys that others may read', 'keys', { modeOf: () => 0o755 }, 'bad'],
    [
      'a keeper that everybody may ask',
      'keys',
      { modeOf: (path) => (path === '/run/keeper' ? 0o666 : undefined) },
      'bad',
      { POSTERN_KEEPER: '/run/keeper' },
    ],
    ['a keeper that is not there', 'keys', { modeOf: () => undefined }, 'bad', { POSTERN_KEEPER: '/run/keeper' }],
    [
      'keys that were left behind beside a keeper',
      'keys',
      { modeOf: () => 0o660 },
      'doubtful',
      { POSTERN_KEEPER: '/run/keeper' },
    ],
    ['a full disk', 'disk', { disk: async () => ({ free: GIB, all: 100 * GIB, device: 1 }) }, 'bad'],
    ['an old backup', 'backup', { backupsIn: async () => [{ path: 'b', time: NOW - 30 * HOUR_MS }] }, 'bad'],
    [
      'a backup on the same disk',
      'backup',
      { disk: async () => ({ free: 50 * GIB, all: 100 * GIB, device: 1 }) },
      'doubtful',
    ],
    ['no backup at all', 'backup', {}, 'bad', { POSTERN_BACKUPS: '' }],
    [
      'a server that is not ready',
      'server',
      { fetch: async () => Response.json({ failed: ['ledger'] }, { status: 503 }) },
      'bad',
    ],
    ['no server', 'server', { fetch: () => Promise.reject(new TypeError('fetch failed')) }, 'doubtful'],
  ]
  for (const [what, name, but, state, environment] of troubles) {
    it(`given ${what}, then ${name} is ${state} and says what to do`, async () => {
      const check = await found(name, but, environment)
      assert.equal(check?.state, state)
      assert.ok((check?.next ?? '').length > 10)
    })
  }

  it('given settings that are wrong, then they are named, and nothing else is looked at', async () => {
    const checks = await examine({ PORT: 'x', POSTERN_LOG_LEVEL: 'loud' }, world())
    assert.equal(
      describeChecks(checks),
      '✗ settings     PORT is wrong\n               → It must be a port from 0 (any free one) to 65535.\n' +
        '✗ settings     POSTERN_LOG_LEVEL is wrong\n               → It must be error, warn, info, debug.\n',
    )
    assert.ok(!isWell(checks))
  })
})
