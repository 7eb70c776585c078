import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLog } from '../http/index.ts'
import { createBackingUp } from './backing-up.ts'

const log = createLog({ clock: () => 0, level: 'fatal' })

describe('a backup that is being made', () => {
  it('given the embedded database, then the server is not ready until it is done, or has failed', async () => {
    const backingUp = createBackingUp({ log, isAlone: true })
    backingUp.refuse()
    await backingUp.run(async () => assert.throws(() => backingUp.refuse(), /A backup is being written/))
    backingUp.refuse()
    await assert.rejects(backingUp.run(() => Promise.reject(new Error('disk full'))))
    backingUp.refuse()
  })

  it('given PostgreSQL, then nobody waits', async () => {
    const backingUp = createBackingUp({ log, isAlone: false })
    await backingUp.run(async () => backingUp.refuse())
  })
})
