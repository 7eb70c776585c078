import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { blank, type SignIn } from '../signin/index.ts'
import { createRoster } from './roster.ts'
import { createSurroundings, type Surroundings } from './surroundings.ts'

const MONDAY = Date.UTC(2026, 5, 1, 9)
const HOUR_MS = 3_600_000

function row(person: string, ip: string, fields: Partial<SignIn> = {}): SignIn {
  const said = { time: MONDAY, activity: 'sign-in', outcome: 'success', complete: true } as const
  return { ...blank(), ...said, person, account: person, name: `${person}@example.com`, ip, ...fields }
}

/** As the diagnosis does it: judged first, then learned from. */
function meet(surroundings: Surroundings, signIn: SignIn): void {
  surroundings.about(signIn)
  surroundings.learn(signIn)
}

const anyRow = fc
  .record({
    person: fc.constantFrom('ana', 'ben', 'cem', 'dora'),
    place: fc.nat(5),
    complete: fc.boolean(),
    activity: fc.constantFrom('sign-in' as const, 'prompt' as const, 'change' as const),
  })
  .map(({ person, place, ...fields }) => row(person, `203.0.113.${place}`, fields))

const ATTACKER = '198.51.100.66'

describe('an attacker’s address', () => {
  it('given any sign-ins, when some come from a tainted address, then it never becomes anybody’s own, nor shared', () => {
    const anyTaintedRow = fc
      .tuple(anyRow, fc.boolean())
      .map(([one, tainted]) => (tainted ? { ...one, ip: ATTACKER } : one))
    holds(
      fc.property(fc.array(anyTaintedRow, { maxLength: 40, size: 'max' }), (rows) => {
        const surroundings = createSurroundings()
        surroundings.taint(ATTACKER)
        for (const one of rows) meet(surroundings, one)
        for (const person of ['ana', 'ben', 'cem', 'dora']) {
          const { familiarity, tainted, shared } = surroundings.about(row(person, ATTACKER))
          assert.notEqual(familiarity, 'own')
          assert.deepEqual([tainted, shared], [true, false])
          assert.ok(surroundings.usualOf(person)?.knowsAddress(ATTACKER) !== true)
        }
      }),
      200,
    )
  })

  it('given no address at all, then it cannot be tainted', () => {
    const surroundings = createSurroundings()
    surroundings.taint('')
    assert.equal(surroundings.about(row('ana', '')).tainted, false)
  })
})

describe('what is learned', () => {
  it('given any rows, then an address is own exactly if somebody got in from its network, and shared from three on', () => {
    holds(
      fc.property(fc.array(anyRow, { maxLength: 30, size: 'max' }), anyRow, (rows, next) => {
        const surroundings = createSurroundings()
        for (const one of rows) meet(surroundings, one)
        const gotIn = rows.filter(({ complete, activity }) => complete && activity === 'sign-in')
        const { familiarity, shared } = surroundings.about(next)
        // All addresses here are of one network.
        assert.equal(
          familiarity === 'own',
          gotIn.some(({ person }) => person === next.person),
        )
        assert.equal(shared, new Set(gotIn.map(({ person }) => person)).size >= 3)
      }),
      300,
    )
  })

  it('given a stranger who gets in from one place as three people, then the place is not a shared one', () => {
    const surroundings = createSurroundings()
    const abroad = { country: 'XK', client: 'curl/8' }
    for (const person of ['ana', 'ben', 'cem']) {
      for (let n = 0; n < 3; n++) meet(surroundings, row(person, `192.0.2.${n}`, { country: 'DE', client: 'Firefox' }))
      assert.equal(surroundings.about(row(person, ATTACKER, abroad)).familiarity, 'foreign')
      meet(surroundings, row(person, ATTACKER, abroad))
    }
    assert.equal(surroundings.about(row('dora', ATTACKER)).shared, false)
  })

  it('given colleagues who are at home and at a far exit within the hour, then the exit is the organisation’s tunnel', () => {
    const surroundings = createSurroundings()
    const berlin = { latitude: 52.5, longitude: 13.4, country: 'DE' }
    const sydney = { latitude: -33.9, longitude: 151.2, country: 'AU' }
    const exit = '192.0.2.250'
    for (let day = 0; day < 3; day++) {
      for (const [index, person] of ['ana', 'ben', 'cem'].entries()) {
        const time = MONDAY + day * 24 * HOUR_MS
        meet(surroundings, row(person, `198.51.${index}.1`, { ...berlin, time, device: `laptop of ${person}` }))
        meet(surroundings, row(person, exit, { ...sydney, time: time + HOUR_MS, device: `laptop of ${person}` }))
      }
    }
    const { shared, tunnel } = surroundings.about(row('dora', exit))
    assert.deepEqual([shared, tunnel], [true, true])
    assert.equal(surroundings.about(row('dora', '198.51.0.1')).tunnel, false)
  })
})

describe('people', () => {
  it('given a row that concerns nobody, then nobody is met', () => {
    const surroundings = createSurroundings()
    assert.equal(surroundings.about(row('', ATTACKER)).person, undefined)
    assert.equal(surroundings.people, 0)
  })

  it('given a name in other letters, then it is the same person; the first label stays', () => {
    const surroundings = createSurroundings()
    meet(surroundings, row('ana', '192.0.2.1', { name: 'Ana@example.com' }))
    meet(surroundings, row('ana', '192.0.2.1', { name: 'ana.new@example.com' }))
    assert.equal(surroundings.byName('aNA@EXAMPLE.com')?.key, 'ana')
    assert.equal(surroundings.person('ana')?.name, 'Ana@example.com')
  })

  it('given rows that name an account by its id alone, when a later one has the name, then it is the person’s from there on', () => {
    const surroundings = createSurroundings()
    meet(surroundings, row('17', '', { account: '17', name: '' }))
    assert.equal(surroundings.person('17')?.name, '17')
    meet(surroundings, row('17', '', { account: '17', name: 'breakglass1@example.com' }))
    const person = surroundings.person('17')
    assert.deepEqual([person?.name, person?.emergency], ['breakglass1@example.com', true])
    assert.equal(surroundings.byName('breakglass1@example.com'), person)
  })

  it('given a name that says break-glass, or one on the operator’s list, then it is an emergency account', () => {
    const surroundings = createSurroundings(
      createRoster(({ name }) => new Set(['key@example.com']).has(name.toLowerCase())),
    )
    const isEmergency = (name: string) => surroundings.about(row(name, '', { name })).person?.emergency
    for (const name of ['breakglass1@example.com', 'EM001@example.com', 'Key@example.com']) {
      assert.equal(isEmergency(name), true, name)
    }
    for (const name of ['emma@example.com', 'em@example.com', 'keyes@example.com']) {
      assert.equal(isEmergency(name), false, name)
    }
  })
})
