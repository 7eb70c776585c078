import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { blank, METHODS, type SignIn } from '../signin/index.ts'
import { fingerprint } from './fingerprint.ts'
import { clientKind, createUsuals, type Usual } from './usual.ts'

const NOON = Date.UTC(2026, 5, 1, 12)
/** More than a page of them. */
const PEOPLE = 600

function signIn(fields: Partial<SignIn> = {}): SignIn {
  return { ...blank(), time: NOON, activity: 'sign-in', outcome: 'success', complete: true, ...fields }
}

/** So many different devices and places that a person's memory is too short for all of them. */
const anySignIn: fc.Arbitrary<SignIn> = fc
  .record({
    time: fc.nat(23).map((hour) => NOON + hour * 3_600_000),
    device: fc.nat(15).map((n) => (n === 0 ? '' : `laptop ${n}`)),
    client: fc.constantFrom('', 'Firefox 140 Windows', 'Firefox 141.0.2 Windows', 'Safari 18 iPhone', 'curl/8.5'),
    ip: fc.tuple(fc.nat(15), fc.nat(2)).map(([net, host]) => (net === 0 ? '' : `192.0.${net}.${host}`)),
    country: fc.constantFrom('', 'DE', 'FR', 'XK'),
    asn: fc.constantFrom(0, 64_500, 64_501, 4_294_967_295),
    method: fc.constantFrom(...METHODS),
    proved: fc.boolean(),
  })
  .map(signIn)

const anyHistory = fc.array(anySignIn, { maxLength: 60, size: 'max' })

/** The last twelve different things that were said, the newest first. */
function lastTwelve(said: readonly string[]): ReadonlySet<string> {
  return new Set([...new Set(said.filter((one) => one !== '').toReversed())].slice(0, 12))
}

/** What is asked of `usual` about a row, beside what the whole history answers. */
function answers(usual: Usual, history: readonly SignIn[], row: SignIn): [unknown, unknown][] {
  const last = (of: (signIn: SignIn) => string): ReadonlySet<string> => lastTwelve(history.map(of))
  const network = ({ ip }: SignIn): string => ip.split('.').slice(0, 3).join('.')
  const kind = ({ client }: SignIn): string => clientKind(client)
  const operator = ({ asn }: SignIn): string => (asn === 0 ? '' : String(asn))
  return [
    [usual.knowsDevice(row.device), last(({ device }) => device).has(row.device)],
    [usual.knowsClient(row.client), last(kind).has(kind(row))],
    [usual.knowsAddress(row.ip), last(({ ip }) => ip).has(row.ip)],
    [usual.knowsNetworkOf(row.ip), last(network).has(network(row))],
    [usual.knowsCountry(row.country), last(({ country }) => country).has(row.country)],
    [usual.knowsOperator(row.asn), last(operator).has(operator(row))],
    [usual.devices, last(({ device }) => device).size],
    [usual.clients, last(kind).size],
    [usual.countries, last(({ country }) => country).size],
    [usual.signIns, history.length],
    [usual.first, history.at(0)?.time ?? Number.NaN],
    [usual.last, history.at(-1)?.time ?? Number.NaN],
    [usual.hours, history.reduce((bits, { time }) => bits | (1 << new Date(time).getUTCHours()), 0)],
    [usual.secondStep, history.some(({ proved, method }) => proved || method === 'claim')],
  ]
}

const remembers = fc.property(anyHistory, anySignIn, (history, row) => {
  const usual = createUsuals()()
  for (const one of history) usual.learn(one)
  for (const [told, expected] of answers(usual, history, row)) assert.equal(told, expected)
})

describe('what is usual', () => {
  it('given any history, then what is known is the last twelve of each, and nothing that was not said', () => {
    holds(remembers, 500)
  })

  it('given planted mistakes, then each is caught', () => {
    whileWrong(DEFAULTS.usual, { kept: 11 }, () => mustFail(remembers, 500))
    whileWrong(DEFAULTS.usual, { kept: 1 }, () => mustFail(remembers, 500))
  })

  it('given many people who learn in turns, then nobody learns from another', () => {
    const add = createUsuals()
    const people = Array.from({ length: PEOPLE }, add)
    const rowOf = (n: number, round: number): SignIn =>
      signIn({ device: `d${n} ${round}`, ip: `10.${n >> 8}.${n & 255}.${round}`, asn: n + 1 })
    // So many that everybody moves into larger rooms, and into such as others have left.
    const rounds = 20
    for (let round = 0; round < rounds; round++) {
      for (const [n, usual] of people.entries()) if (round < 2 || n % 3 < 2) usual.learn(rowOf(n, round))
      if (round === 2) for (let more = 0; more < PEOPLE; more++) people.push(add())
    }
    for (const [n, usual] of people.entries()) {
      const seen = n >= PEOPLE ? rounds - 3 : n % 3 < 2 ? rounds : 2
      if (n >= PEOPLE && n % 3 === 2) {
        assert.deepEqual([usual.signIns, usual.devices], [0, 0])
        continue
      }
      assert.deepEqual([usual.signIns, usual.devices], [seen, Math.min(12, seen)])
      const last = n % 3 < 2 ? rounds - 1 : 1
      assert.ok(usual.knowsDevice(`d${n} ${last}`) && usual.knowsOperator(n + 1))
      const other = rowOf((n + 3) % people.length, last)
      assert.ok(!usual.knowsDevice(other.device) && !usual.knowsNetworkOf(other.ip) && !usual.knowsOperator(other.asn))
    }
  })

  it('given a place and a proof, then both come back, to the centimetre, and nothing else has changed', () => {
    const any = {
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      time: fc.nat().map((ms) => NOON + ms),
      network: fc.integer({ min: -1, max: 1e6 }),
      country: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      untrusted: fc.boolean(),
    }
    holds(
      fc.property(
        fc.record(any, { noNullPrototype: true }),
        fc.constantFrom(...METHODS),
        anyHistory,
        (place, proof, history) => {
          const usual = createUsuals()()
          assert.deepEqual([usual.place, usual.proof], [undefined, 'none'])
          for (const one of history) usual.learn(one)
          const asked = usual.secondStep
          usual.place = { ...place, untrusted: !place.untrusted }
          usual.place = place
          usual.proof = proof
          const { latitude, longitude } = place
          const kept = usual.place
          assert.deepEqual({ ...kept, latitude, longitude }, place)
          assert.ok(Math.abs(kept.latitude - latitude) < 1e-7 && Math.abs(kept.longitude - longitude) < 1e-7)
          assert.deepEqual([usual.proof, usual.secondStep, usual.signIns], [proof, asked, history.length])
        },
      ),
      200,
    )
  })

  it('given browsers of other versions, then they are one kind; other browsers are not', () => {
    holds(
      fc.property(fc.nat(200), fc.nat(200), (one, other) => {
        assert.equal(
          clientKind(`Mozilla/5.0 Firefox/${one}.${other}`),
          clientKind(`Mozilla/5.0 Firefox/${other}.${one}`),
        )
        assert.notEqual(clientKind(`Firefox/${one}`), clientKind(`Safari/${one}`))
      }),
      100,
    )
  })
})

describe('a fingerprint', () => {
  it('given texts that differ in one character, then theirs differ', () => {
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
    holds(
      fc.property(any, fc.nat(), fc.nat(0xffff), (text, place, unit) => {
        const at = place % text.length
        const other = text.slice(0, at) + String.fromCharCode(unit) + text.slice(at + 1)
        fc.pre(other !== text)
        assert.notEqual(fingerprint(text), fingerprint(other))
      }),
      500,
    )
  })

  it('given twenty thousand addresses, then no two share one', () => {
    const addresses = Array.from({ length: 20_000 }, (_, n) => `10.${n >> 12}.${(n >> 4) & 255}.${n & 15}`)
    assert.equal(new Set(addresses.map(fingerprint)).size, addresses.length)
  })
})
