/** Random drafts for property tests: every field, hostile texts included. */
import fc from 'fast-check'
import {
  ACTIVITIES,
  CHANGES,
  type Draft,
  FAMILIES,
  METHODS,
  OUTCOMES,
  PROVIDERS,
  REASONS,
  RISKS,
  STEPS,
} from '../src/signin/sign-in.ts'

/** Any sequence of UTF-16 units, with lone surrogates and NUL, sometimes a long one. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string() },
  { weight: 2, arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)) },
  { weight: 2, arbitrary: fc.uuid() },
  { weight: 3, arbitrary: fc.constantFrom('', '\u0000', '\ud800', '"', '\\', '\u001b[2J', '<b>', 'Zürich', '東京') },
  { weight: 1, arbitrary: fc.integer({ min: 900, max: 100_000 }).map((length) => 'ab'.repeat(length / 2)) },
)

/** Degrees as vendors write them, or none. */
function degrees(max: number): fc.Arbitrary<number> {
  const units = fc.integer({ min: -max * 1e7, max: max * 1e7 }).map((ten) => ten / 1e7)
  return fc.oneof(fc.constant(Number.NaN), units)
}

/** Drafts as decoders leave them: `person` is empty. */
export const anyDraft: fc.Arbitrary<Draft> = fc.record({
  time: fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true })),
  id: anyText,
  provider: fc.constantFrom(...PROVIDERS),
  tenant: anyText,
  family: fc.constantFrom(...FAMILIES),
  activity: fc.constantFrom(...ACTIVITIES),
  person: fc.constant(''),
  account: anyText,
  name: anyText,
  known: fc.boolean(),
  actor: anyText,
  outcome: fc.constantFrom(...OUTCOMES),
  step: fc.constantFrom(...STEPS),
  reason: fc.constantFrom(...REASONS),
  method: fc.constantFrom(...METHODS),
  complete: fc.boolean(),
  proved: fc.boolean(),
  code: anyText,
  detail: anyText,
  attempt: anyText,
  ip: anyText,
  country: anyText,
  city: anyText,
  latitude: degrees(90),
  longitude: degrees(180),
  asn: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  anonymous: fc.boolean(),
  device: anyText,
  managed: fc.boolean(),
  client: anyText,
  legacy: fc.boolean(),
  pushed: fc.boolean(),
  app: anyText,
  policies: fc.array(anyText, { maxLength: 3 }),
  change: fc.constantFrom(...CHANGES),
  target: anyText,
  risk: fc.constantFrom(...RISKS),
  file: fc.integer({ min: 0, max: 1e6 }),
  line: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
})
