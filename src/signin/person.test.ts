import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createPeople, personKey } from './person.ts'
import type { Provider } from './sign-in.ts'

type Row = readonly [provider: Provider, tenant: string, account: string, name: string]

/** The persons of rows, each row asked for after all were told. */
function personsOf(rows: readonly Row[]): readonly string[] {
  const people = createPeople()
  const whos = rows.map((row) => people.who(...row))
  const { persons } = people.settle()
  return whos.map((who) => persons[who]!)
}

describe('personKey', () => {
  it('given an account id, when the key is made, then it is provider, tenant and id, and the name plays no part', () => {
    assert.equal(personKey('okta', 'acme', '00u1', 'Ana@example.com'), 'okta:acme:00u1')
    assert.equal(personKey('okta', 'acme', '00u1', ''), 'okta:acme:00u1')
  })

  it('given a name only, when the key is made, then it is the marked name in lower case', () => {
    assert.equal(personKey('entra', '', '', 'Ana@Example.com'), 'entra::~ana@example.com')
  })

  it('given neither, when the key is made, then it is empty', () => {
    assert.equal(personKey('entra', 'acme', '', ''), '')
  })

  it('given texts that hold the separators, when keys are made, then different accounts have different keys', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ':', '~', '%', '%3A') })
    fc.assert(
      fc.property(fc.tuple(text, text), fc.tuple(text, text), ([tenant, account], [otherTenant, otherAccount]) => {
        fc.pre(account !== '' && otherAccount !== '' && (tenant !== otherTenant || account !== otherAccount))
        assert.notEqual(personKey('aws', tenant, account, ''), personKey('aws', otherTenant, otherAccount, ''))
        assert.notEqual(personKey('aws', tenant, account, ''), personKey('aws', tenant, '', account))
      }),
    )
  })
})

describe('people', () => {
  it('given a name that other rows give an id for, when settled, then a row without id is that person, in any case', () => {
    const persons = personsOf([
      ['okta', 't', '', 'ANA@example.com'],
      ['okta', 't', '00u1', 'ana@example.com'],
    ])
    assert.deepEqual(persons, ['okta:t:00u1', 'okta:t:00u1'])
  })

  it('given a name that two accounts have, when settled, then a row without id is nobody of the two', () => {
    const persons = personsOf([
      ['okta', 't', '00u1', 'Ana'],
      ['okta', 't', '00u2', 'ana'],
      ['okta', 't', '', 'Ana'],
    ])
    assert.deepEqual(persons, ['okta:t:00u1', 'okta:t:00u2', 'okta:t:~ana'])
  })

  it('given the same name in another tenant or at another provider, when settled, then nothing is learned from it', () => {
    const persons = personsOf([
      ['okta', 't', '00u1', 'ana'],
      ['okta', 'u', '', 'ana'],
      ['duo', 't', '', 'ana'],
    ])
    assert.deepEqual(persons.slice(1), ['okta:u:~ana', 'duo:t:~ana'])
  })

  it('given one account under several names, when settled, then it is one person', () => {
    const people = createPeople()
    const first = people.who('entra', 't', 'id-1', 'ana@example.com')
    const second = people.who('entra', 't', 'id-1', 'Ana Example')
    assert.equal(people.who('entra', 't', 'id-1', 'ana@example.com'), first)
    assert.equal(people.who('entra', 't', 'id-1', 'Ana Example'), second)
    const settled = people.settle()
    assert.equal(settled.count, 1)
    assert.deepEqual(settled.names, ['ana@example.com', 'Ana Example'])
  })

  it('given one tenant at a provider, when settled, then rows without a tenant belong to it', () => {
    const people = createPeople()
    const without = people.who('entra', '', 'id-1', 'ana')
    const withTenant = people.who('entra', 't', 'id-1', 'ana')
    people.who('okta', 'other', 'id-1', 'ana')
    const settled = people.settle()
    assert.equal(settled.tenants[without], 't')
    assert.equal(settled.persons[without], settled.persons[withTenant])
    assert.equal(settled.tenantOf('entra', ''), 't')
    assert.equal(settled.tenantOf('duo', ''), '')
  })

  it('given a tenant only in rows that concern nobody, when settled, then it counts as seen', () => {
    const people = createPeople()
    const without = people.who('entra', '', 'id-1', 'ana')
    people.nobody('entra', 't')
    assert.equal(people.settle().tenants[without], 't')
  })

  it('given several tenants, when settled, then a row without one follows its account, else its name, else stays', () => {
    const people = createPeople()
    people.who('entra', 't', 'id-1', 'ana')
    people.who('entra', 'u', 'id-2', 'tom')
    const byAccount = people.who('entra', '', 'id-2', 'ana')
    const byName = people.who('entra', '', '', 'Tom')
    const unknown = people.who('entra', '', 'id-9', 'eve')
    const { tenants } = people.settle()
    assert.deepEqual([tenants[byAccount], tenants[byName], tenants[unknown]], ['u', 'u', ''])
  })

  it('given one id in two tenants, when settled, then a row without a tenant is a person of its own', () => {
    const persons = personsOf([
      ['entra', 't', 'id-1', ''],
      ['entra', 'u', 'id-1', ''],
      ['entra', '', 'id-1', ''],
    ])
    assert.deepEqual(persons, ['entra:t:id-1', 'entra:u:id-1', 'entra::id-1'])
  })

  it('given any rows, when they come in another order and repeated, then each row has the same person', () => {
    const row = fc.tuple(
      fc.constantFrom<Provider>('entra', 'okta'),
      fc.constantFrom('', 't', 'u'),
      fc.constantFrom('', '1', '2'),
      fc.constantFrom('ana', 'Ana', 'tom', ''),
    )
    const rows = fc.array(
      row.filter(([, , account, name]) => account !== '' || name !== ''),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        rows.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some.keys(), ...some.keys()]))),
        ([some, order]) => {
          const complete = [...some, ...order.map((index) => some[index]!)]
          const expected = personsOf(some)
          const reversed = personsOf(complete.toReversed()).toReversed()
          assert.deepEqual(personsOf(complete).slice(0, some.length), expected)
          assert.deepEqual(reversed.slice(0, some.length), expected)
        },
      ),
    )
  })
})
