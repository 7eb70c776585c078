/** What was done about an incident, told with it. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Entry } from '../ledger/index.ts'
import { doneByOthers, timelineOf } from './history.ts'

const NOON = '2026-02-23T12:00:00.000Z'

function entryBy(actor: string): Entry {
  return {
    seq: 7,
    time: NOON,
    type: 'step-ended',
    version: 1,
    stream: 'response/r1',
    actor,
    data: {},
  } as unknown as Entry
}

describe('what playbooks did about an incident', () => {
  const say = () => 'End all sessions: done.'
  const nameOf = (member: string) => (member === 'ada' ? 'Ada' : member)

  it('given a step that ran by itself, then the playbook did it', () => {
    const [done] = doneByOthers([{ entry: entryBy('system/response'), by: 'Playbook “Fatigue”', say }], nameOf)
    assert.deepEqual(done, { time: NOON, by: 'Playbook “Fatigue”', what: 'End all sessions: done.', entry: 7 })
  })

  it('given a step that a member of staff decided, then they did it', () => {
    const [done] = doneByOthers([{ entry: entryBy('staff/ada'), by: 'Playbook “Fatigue”', say }], nameOf)
    assert.equal(done?.by, 'Ada')
  })

  it('given it, then the timeline has it, too', () => {
    const done = doneByOthers([{ entry: entryBy('system/response'), by: 'Playbook “Fatigue”', say }], nameOf)
    assert.deepEqual(timelineOf([], done), [{ time: NOON, kind: 'act', text: 'End all sessions: done.' }])
  })
})
