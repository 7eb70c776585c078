import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { type Access, anyone, type Caller, decide, member, type Scope, STAFF_ROLES, staff, type Way } from './access.ts'

const NOW = 1_000_000
const ORGANISATIONS = ['acme', 'birch', 'cedar'] as const

const anyScope: fc.Arbitrary<Scope> = fc.record({
  organisations: fc.uniqueArray(fc.constantFrom(...ORGANISATIONS)),
  groups: fc.constant('all' as const),
  tierMax: fc.constant('standard' as const),
})
const anyRole = fc.constantFrom(...STAFF_ROLES)
const anyPermission = fc.constantFrom('lockouts:read' as const, 'cases:open' as const)
const anyCaller: fc.Arbitrary<Caller | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({
    who: fc.constant('source' as const),
    id: fc.constant('s'),
    organisation: fc.constantFrom(...ORGANISATIONS),
  }),
  fc.record({
    who: fc.constant('claimant' as const),
    id: fc.constant('c'),
    organisation: fc.constantFrom(...ORGANISATIONS),
  }),
  fc.record({ who: fc.constant('keeper' as const), id: fc.constant('k') }),
  fc.record({
    who: fc.constant('machine' as const),
    id: fc.constant('m'),
    scope: anyScope,
    permissions: fc.uniqueArray(anyPermission),
  }),
  fc.record({
    who: fc.constant('staff' as const),
    id: fc.constant('p'),
    grants: fc.array(fc.record({ role: anyRole, scope: anyScope }), { maxLength: 4 }),
    authenticatedAt: fc.integer({ min: NOW - 2000, max: NOW + 500 }),
  }),
)
const anyWay: fc.Arbitrary<Way> = fc.oneof(
  fc.constant({ who: 'source' as const }),
  fc.constant({ who: 'claimant' as const }),
  fc.constant({ who: 'keeper' as const }),
  fc.record({ who: fc.constant('machine' as const), permission: anyPermission }),
  fc.record(
    {
      who: fc.constant('staff' as const),
      roles: fc.uniqueArray(anyRole, { minLength: 1 }),
      withinMs: fc.constant(1000),
    },
    { requiredKeys: ['who', 'roles'] },
  ),
)
const anyAccess = fc.array(anyWay, { minLength: 1, maxLength: 3 }) as unknown as fc.Arbitrary<Access>
const anyOrganisation = fc.option(fc.constantFrom(...ORGANISATIONS), { nil: undefined })

describe('decide', () => {
  it('given a route for anybody on staff, then also who has no role that counts may, and nobody else', () => {
    const nobodyYet: Caller = { who: 'staff', id: 'p', grants: [], authenticatedAt: NOW }
    const mine: Access = [member()]
    assert.deepEqual(decide(mine, nobodyYet, { organisation: undefined, now: NOW }), {
      allowed: true,
      caller: nobodyYet,
      scopes: [],
    })
    const elsewhere = decide(mine, nobodyYet, { organisation: 'acme', now: NOW })
    assert.deepEqual(elsewhere, { allowed: false, because: 'ERR_NOT_FOUND' })
    const keeper = decide(mine, { who: 'keeper', id: 'k' }, { organisation: undefined, now: NOW })
    assert.deepEqual(keeper, { allowed: false, because: 'ERR_UNAUTHENTICATED' })
  })

  it('given any route and any caller, then whoever is allowed came by a way of their kind, and gets only what they had', () => {
    holds(
      fc.property(anyAccess, anyCaller, anyOrganisation, (access, caller, organisation) => {
        const decision = decide(access, caller, { organisation, now: NOW })
        if (!decision.allowed) return
        assert.ok(caller !== undefined && access.some(({ who }) => who === caller.who))
        for (const { organisations } of decision.scopes) {
          if (organisation !== undefined) assert.deepEqual(organisations, [organisation])
        }
        const roles = access.flatMap((way) => (way.who === 'staff' && way.roles !== 'any' ? way.roles : []))
        if (caller.who === 'staff') {
          const had = caller.grants
            .filter(({ role }) => roles.includes(role))
            .flatMap(({ scope }) => scope.organisations)
          assert.ok(decision.scopes.flatMap(({ organisations }) => organisations).every((name) => had.includes(name)))
        }
      }),
      2000,
    )
  })

  it('given any caller, then an organisation in which they have no part is not found, whatever the route', () => {
    holds(
      fc.property(anyAccess, anyCaller, (access, caller) => {
        const decision = decide(access, caller, { organisation: 'not-theirs', now: NOW })
        assert.ok(!decision.allowed)
        assert.ok(decision.because === 'ERR_NOT_FOUND' || decision.because === 'ERR_UNAUTHENTICATED')
      }),
      500,
    )
  })

  it('given roles elsewhere, then they admit nobody here (DESIGN §3 rule 25)', () => {
    holds(
      fc.property(anyAccess, anyCaller, fc.constantFrom(...ORGANISATIONS), (access, caller, organisation) => {
        if (caller?.who !== 'staff') return
        const here = caller.grants.filter(({ scope }) => scope.organisations.includes(organisation))
        const at = { organisation, now: NOW }
        const [all, some] = [decide(access, caller, at), decide(access, { ...caller, grants: here }, at)]
        assert.equal(all.allowed, some.allowed)
        assert.deepEqual(all.allowed && all.scopes, some.allowed && some.scopes)
      }),
      1000,
    )
  })

  it('given one way less, or one role less, then nobody is allowed who was not before', () => {
    holds(
      fc.property(anyAccess, anyCaller, anyOrganisation, (access, caller, organisation) => {
        const at = { organisation, now: NOW }
        const [first, ...rest] = access
        const [second] = rest
        if (second === undefined) return
        const fewer = decide([second, ...rest.slice(1)], caller, at)
        if (fewer.allowed) assert.ok(decide([first, ...rest], caller, at).allowed)
      }),
      1000,
    )
  })

  it('given a sign-in, then it is fresh up to the age named and not one millisecond longer, nor from the future', () => {
    const access: Access = [staff(['agent'], { withinMs: 1000 })]
    const because = (authenticatedAt: number) => {
      const scope: Scope = { organisations: ['acme'], groups: 'all', tierMax: 'standard' }
      const caller: Caller = { who: 'staff', id: 'p', grants: [{ role: 'agent', scope }], authenticatedAt }
      const decision = decide(access, caller, { organisation: undefined, now: NOW })
      return decision.allowed ? 'allowed' : decision.because
    }
    assert.equal(because(NOW), 'allowed')
    assert.equal(because(NOW - 1000), 'allowed')
    assert.equal(because(NOW - 1001), 'ERR_STEP_UP')
    assert.equal(because(NOW + 1), 'ERR_STEP_UP')
  })

  it('given a route for anyone, then nobody is anybody there: the caller is not told', () => {
    const decision = decide(anyone('a page'), { who: 'keeper', id: 'k' }, { organisation: undefined, now: NOW })
    assert.deepEqual(decision, { allowed: true, caller: { who: 'anyone' }, scopes: [] })
  })
})
