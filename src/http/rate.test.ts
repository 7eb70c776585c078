import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { anyone, machine } from './access.ts'
import { Nothing } from './answer.ts'
import { type Rate, rateLimiter, sourceOf } from './rate.ts'
import { route } from './route.ts'
import { sampleRoutes } from './sample-routes.ts'
import { bearer, session, withServer } from './sample-server.ts'

const anyRate: fc.Arbitrary<Rate> = fc.record({
  count: fc.integer({ min: 1, max: 20 }),
  perMs: fc.integer({ min: 100, max: 10_000 }),
})

describe('a rate limiter', () => {
  it('given any rate and any pauses, then in no span are more let through than a full measure and what has flowed back', () => {
    holds(
      fc.property(anyRate, fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 80 }), (rate, pauses) => {
        let now = 0
        const limiter = rateLimiter(() => now, 100)
        const taken: number[] = []
        for (const pause of pauses) {
          now += pause
          if (limiter.take('key', rate) === undefined) taken.push(now)
        }
        taken.forEach((from, i) => {
          taken.slice(i).forEach((to, n) => {
            assert.ok(n + 1 <= rate.count + ((to - from) * rate.count) / rate.perMs + 1e-6)
          })
        })
      }),
      300,
    )
  })

  it('given a full measure at once, then exactly so many go through, and after the wait told the next one does', () => {
    holds(
      fc.property(anyRate, (rate) => {
        let now = 5
        const limiter = rateLimiter(() => now, 100)
        for (let i = 0; i < rate.count; i++) assert.equal(limiter.take('key', rate), undefined, `${i}`)
        const wait = limiter.take('key', rate)
        assert.ok(wait !== undefined && wait > 0)
        now += wait
        assert.equal(limiter.take('key', rate), undefined)
        assert.notEqual(limiter.take('key', rate), undefined)
      }),
      300,
    )
  })

  it('given more keys than are kept, then those that owe nothing are forgotten first, and then the oldest', () => {
    let now = 0
    const limiter = rateLimiter(() => now, 10)
    const slow = { count: 1, perMs: 3_600_000 }
    const quick = { count: 100, perMs: 1000 }
    limiter.take('in debt', slow)
    for (let i = 0; i < 9; i++) limiter.take(`quick ${i}`, quick)
    now = 5000
    for (let i = 0; i < 9; i++) limiter.take(`new ${i}`, quick)
    assert.notEqual(limiter.take('in debt', slow), undefined)
    // When all of them are in debt, the oldest goes.
    for (let i = 0; i < 1000; i++) limiter.take(`flood ${i}`, slow)
    assert.equal(limiter.take('in debt', slow), undefined)
    assert.equal(limiter.take('flood 0', slow), undefined)
    assert.notEqual(limiter.take('flood 999', slow), undefined)
  })

  it('given a clock that was set back by a day, then nobody waits longer than the rate says', () => {
    let now = 86_400_000
    const limiter = rateLimiter(() => now, 10)
    const rate = { count: 1, perMs: 1000 }
    limiter.take('key', rate)
    now = 0
    const wait = limiter.take('key', rate)
    assert.ok(wait !== undefined && wait <= 1000)
  })
})

describe('sourceOf', () => {
  it('given addresses of one host, then they are one source: IPv4 as IPv6, and an IPv6 network of 64 bits', () => {
    assert.equal(sourceOf('::ffff:203.0.113.9'), sourceOf('203.0.113.9'))
    assert.notEqual(sourceOf('203.0.113.8'), sourceOf('203.0.113.9'))
    assert.equal(sourceOf('2001:db8::1'), sourceOf('2001:DB8:0:0:ffff::2'))
    assert.notEqual(sourceOf('2001:db8::1'), sourceOf('2001:db8:0:1::1'))
    assert.equal(sourceOf('nonsense'), 'unknown')
  })
})

describe('limits at the door', () => {
  const perAddress = { count: 3, perMs: 60_000 }
  const perCaller = { count: 3, perMs: 60_000 }

  it('given an address that used up its measure, then strangers from there wait, and those we know do not', async () => {
    await withServer({ routes: sampleRoutes(() => undefined), limits: { perAddress } }, async ({ call, at }) => {
      const stranger = () => call('/organisations/acme/lockouts', { headers: bearer('guess') })
      assert.deepEqual(
        [(await stranger()).status, (await stranger()).status, (await call('/nowhere')).status],
        [401, 401, 404],
      )
      const refused = await stranger()
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('retry-after'), '20')
      assert.equal((await call('/nowhere')).status, 429)
      assert.equal((await call('/healthz')).status, 429)
      // The desk sits behind the same address.
      const desk = await call('/organisations/acme/lockouts', {
        headers: session(at.console, 'console', 'ana-session'),
      })
      assert.equal(desk.status, 200)
    })
  })

  it('given a caller who used up their measure, then they wait, and others do not', async () => {
    await withServer({ routes: sampleRoutes(() => undefined), limits: { perCaller } }, async ({ call }) => {
      const reader = () => call('/organisations/acme/lockouts', { headers: bearer('reader-token') })
      for (let i = 0; i < 3; i++) assert.equal((await reader()).status, 200)
      assert.equal((await reader()).status, 429)
      assert.equal((await call('/metrics', { headers: bearer('metrics-token') })).status, 200)
    })
  })

  it('given what a call is about, then it is limited by that too, from wherever it comes', async () => {
    await withServer({ routes: sampleRoutes(() => undefined) }, async ({ call }) => {
      const ask = (who: string) =>
        call('/help', {
          on: 'portal',
          method: 'POST',
          body: `who=${who}`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      assert.deepEqual(
        [(await ask('ana')).status, (await ask('ana')).status, (await ask('ana')).status],
        [303, 303, 429],
      )
      assert.equal((await ask('tom')).status, 303)
    })
  })

  it('given a route with a rate of its own, then it counts by itself', async () => {
    const strict = route({
      method: 'GET',
      path: '/strict',
      on: 'console',
      access: anyone('a test'),
      summary: 'Once a minute.',
      rates: { perAddress: { count: 1, perMs: 60_000 } },
      answers: { 204: Nothing },
      handle: async () => ({ status: 204 }),
    })
    await withServer({ routes: [strict] }, async ({ call }) => {
      assert.deepEqual([(await call('/strict')).status, (await call('/strict')).status], [204, 429])
      assert.equal((await call('/healthz')).status, 200)
    })
  })

  it('given another limiter, such as one that several servers share, then it is the one asked', async () => {
    const asked: string[] = []
    const rates = {
      take: (key: string) => {
        asked.push(key)
        return undefined
      },
    }
    const own = route({
      method: 'GET',
      path: '/own',
      on: 'console',
      access: [machine('lockouts:read')],
      summary: 'A test.',
      answers: { 204: Nothing },
      handle: async () => ({ status: 204 }),
    })
    await withServer({ routes: [own], rates }, async ({ call }) => {
      await call('/own', { headers: bearer('reader-token') })
      await call('/own')
      assert.deepEqual(asked, ['machine reader ', 'address 127.0.0.1 '])
    })
  })
})
