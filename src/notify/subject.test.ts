import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DEFAULTS } from '../base/defaults.ts'
import type { Routing } from './routing.ts'
import { type Budget, type Change, heldBackId, type Plan, plan, type Subject } from './subject.ts'

const NOW = Date.UTC(2026, 10, 22, 3)
const ROUTING: Routing = {
  routes: [
    { channels: ['slack', 'siem'], atLeast: 'low' },
    { channels: ['mail'], atLeast: 'high', hours: { zone: 'UTC', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' } },
    { channels: ['oncall'], atLeast: 'critical' },
  ],
  emergency: ['slack', 'oncall'],
}

/** Tells one thing after another, and keeps the rows as the database would. */
function story(changes: readonly (Partial<Change> & { readonly at?: number })[]) {
  const subjects = new Map<string, Subject>()
  const budgets = new Map<string, Budget>()
  const plans: Plan[] = []
  for (const { at = NOW, ...more } of changes) {
    const change: Change = { subject: 'incident-1', kind: 'incident', weight: 'milestone', severity: 'medium', ...more }
    const counting = [...subjects.values()].filter(({ kind }) => kind === 'held-back')
    const result = plan(
      change,
      { subject: subjects.get(change.subject), budgets: [...budgets.values()], counting },
      ROUTING,
      at,
    )
    for (const subject of result.subjects) subjects.set(subject.id, subject)
    for (const budget of result.budgets) budgets.set(`${budget.channel} ${budget.severity}`, budget)
    plans.push(result)
  }
  return { subjects, plans, owed: plans.map(({ owed }) => owed) }
}

const owes = (channels: readonly string[], subject = 'incident-1', at = NOW) =>
  channels.map((channel) => ({ channel, subject, at }))

describe('who is owed what', () => {
  it('given a new incident, then the routes of its severity', () => {
    const { owed, subjects } = story([{}])
    assert.deepEqual(owed, [owes(['slack', 'siem'])])
    assert.deepEqual([subjects.get('incident-1')?.revision, subjects.get('incident-1')?.milestone], [1, 1])
  })

  it('given one that grows, then the same channels, a new revision and no new milestone', () => {
    const { owed, subjects } = story([{}, { weight: 'detail' }])
    assert.deepEqual(owed[1], owes(['slack', 'siem']))
    assert.deepEqual([subjects.get('incident-1')?.revision, subjects.get('incident-1')?.milestone], [2, 1])
  })

  it('given one that becomes worse, then more channels hear of it; outside their hours in the morning', () => {
    // 22 November 2026 is a Sunday.
    const monday = Date.UTC(2026, 10, 23, 8)
    const { owed } = story([{}, { severity: 'high' }, { severity: 'critical' }])
    assert.deepEqual(owed[1], [...owes(['mail'], 'incident-1', monday), ...owes(['slack', 'siem'])])
    assert.deepEqual(owed[2], [
      ...owes(['oncall']),
      ...owes(['slack', 'siem']),
      ...owes(['mail'], 'incident-1', monday),
    ])
  })

  it('given one that becomes harmless, then all who heard of it hear that too', () => {
    const { owed } = story([{ severity: 'critical', at: Date.UTC(2026, 10, 23, 9) }, { severity: 'info' }])
    assert.deepEqual(owed[1]?.map(({ channel }) => channel).sort(), ['mail', 'oncall', 'siem', 'slack'])
  })

  it('given an emergency account in use, then two channels at once at any hour (R31)', () => {
    const { owed } = story([{ kind: 'emergency', severity: 'low' }])
    assert.deepEqual(owed, [owes(['slack', 'oncall'])])
  })

  it('given a test of one channel, then that one', () => {
    const { owed } = story([{ kind: 'channel-test', severity: 'info', only: ['mail'] }])
    assert.deepEqual(owed, [owes(['mail'])])
  })
})

describe('a flood (R40)', () => {
  const flood = (count: number, more: Partial<Change> = {}) =>
    Array.from({ length: count }, (_, index) => ({ subject: `request-${index}`, ...more }))

  it('given 500 changes of one thing, then one job a channel', () => {
    const { owed } = story(Array.from({ length: 500 }, () => ({ weight: 'detail' as const })))
    const jobs = new Set(owed.flat().map(({ channel, subject }) => `${channel} ${subject}`))
    assert.deepEqual([...jobs], ['slack incident-1', 'siem incident-1'])
  })

  it('given 500 different things, then ten messages and one that counts the rest', () => {
    const { owed, subjects } = story(flood(500))
    const onSlack = new Set(
      owed
        .flat()
        .filter(({ channel }) => channel === 'slack')
        .map(({ subject }) => subject),
    )
    assert.equal(onSlack.size, DEFAULTS.notify.messagesMax + 1)
    const counting = subjects.get(heldBackId({ channel: 'slack', severity: 'medium', windowStart: NOW }))
    assert.equal(counting?.revision, 490)
    // People hear of it at the first, the tenth and the hundredth.
    assert.equal(counting?.milestone, 100)
  })

  it('does not drown what is worse, nor an emergency account', () => {
    const { owed } = story([
      ...flood(500),
      { subject: 'worse', severity: 'critical' },
      { subject: 'em001', kind: 'emergency' },
    ])
    assert.deepEqual(
      owed.at(-2)?.map(({ channel, subject }) => `${channel} ${subject}`),
      ['slack worse', 'siem worse', 'mail worse', 'oncall worse'],
    )
    assert.deepEqual(owed.at(-1), owes(['slack', 'oncall'], 'em001'))
  })

  it('what was held back and becomes worse is told by itself', () => {
    const { owed, subjects } = story([...flood(11), { subject: 'request-10', severity: 'critical' }])
    assert.ok(owed.at(-1)?.some(({ channel, subject }) => channel === 'slack' && subject === 'request-10'))
    assert.deepEqual(subjects.get('request-10')?.heldBack, [])
  })

  it('what was held back and ends is not told', () => {
    const { owed } = story([...flood(11), { subject: 'request-10' }])
    assert.deepEqual(owed.at(-1), [])
  })

  it('after the window, messages are sent one by one again', () => {
    const { owed } = story([...flood(20), { subject: 'later', at: NOW + DEFAULTS.notify.windowMs }])
    assert.deepEqual(owed.at(-1), owes(['slack', 'siem'], 'later', NOW + DEFAULTS.notify.windowMs))
  })

  it('given a clock that was set back, then a new window rather than a closed one', () => {
    const { owed } = story([...flood(20), { subject: 'earlier', at: NOW - 86_400_000 }])
    assert.ok(owed.at(-1)?.some(({ subject }) => subject === 'earlier'))
  })
})
