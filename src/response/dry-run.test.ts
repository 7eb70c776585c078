/** A dry run over much holds nobody up: others have their turn at the database, and it ends when nobody waits for it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { embedded } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { openStore, type Store } from '../store/index.ts'
import { dryRun } from './dry-run.ts'
import { parsePlaybook } from './parse-playbook.ts'
import { fatigueOf, newSampleRoom, playbookYaml } from './sample-room.ts'

const FINDINGS = 180

describe('a dry run over many findings', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  /** The room with so many findings, and how many of them each transaction looked at. */
  async function crowded() {
    const { room } = await newSampleRoom(store)
    const { db } = room.ledger
    const rows = Array.from({ length: FINDINGS }, (_, index) => {
      const finding = fatigueOf(`00u${index}`)
      const times = { first_told: NOON - index, changed: NOON }
      return { id: finding.id, kind: 'finding', body: JSON.stringify(finding), ...times } as const
    })
    await db.transaction((tx) => tx.insertInto('verdicts').values(rows).execute())
    const looked: number[] = []
    const counting = {
      ...room,
      tierOf: (...asked: Parameters<typeof room.tierOf>) => {
        looked.push((looked.pop() ?? 0) + 1)
        return room.tierOf(...asked)
      },
      ledger: {
        ...room.ledger,
        db: {
          ...db,
          transaction: ((...work: Parameters<typeof db.transaction>) => {
            looked.push(0)
            return db.transaction(...work)
          }) as typeof db.transaction,
        },
      },
    }
    return { room: counting, looked }
  }

  const parsed = parsePlaybook(playbookYaml(['end-sessions']))
  assert.ok('playbook' in parsed)
  const { playbook } = parsed

  it('looks at a few in each transaction', async () => {
    const { room, looked } = await crowded()
    assert.equal((await dryRun(room, playbook, 7, new AbortController().signal)).length, FINDINGS)
    assert.equal(
      looked.reduce((sum, count) => sum + count, 0),
      FINDINGS,
    )
    assert.ok(Math.max(...looked) <= 50, String(looked))
  })

  it('ends once nobody waits for it', async () => {
    const { room, looked } = await crowded()
    const gone = new AbortController()
    const tierOf = room.tierOf
    const leaving = {
      ...room,
      tierOf: (...asked: Parameters<typeof tierOf>) => {
        gone.abort(new Error('gone'))
        return tierOf(...asked)
      },
    }
    await assert.rejects(dryRun(leaving, playbook, 7, gone.signal), /gone/)
    assert.equal(looked.filter((count) => count > 0).length, 1)
  })
})
