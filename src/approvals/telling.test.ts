import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Change } from './change.ts'
import type { ChangeNotice } from './notices.ts'
import { describeChange, toldOfChange } from './telling.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const CHANGE = { id: 'c1', kind: 'source-closed', by: 'ada', weakens: true, until: NOON } as Change

const notice = (type: string): ChangeNotice =>
  ({ organisation: 'acme', to: ['ada', 'bo'], change: CHANGE, fact: { type, data: {} } }) as unknown as ChangeNotice

describe('a change that weakens', () => {
  it('given that it is proposed, then every administrator is told, by mail as well, with ids alone', () => {
    assert.deepEqual(toldOfChange(notice('change-proposed')), {
      subject: 'change:c1',
      kind: 'setting',
      weight: 'milestone',
      severity: 'high',
      also: ['person/ada', 'person/bo'],
      about: { event: 'proposed', kind: 'source-closed', by: 'ada', until: String(NOON) },
    })
  })

  it('given that a second person agreed, then it is told when it is in force, and not twice', () => {
    assert.equal(toldOfChange(notice('change-confirmed')), undefined)
    assert.equal(toldOfChange(notice('change-applied'))?.about?.event, 'applied')
  })

  it('given the message, then it has the words of its kind, a name, and a link to the changes of its organisation', async () => {
    const describeIt = describeChange([{ name: 'source-closed', summary: 'Closes a source.' }])
    const told = toldOfChange(notice('change-proposed'))!
    const asked = {
      subject: { severity: 'high', opened: NOON, changed: NOON, about: told.about },
      organisation: 'Acme',
      pagesUrl: 'https://postern.example.com/o/o1',
      nameOf: async () => 'Ada',
    }
    const said = await describeIt(undefined as never, asked as unknown as Parameters<typeof describeIt>[1])
    assert.deepEqual(said, {
      kind: 'setting',
      organisation: 'Acme',
      severity: 'high',
      opened: NOON,
      changed: NOON,
      link: 'https://postern.example.com/o/o1/changes',
      event: 'proposed',
      what: 'Closes a source.',
      by: 'Ada',
      until: NOON,
    })
  })
})
