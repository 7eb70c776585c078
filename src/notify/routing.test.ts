import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Hours, nextWithin } from './hours.ts'
import { NotifyError } from './notify-error.ts'
import { checkRouting, isWeakened, type Readable, type Routing } from './routing.ts'

const OFFICE: Hours = { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }
const utc = (day: number, hour: number, minute = 0) => Date.UTC(2026, 2, day, hour, minute)

describe('hours', () => {
  it('within them is now; after them is the next morning, over the weekend and the change of clocks', () => {
    // Friday 27 March 2026; summer time begins on Sunday the 29th.
    assert.equal(nextWithin(OFFICE, utc(27, 10)), utc(27, 10))
    assert.equal(nextWithin(OFFICE, utc(27, 6, 59)), utc(27, 7))
    assert.equal(nextWithin(OFFICE, utc(27, 17)), utc(30, 6))
  })

  it('hours over midnight belong to the day on which they begin', () => {
    const night: Hours = { zone: 'UTC', days: [5], from: '22:00', to: '06:00' }
    assert.equal(nextWithin(night, utc(28, 5)), utc(28, 5))
    assert.equal(nextWithin(night, utc(28, 6)), utc(34, 22))
    assert.equal(nextWithin({ ...night, days: [7] }, utc(30, 3)), utc(30, 3))
  })

  it('hours shorter than a quarter are found', () => {
    assert.equal(nextWithin({ zone: 'UTC', days: [1], from: '09:04', to: '09:06' }, utc(27, 10)), utc(30, 9, 4))
  })

  it('the same hour all day is the whole day', () => {
    assert.equal(nextWithin({ zone: 'UTC', days: [1], from: '00:00', to: '00:00' }, utc(30, 23, 59)), utc(30, 23, 59))
  })
})

const CHANNELS: readonly Readable[] = [
  { id: 'teams', readWith: 'entra' },
  { id: 'mail', readWith: 'entra' },
  { id: 'pager', readWith: 'none' },
]
const ROUTING: Routing = {
  routes: [
    { channels: ['teams'], atLeast: 'medium', hours: OFFICE },
    { channels: ['pager'], atLeast: 'critical' },
  ],
  emergency: ['teams', 'pager'],
}

describe('routing', () => {
  const refuses = (value: unknown, code: string, message: RegExp) =>
    assert.throws(
      () => checkRouting(value, CHANNELS, 'entra'),
      (error: unknown) => error instanceof NotifyError && error.code === code && message.test(error.message),
    )

  it('is taken when critical news and emergency accounts always reach somebody', () => {
    assert.equal(checkRouting(ROUTING, CHANNELS, 'entra'), ROUTING)
  })

  it('needs two channels for emergency accounts, one of them outside the provider (rule 18)', () => {
    refuses({ ...ROUTING, emergency: ['pager'] }, 'ERR_ROUTING_INVALID', /malformed at \/emergency/)
    refuses({ ...ROUTING, emergency: ['teams', 'mail'] }, 'ERR_ROUTING_INVALID', /read by signing in to entra/)
  })

  it('does not let critical news wait for a morning', () => {
    refuses(
      { ...ROUTING, routes: [{ channels: ['teams'], atLeast: 'info', hours: OFFICE }] },
      'ERR_ROUTING_INVALID',
      /at any hour/,
    )
  })

  it('names only what is there', () => {
    refuses({ ...ROUTING, emergency: ['pager', 'fax'] }, 'ERR_CHANNEL_UNKNOWN', /channel fax/)
    const nowhere = { ...OFFICE, zone: 'Nowhere/Town' }
    refuses(
      { ...ROUTING, routes: [...ROUTING.routes, { channels: ['mail'], atLeast: 'low', hours: nowhere }] },
      'ERR_ROUTING_INVALID',
      /time zone/,
    )
  })
})

describe('a change of routing is a weakening (rule 24)', () => {
  const [teams, pager] = ROUTING.routes as [Routing['routes'][number], Routing['routes'][number]]
  const changes: readonly (readonly [string, Routing, boolean])[] = [
    ['nothing', ROUTING, false],
    ['one route more', { ...ROUTING, routes: [...ROUTING.routes, { channels: ['mail'], atLeast: 'low' }] }, false],
    ['the order', { ...ROUTING, routes: [pager, teams], emergency: ['pager', 'teams'] }, false],
    ['hours dropped', { ...ROUTING, routes: [{ channels: ['teams'], atLeast: 'medium' }, pager] }, false],
    ['a lower threshold', { ...ROUTING, routes: [{ ...teams, atLeast: 'low' }, pager] }, false],
    ['a higher threshold', { ...ROUTING, routes: [{ ...teams, atLeast: 'high' }, pager] }, true],
    ['hours added', { ...ROUTING, routes: [teams, { ...pager, hours: OFFICE }] }, true],
    ['other hours', { ...ROUTING, routes: [{ ...teams, hours: { ...OFFICE, from: '07:00' } }, pager] }, true],
    ['a route less', { ...ROUTING, routes: [pager] }, true],
    ['another channel', { ...ROUTING, routes: [{ ...teams, channels: ['mail'] }, pager] }, true],
    ['emergency told elsewhere', { ...ROUTING, emergency: ['mail', 'pager'] }, true],
  ]
  for (const [what, after, weaker] of changes) {
    it(`${what}: ${weaker ? 'yes' : 'no'}`, () => assert.equal(isWeakened(ROUTING, after), weaker))
  }
})
