import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { newPerson } from './sample-people.ts'
import { startSandbox } from './server.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import { emptyWorld } from './world.ts'

describe('the sandbox’s memory', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  it('given a restart, then people, log and keys are those of before, and nobody is put in twice', async () => {
    const file = join(folder, 'sandbox.json')
    const options = {
      port: 0,
      apiToken: 't',
      file,
      fill: async (world: ReturnType<typeof emptyWorld>) => {
        const about = { userName: 'ana', displayName: 'Ana', passwordHash: 'none' }
        world.people.push(await newPerson(about, 0))
      },
    }
    const first = await startSandbox(options)
    const nobody = { id: 'api', name: 'API' }
    first.log.audit({ action: 'rule.added', actor: nobody, user: null, target: 'r', address: '' })
    await first.stop()
    const second = await startSandbox(options)
    assert.deepEqual(second.world, first.world)
    assert.deepEqual(second.log.kept(), first.log.kept())
    await second.stop()
  })

  it('given a file that is no snapshot, then it is not written over', () => {
    const file = join(folder, 'other.json')
    writeFileSync(file, '{}')
    assert.throws(() => readSnapshot(file), /no snapshot/)
    writeSnapshot(file, { format: 'sandbox.snapshot/2', world: emptyWorld('t', 'k'), log: { signIns: [], audits: [] } })
    assert.equal(readSnapshot(file)?.world.tenant, 't')
  })
})
