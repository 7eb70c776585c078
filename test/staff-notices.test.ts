/** The two rooms do not know each other: what staff/ says and what notify/ tells must not drift apart. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { changeOfStaff, STAFF_EVENTS } from '../src/notify/index.ts'
import { noticeOwed, STAFF_ENTRIES, type StaffFact } from '../src/staff/index.ts'
import { NOBODY } from '../src/staff/staff.ts'

it('every fact about staff that somebody has to hear of has its notice', () => {
  const told = Object.keys(STAFF_ENTRIES).filter(
    (type) =>
      noticeOwed({ before: NOBODY, after: NOBODY, home: 'northwind' }, { type, data: {} } as StaffFact) !== undefined,
  )
  assert.deepEqual(told.toSorted(), [...STAFF_EVENTS].toSorted())
})

it('a notice of staff goes to its channels and to each member, with ids and nothing else of the fact', () => {
  const fact = {
    type: 'staff-confirmed',
    data: { at: 1, proposal: 'p1', subject: 'tom', by: 'ada', half: 'h'.repeat(43), countsFrom: 5, until: 9 },
  } as const
  assert.deepEqual(changeOfStaff({ to: ['ada', 'tom'], fact }, 'n1'), {
    subject: 'staff:n1',
    kind: 'staff',
    weight: 'milestone',
    severity: 'medium',
    also: ['person/ada', 'person/tom'],
    about: { event: 'staff-confirmed', person: 'tom', by: 'ada', countsFrom: '5' },
  })
  assert.equal(changeOfStaff({ to: [], fact: { type: 'set-up-opened', data: {} } }, 'n2'), undefined)
})
