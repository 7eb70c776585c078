import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { ocsfDecoders } from './decoders/ocsf.ts'
import { toOcsf } from './ocsf.ts'
import { readRows } from './read-rows.ts'
import {
  ACTIVITIES,
  blank,
  CHANGES,
  FAMILIES,
  METHODS,
  OUTCOMES,
  PROVIDERS,
  REASONS,
  RISKS,
  type SignIn,
  STEPS,
} from './sign-in.ts'

const SCHEMAS = new URL('../../../shared/standards/ocsf/1.8.0/', import.meta.url)
const SKIP = existsSync(SCHEMAS) ? false : 'no ../shared/standards beside the project'

function signIn(more: Partial<SignIn>): SignIn {
  return { ...blank(), time: Date.UTC(2026, 2, 1, 8), activity: 'sign-in', ...more }
}

/** Any sign-in that decoders could write. */
const anySignIn: fc.Arbitrary<SignIn> = fc
  .record({
    time: fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }),
    id: fc.string(),
    provider: fc.constantFrom(...PROVIDERS),
    tenant: fc.string(),
    family: fc.constantFrom(...FAMILIES),
    activity: fc.constantFrom(...ACTIVITIES),
    person: fc.constant(''),
    account: fc.string(),
    name: fc.oneof(fc.string(), fc.emailAddress()),
    known: fc.boolean(),
    actor: fc.string(),
    outcome: fc.constantFrom(...OUTCOMES),
    step: fc.constantFrom(...STEPS),
    reason: fc.constantFrom(...REASONS),
    method: fc.constantFrom(...METHODS),
    complete: fc.boolean(),
    proved: fc.boolean(),
    code: fc.string(),
    detail: fc.string(),
    attempt: fc.string(),
    ip: fc.oneof(fc.constant(''), fc.ipV4(), fc.ipV6(), fc.string()),
    country: fc.constantFrom('', 'CH', 'US', 'NZ'),
    city: fc.string(),
    latitude: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -90, max: 90 })),
    longitude: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -180, max: 180 })),
    asn: fc.nat(),
    anonymous: fc.boolean(),
    device: fc.string(),
    managed: fc.boolean(),
    client: fc.string(),
    legacy: fc.boolean(),
    pushed: fc.constant(false),
    app: fc.string(),
    policies: fc.array(fc.string(), { maxLength: 3 }),
    change: fc.constantFrom(...CHANGES),
    target: fc.string(),
    risk: fc.constantFrom(...RISKS),
    file: fc.constant(0),
    line: fc.constant(1),
  })
  .map((each) => ({ ...each }))

function schemaOf(name: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false })
  return ajv.compile(JSON.parse(readFileSync(new URL(`${name}.schema.json`, SCHEMAS), 'utf8')) as object)
}

test('given sign-ins, when written, then class, activity and status are those of OCSF', () => {
  const cases: readonly (readonly [Partial<SignIn>, type: number, status: number, mfa: boolean | undefined])[] = [
    [{ outcome: 'success', step: 'session', complete: true, method: 'totp', proved: true }, 300201, 1, true],
    [{ outcome: 'success', step: 'session', complete: true, method: 'claim' }, 300201, 1, true],
    [{ outcome: 'success', step: 'session', complete: true, method: 'password' }, 300201, 1, false],
    [{ outcome: 'failure', step: 'second', reason: 'refused', method: 'push' }, 300201, 2, false],
    [{ outcome: 'interrupt', step: 'second', reason: 'second-step-asked' }, 300206, 99, false],
    [{ outcome: 'success', step: 'first', method: 'password' }, 300206, 1, false],
    [{ activity: 'prompt', outcome: 'pending' }, 300206, 99, false],
    [{ activity: 'sign-out', outcome: 'success' }, 300202, 1, false],
    [{ activity: 'refresh', outcome: 'success' }, 300299, 1, false],
    [{ activity: 'change', change: 'account-locked', outcome: 'success' }, 300109, 1, undefined],
    [{ activity: 'change', change: 'authenticator-added', outcome: 'success' }, 300110, 1, undefined],
    [{ activity: 'change', change: 'mfa-disabled', outcome: 'success' }, 300111, 1, undefined],
    [{ activity: 'change', change: 'policy-changed', outcome: 'failure' }, 300199, 2, undefined],
  ]
  for (const [more, type, status, mfa] of cases) {
    const event = toOcsf(signIn(more))
    assert.deepEqual([event.type_uid, event.status_id, event.is_mfa], [type, status, mfa], JSON.stringify(more))
  }
})

test('given a sign-in of a provider, when written, then the product, the person and the factor are named', () => {
  const event = toOcsf(
    signIn({
      provider: 'okta',
      id: 'e-1',
      account: 'u-1',
      name: 'ana@example.com',
      method: 'totp',
      outcome: 'failure',
      ip: '192.0.2.7',
      code: 'x',
    }),
  )
  assert.deepEqual(event.user, { uid: 'u-1', name: 'ana@example.com', email_addr: 'ana@example.com' })
  assert.deepEqual(event.auth_factors, [{ factor_type_id: 7, factor_type: 'OTP', is_totp: true }])
  assert.deepEqual(event.src_endpoint, { ip: '192.0.2.7' })
  assert.deepEqual(event.metadata, {
    version: '1.8.0',
    product: { name: 'Okta System Log', vendor_name: 'Okta' },
    profiles: [],
    uid: 'e-1',
    event_code: 'x',
    log_name: 'sign-in',
  })
})

test('given an address that is none, when written, then OCSF’s own field for one stays away', () => {
  const event = toOcsf(signIn({ ip: 'AWS Internal', country: 'CH' }))
  assert.deepEqual(event.src_endpoint, { name: 'AWS Internal', location: { city: '', country: 'CH' } })
  assert.equal((event.unmapped as { postern: { ip: string } }).postern.ip, 'AWS Internal')
})

test('given any sign-in, when written, then it validates against OCSF 1.8.0', { skip: SKIP }, () => {
  const authentication = schemaOf('authentication')
  const accountChange = schemaOf('account_change')
  fc.assert(
    fc.property(anySignIn, (each) => {
      const validate = each.activity === 'change' ? accountChange : authentication
      // Only what JSON carries counts: what is undefined is not written.
      const written: unknown = JSON.parse(JSON.stringify(toOcsf(each)))
      assert.ok(validate(written), JSON.stringify(validate.errors))
    }),
    { numRuns: 500, seed: 7 },
  )
})

test('given a broken event, when validated, then the schema says no', { skip: SKIP }, () => {
  const validate = schemaOf('authentication')
  const { user: _, ...withoutUser } = toOcsf(signIn({ outcome: 'success' }))
  assert.equal(validate(withoutUser), false)
  assert.equal(validate({ ...toOcsf(signIn({})), invented: 1 }), false)
})

test('given any sign-in, when written and read back, then it is the same', () => {
  fc.assert(
    fc.property(anySignIn, (each) => {
      const read = readRows(ocsfDecoders, JSON.stringify([toOcsf(each)]))
      assert.deepEqual(read.problems, [])
      if (each.activity === 'other') assert.deepEqual(read.other, [each.code || 'ocsf.event'])
      // A row without an id is given the hash of its bytes.
      else assert.deepEqual(read.events, [each.id === '' ? { ...each, id: read.events[0]?.id } : each])
    }),
    { numRuns: 1000, seed: 7 },
  )
})
