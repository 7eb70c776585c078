/** Who a row is: the rules of identity.ts, and what no row can bring about. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail } from '../../test/property.ts'
import { type Bearer, type Claim, type Identified, identify } from './identity.ts'

const anyPerson = fc.constantFrom('p1', 'p2', 'p3')
const anyBearer: fc.Arbitrary<Bearer> = fc.record({
  account: fc.constantFrom('a1', 'a2', 'a3'),
  person: anyPerson,
  provider: fc.constantFrom('entra', 'okta'),
  tenant: fc.constantFrom('t1', 't2'),
  isFresh: fc.boolean(),
})
const anyClaim: fc.Arbitrary<Claim> = fc
  .record({
    known: fc.option(fc.record({ person: anyPerson, isLinked: fc.boolean() }), { nil: undefined }),
    employees: fc.array(anyBearer, { maxLength: 3 }),
    names: fc.array(anyBearer, { maxLength: 3 }),
    isGiven: fc.boolean(),
    apart: fc.uniqueArray(anyPerson).map((people) => new Set(people)),
  })
  .map(({ isGiven, ...claim }) => ({
    account: 'a0',
    provider: 'entra',
    tenant: 't1',
    ...claim,
    hasEmployee: isGiven || claim.employees.length > 0,
  }))

/** A name or address of another provider or tenant changes nothing at all. */
function ignoresNamesElsewhere(rule: (claim: Claim) => Identified) {
  return fc.property(anyClaim, (claim) => {
    const here = claim.names.filter(({ provider, tenant }) => provider === 'entra' && tenant === 't1')
    assert.deepEqual(rule(claim), rule({ ...claim, names: here }))
  })
}

/** What joins without doubt contradicts nothing that is known. */
const contradictsNobody = fc.property(anyClaim, (claim) => {
  const { outcome, person } = identify(claim)
  if (outcome === 'doubt') return
  if (claim.known?.isLinked) assert.equal(person, claim.known.person)
  assert.ok(claim.known?.person === person || !claim.apart.has(person), 'two people said that it is not theirs')
  const employees = claim.employees.filter((one) => !claim.apart.has(one.person)).map((one) => one.person)
  if (employees.length > 0) assert.ok(employees.includes(person))
  if (claim.known === undefined) for (const employee of employees) assert.equal(person, employee)
})

/** Deleted and made again, or met under another name: whoever an id, a number or a name here points to is no new person. */
function isNobodyAnew(rule: (claim: Claim) => Identified) {
  return fc.property(anyClaim, (claim) => {
    const namesakes = claim.names.filter(({ provider, tenant }) => provider === 'entra' && tenant === 't1')
    const proposed = [...claim.employees, ...namesakes].filter((one) => !claim.apart.has(one.person))
    const people = [claim.known, ...proposed].flatMap((one) => one?.person ?? [])
    const { outcome, person } = rule(claim)
    if (people.length === 0) assert.equal(outcome, 'new')
    else assert.ok(outcome !== 'new' && (outcome === 'doubt' || people.includes(person)), `${outcome} ${person}`)
  })
}

describe('who a row is', () => {
  it('is never a new person where anything of it is somebody’s already (DESIGN §3 rule 6)', () => {
    holds(isNobodyAnew(identify), 500)
  })

  it('a rule that takes whoever was made again for somebody new, planted, is found', () => {
    const forgetful = (claim: Claim): Identified => {
      const found = identify(claim)
      return found.outcome === 'recreated' ? { outcome: 'new', person: claim.account } : found
    }
    mustFail(isNobodyAnew(forgetful), 500)
  })

  it('is never decided by a name or an address at another provider', () => {
    holds(ignoresNamesElsewhere(identify), 500)
  })

  it('a rule that joins by an equal address anywhere, planted, is found', () => {
    const byAddressAlone = (claim: Claim): Identified =>
      identify({ ...claim, names: claim.names.map((one) => ({ ...one, provider: 'entra', tenant: 't1' })) })
    mustFail(ignoresNamesElsewhere(byAddressAlone), 500)
  })

  it('without a doubt, never contradicts an employee number or an account', () => holds(contradictsNobody, 500))

  it('of an account that nobody knows, with a name that nobody had, is somebody new', () => {
    const claim = { account: 'a0', provider: 'entra', tenant: 't1', known: undefined, apart: new Set<string>() }
    assert.deepEqual(identify({ ...claim, hasEmployee: true, employees: [], names: [] }), {
      outcome: 'new',
      person: 'a0',
    })
  })
})
