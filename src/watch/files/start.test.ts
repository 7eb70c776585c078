import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { embedded, temporaryFolder } from '../../../test/engines.ts'
import { eventually } from '../../../test/eventually.ts'
import { openStore, type Store } from '../../store/index.ts'
import { createDeliveryReader, createIntakeOf, type FileSource, readFileSources, startFileSources } from '../index.ts'
import { lines, NOON, newOrganisation, refusal, type SampleOrganisation } from '../sample-organisation.ts'

const ORGANISATION = '3f0c9e6a-1b2c-4d5e-8f90-a1b2c3d4e5f6'
const GOOD = {
  organisation: ORGANISATION,
  id: 'kc',
  name: 'Keycloak',
  tenant: 'acme',
  kind: 'tail',
  path: '/var/log/kc.log',
}

describe('settings of files to read', () => {
  it('given good ones, then they are what they are', () => {
    assert.deepEqual(readFileSources([GOOD]), [GOOD])
    assert.deepEqual(readFileSources([]), [])
  })

  it('given wrong ones, then it is said where', () => {
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [undefined, /At the top/],
      [[{ ...GOOD, kind: 'push' }], /At \/0/],
      [[{ ...GOOD, more: 1 }], /At/],
      [[{ ...GOOD, organisation: 'acme' }], /At \/0\/organisation/],
      [[{ ...GOOD, path: 'kc.log' }], /The path of kc is not absolute/],
      [[GOOD, { ...GOOD, name: 'Other' }], /Two have the id kc/],
    ]
    for (const [settings, message] of wrong) {
      assert.throws(() => readFileSources(settings), { code: 'ERR_FILE_SOURCES', message })
    }
  })
})

describe('a server that follows files', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  /** `tick` makes every timer go off that is set. */
  function start(made: SampleOrganisation, settings: readonly FileSource[]) {
    const intake = createIntakeOf(made)
    const timers = new Set<() => void>()
    const problems: unknown[] = []
    const options = {
      store,
      reader: createDeliveryReader(),
      intakeOf: () => intake,
      sealerOf: () => made.sealer,
      settings,
      clock: () => NOON,
      timer: (run: () => void) => {
        timers.add(run)
        return () => timers.delete(run)
      },
      onProblem: (_source: FileSource, error: unknown) => void problems.push(error),
    }
    const tick = (): void => {
      for (const run of timers) {
        timers.delete(run)
        run()
      }
    }
    return { started: startFileSources(options), tick, timers, problems }
  }

  it('given a file and a folder, then they are sources in the ledger, and what comes into them is kept', async () => {
    const made = await newOrganisation(store)
    const folder = temporaryFolder()
    const drop = join(folder, 'drop')
    mkdirSync(drop)
    const of = { organisation: made.db.organisation, tenant: 'northwind' }
    const settings: FileSource[] = [
      { ...of, id: 'log', name: 'Log', kind: 'tail', path: join(folder, 'log') },
      { ...of, id: 'drop', name: 'Drop', kind: 'folder', path: drop },
    ]
    const { started, tick, timers } = start(made, settings)
    const running = await started
    writeFileSync(join(folder, 'log'), lines(refusal(0)))
    writeFileSync(join(drop, 'export.json'), JSON.stringify([refusal(1)]))
    await eventually('both rows are kept', async () => {
      tick()
      const rows = await made.db.transaction((tx) => tx.selectFrom('sign_ins').select('time').execute())
      return rows.length === 2
    })
    await running.stop()
    assert.equal(timers.size, 0)
    const sources = await made.db.transaction((tx) =>
      tx.selectFrom('sources').select(['id', 'kind', 'token_hash']).orderBy('id').execute(),
    )
    assert.deepEqual(sources, [
      { id: 'drop', kind: 'folder', token_hash: null },
      { id: 'log', kind: 'tail', token_hash: null },
    ])
    // Started again, they are the same sources; with another tenant they are not.
    await (await start(made, settings).started).stop()
    const others = settings.map((source) => ({ ...source, tenant: 'other' }))
    await assert.rejects(start(made, others).started, { code: 'ERR_SOURCE_DIFFERENT' })
    const named = settings.map((source) => ({ ...source, id: `${source.id}2` }))
    await assert.rejects(start(made, named).started, { code: 'ERR_SOURCE_NAME_TAKEN' })
  })

  it('given a folder that is not there, then it is told once, and again after it was well', async () => {
    const made = await newOrganisation(store)
    const path = join(temporaryFolder(), 'drop')
    const source = {
      organisation: made.db.organisation,
      tenant: 't',
      id: 'drop',
      name: 'Drop',
      kind: 'folder',
      path,
    } as const
    const { started, tick, timers, problems } = start(made, [source])
    const running = await started
    const pass = async (): Promise<void> => {
      await eventually('the next look is set', () => timers.size === 1)
      tick()
      await eventually('the next look is set', () => timers.size === 1)
    }
    await pass()
    assert.equal(problems.length, 1)
    mkdirSync(path)
    await pass()
    rmSync(path, { recursive: true })
    await pass()
    await pass()
    assert.equal(problems.length, 2)
    await running.stop()
  })
})
