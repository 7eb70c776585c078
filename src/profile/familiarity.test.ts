import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { blank, type SignIn } from '../signin/index.ts'
import { type Familiarity, familiarity, hasBaseline, isStranger } from './familiarity.ts'
import { createUsuals, type Usual } from './usual.ts'

const NOON = Date.UTC(2026, 5, 1, 12)
const DAY_MS = 86_400_000
/** A company that hosts servers, and one that does not. */
const HOSTING = 14_061
const CARRIER = 64_500

function signIn(fields: Partial<SignIn> = {}): SignIn {
  return { ...blank(), time: NOON, activity: 'sign-in', outcome: 'success', complete: true, ...fields }
}

/** Sign-ins from so many devices and places that a person's memory is too short for all of them. */
const anySignIn: fc.Arbitrary<SignIn> = fc
  .record({
    device: fc.oneof(
      fc.constant(''),
      fc.nat(15).map((n) => `laptop ${n}`),
    ),
    ip: fc.oneof(
      fc.constant(''),
      fc.tuple(fc.nat(15), fc.nat(2)).map(([net, host]) => `192.0.${net}.${host}`),
    ),
    client: fc.constantFrom('', 'Firefox 140 Windows', 'Firefox 141.0.2 Windows', 'Safari 18 iPhone', 'curl/8.5'),
    country: fc.constantFrom('', 'DE', 'FR', 'XK'),
    asn: fc.constantFrom(0, CARRIER, HOSTING),
    anonymous: fc.boolean(),
  })
  .map(signIn)

const anyHistory = fc.array(anySignIn, { maxLength: 40, size: 'max' })

function after(history: readonly SignIn[]): Usual {
  const usual = createUsuals()()
  for (const row of history) usual.learn(row)
  return usual
}

/** The last twelve different things that were said, the newest first. */
function lastTwelve(said: readonly string[]): ReadonlySet<string> {
  return new Set([...new Set(said.filter((one) => one !== '').toReversed())].slice(0, 12))
}

/** What the head of familiarity.ts says, read off the whole history at once. */
function familiarityOf(history: readonly SignIn[], row: SignIn): Familiarity {
  const networkOf = (ip: string) => ip.split('.').slice(0, 3).join('.')
  const knows = (of: (signIn: SignIn) => string) => lastTwelve(history.map(of)).has(of(row))
  if (knows(({ device }) => device) || knows(({ ip }) => ip) || knows(({ ip }) => networkOf(ip))) return 'own'
  if (history.length < 3 || row.ip === '') return 'unclear'
  if (!knows(({ client }) => client.replace(/[\d.]+/g, ''))) return 'foreign'
  if (row.asn !== 0 && knows(({ asn }) => String(asn))) return 'unclear'
  const untrusted = row.anonymous || row.asn === HOSTING
  return !untrusted && (row.country === '' || knows(({ country }) => country)) ? 'unclear' : 'foreign'
}

const familiarityHolds = fc.property(anyHistory, anySignIn, (history, row) => {
  assert.equal(familiarity(after(history), row), familiarityOf(history, row))
})

describe('familiarity', () => {
  it('given any history and row, then it is what the model reads off the whole history', () => {
    holds(familiarityHolds, 500)
  })

  it('given any history, when a device or place has just been learned, then it is the person’s own', () => {
    holds(
      fc.property(anyHistory, anySignIn, (history, row) => {
        fc.pre(row.device !== '' || row.ip !== '')
        assert.equal(familiarity(after([...history, row]), row), 'own')
      }),
      200,
    )
  })

  it('given a row that is own, when up to eleven other sign-ins follow, then it stays own', () => {
    holds(
      fc.property(anyHistory, anySignIn, fc.array(anySignIn, { maxLength: 11 }), (history, row, others) => {
        fc.pre(row.device !== '' || row.ip !== '')
        assert.equal(familiarity(after([...history, row, ...others]), row), 'own')
      }),
      200,
    )
  })

  it('given fewer than three sign-ins, or a row without an address, then nothing is foreign', () => {
    holds(
      fc.property(fc.array(anySignIn, { maxLength: 2 }), anyHistory, anySignIn, (few, many, row) => {
        assert.notEqual(familiarity(after(few), row), 'foreign')
        assert.notEqual(familiarity(after(many), { ...row, ip: '' }), 'foreign')
      }),
      200,
    )
  })

  it('given planted mistakes, then each is caught', () => {
    whileWrong(DEFAULTS.usual, { signInsMin: 2 }, () => mustFail(familiarityHolds, 500))
    whileWrong(DEFAULTS.usual, { kept: 11 }, () => mustFail(familiarityHolds, 500))
  })
})

describe('strangers', () => {
  it('given any history and row, then nobody at their own place is a stranger, and an anonymiser elsewhere always', () => {
    holds(
      fc.property(anyHistory, anySignIn, (history, row) => {
        const usual = after(history)
        const familiar = familiarity(usual, row)
        const stranger = isStranger(usual, row, familiar)
        if (familiar === 'own') assert.equal(stranger, false)
        else if (row.anonymous) assert.equal(stranger, true)
        else if (stranger && row.country !== '') assert.ok(!usual.knowsCountry(row.country) || row.asn === HOSTING)
      }),
      300,
    )
  })

  it('given a new address in the home country, then it is nobody strange', () => {
    const home = signIn({ ip: '192.0.2.1', country: 'DE', client: 'Firefox 140', device: 'laptop' })
    const away = signIn({ ip: '198.51.100.9', country: 'DE', client: 'curl/8' })
    const usual = after([home, home, home])
    assert.equal(familiarity(usual, away), 'foreign')
    assert.equal(isStranger(usual, away, 'foreign'), false)
    assert.equal(isStranger(usual, { ...away, country: 'XK' }, 'foreign'), true)
  })
})

describe('a baseline', () => {
  it('given ten sign-ins over fourteen days, then there is a baseline; a second or a sign-in less, and there is none', () => {
    const nine = Array.from({ length: 9 }, (_, n) => signIn({ time: NOON + n * 1000 }))
    const ten = [...nine, signIn({ time: NOON + DAY_MS })]
    assert.equal(hasBaseline(after(ten), NOON + 14 * DAY_MS), true)
    assert.equal(hasBaseline(after(ten), NOON + 14 * DAY_MS - 1), false)
    assert.equal(hasBaseline(after(nine), NOON + 14 * DAY_MS), false)
    assert.equal(hasBaseline(createUsuals()(), NOON), false)
  })
})
