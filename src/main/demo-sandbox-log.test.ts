import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { type LogPort, ProviderError } from '../providers/index.ts'
import { readSandboxLog } from './demo-sandbox-log.ts'

const AUDIT = { rows: [], cursor: 'start', more: false }

/** A log of rows by number, whose cursor is the last one's; and what was taken of it. */
function sample(rows: number, file = join(temporaryFolder(), 'read.json')) {
  const taken: string[] = []
  const asked: (string | undefined)[] = []
  const errors: unknown[] = []
  let fails: ProviderError | undefined
  const rowOf = (number: number) => ({
    ...{ schema: 'sandbox.sign-in/1', id: `row-${number}`, time: new Date(1_780_000_000_000).toISOString() },
    ...{ tenant: 'sandbox', code: 'signed_in', user: { id: 'a', name: 'ana' }, attempt: `${number}` },
  })
  const provider: LogPort = {
    async readLog(log, after) {
      if (log === 'audit') return AUDIT
      asked.push(after)
      if (fails !== undefined) throw fails
      const from = Number(after ?? 0)
      const to = Math.min(rows, from + 2)
      const page = Array.from({ length: to - from }, (_, index) => rowOf(from + index))
      return { rows: page, cursor: String(to), more: to < rows }
    },
  }
  const intake = {
    async take(source: string) {
      taken.push(source)
    },
  }
  const running = { house: { home: { organisation: 'o' } }, intakeOf: () => intake } as never
  const start = () =>
    readSandboxLog({
      ...{ running, provider, source: 'sandbox', tenant: 'sandbox', file, clock: () => 0 },
      onError: (error) => errors.push(error),
    })
  return {
    ...{ start, taken, asked, errors, file },
    fail(error?: ProviderError) {
      fails = error
    },
  }
}

describe('the reading of the sandbox’s log', () => {
  it('given pages, then all are taken; given a restart, then it goes on from there', async () => {
    const first = sample(5)
    const reading = first.start()
    await eventually('all rows', () => first.taken.length === 3)
    await reading.stop()
    assert.deepEqual(first.asked.slice(0, 3), [undefined, '2', '4'])
    assert.deepEqual(first.taken, ['sandbox', 'sandbox', 'sandbox'])
    const again = sample(6, first.file)
    const further = again.start()
    await eventually('the sixth row', () => again.taken.length === 1)
    await further.stop()
    assert.equal(again.asked[0], '5')
  })

  it('given a place that is gone, then it is told once, and the newest are read again', async () => {
    const there = sample(2)
    writeFileSync(there.file, '{"sign-ins":"99","audit":"start"}')
    there.fail(new ProviderError('ERR_PROVIDER_CURSOR_STALE', 'Gone.'))
    const reading = there.start()
    await eventually('two failures', () => there.asked.length >= 2)
    assert.equal(there.errors.length, 1)
    there.fail()
    await eventually('the rows', () => there.taken.length === 1)
    await reading.stop()
    assert.deepEqual(there.asked.slice(0, 2), ['99', undefined])
  })
})
