import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { ENTRA } from './entra.ts'
import { ENTRA_NAMES } from './entra-names.ts'
import { ENTRA_RESULTS } from './entra-result-strings.ts'
import type { Entry } from './entry.ts'
import { lookUp } from './index.ts'

const SHARED = new URL('../../../../shared/', import.meta.url)
const WITH_SHARED = existsSync(new URL('data/reference/entra-aadsts-codes.json', SHARED))
  ? {}
  : { skip: '../shared is absent: the comparison with the vendors’ tables is left out' }

const kind = (code: string | number) => {
  const entry = lookUp('entra', String(code))
  return entry && `${entry.step} ${entry.outcome} ${entry.reason}`
}

describe('given what the codes are known to mean', () => {
  const KNOWN: readonly (readonly [what: string, codes: readonly number[]])[] = [
    ['session success none', [0]],
    ['second interrupt second-step-asked', [50074, 50076, 50078, 50158]],
    ['second interrupt enrolment-required', [50072, 50079]],
    ['second failure second-step-failed', [500121]],
    ['second failure enrolment-blocked', [53004, 53010]],
    ['second failure message-limit', [50088]],
    ['second failure service-error', [50086, 50087]],
    ['second failure throttled', [50166]],
    ['second failure policy-block', [130502]],
    ['second failure pass-wrong', [130503, 130506, 130507]],
    ['second failure pass-expired', [130504]],
    ['second failure pass-used', [130505]],
    ['account failure locked', [50053]],
    ['account failure disabled', [50057]],
    ['account interrupt password-expired', [50055]],
    ['first failure wrong-password', [50126]],
    ['first failure unknown-user', [50034]],
    ['first failure service-error', [80001, 80002, 80005, 80007, 80014]],
    ['first interrupt page-shown', [81012]],
    ['policy failure device-not-compliant', [53000, 53001, 50155]],
    ['policy failure policy-block', [53002, 53003]],
    ['policy failure risk-block', [53011]],
    ['policy failure address-blocked', [500532]],
    ['policy interrupt page-shown', [50097]],
    ['session interrupt page-shown', [50125, 50140, 16000]],
    ['session interrupt session-expired', [50133, 50173, 70043, 70044, 50058]],
    ['session failure application', [65001, 50011, 700016, 1000000, 90072, 7000215, 50196]],
    ['session failure service-error', [90033, 90006, 90012, 50033, 230109]],
  ]
  for (const [what, codes] of KNOWN) {
    test(`then ${codes.join(', ')}: ${what}`, () => {
      for (const code of codes) assert.equal(kind(code), what, String(code))
    })
  }

  test('then 50053 tells of both its meanings', () => {
    const { meaning } = lookUp('entra', '50053') as Entry
    assert.match(meaning, /two meanings/)
    assert.match(meaning, /address/)
  })

  test('then the best known codes come first in the catalogue', () => {
    assert.deepEqual(
      ENTRA.slice(0, 2).map(({ code }) => code),
      ['50074', '50076'],
    )
  })
})

describe('given the names that the unified audit log writes', () => {
  test('when one is looked up, then it leads to the code’s entry', () => {
    assert.equal(lookUp('entra', 'UserStrongAuthClientAuthNRequiredInterrupt')?.code, '50074')
    assert.equal(lookUp('entra', 'UserStrongAuthEnrollmentRequiredInterrupt')?.code, '50072')
    assert.equal(lookUp('entra', 'InvalidUserNameOrPassword')?.code, '50126')
    assert.equal(lookUp('entra', 'FlowTokenExpired')?.code, '50089')
    assert.equal(lookUp('entra', 'IdsLocked')?.code, '50053')
  })

  test('then every name leads somewhere', () => {
    const lost = Object.entries(ENTRA_NAMES).filter(([, code]) => !ENTRA.some((entry) => entry.code === code))
    assert.deepEqual(lost, [])
  })
})

/** Codes of Microsoft's table that are left out on purpose: they leave no trace of a person who wants to get in. */
const LEFT_OUT: Readonly<Record<string, readonly number[]>> = {
  'signing out': [50061, 50068, 50070, 50071],
  'a developer’s malformed request': [
    28002, 28003, 50029, 50049, 50050, 50147, 51001, 90004, 90005, 90007, 90010, 90015, 90087, 90100, 90102, 90107,
    90117, 90121, 140000, 165004, 165900, 501461, 501491, 700022, 700023, 900236, 900561, 901002, 7500514, 7500529,
    9001023,
  ],
  'keys, tokens and claims between programs': [
    50032, 50042, 50043, 50048, 67003, 90022, 90114, 221000, 240002, 501621, 700025, 700030, 900384,
  ],
  'workloads without a person': [100007, 700229, 7000114],
  'clouds and tenants being set up': [90043, 90051, 90085, 900382, 900432],
}

interface Listed {
  readonly code: number
  readonly meaning?: string
  readonly log_message?: string
  readonly in_official_table_2024_04: boolean
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, SHARED), 'utf8'))

describe('given the vendors’ tables in ../shared', WITH_SHARED, () => {
  const listed = () => {
    const { codes } = readJson('data/reference/entra-aadsts-codes.json') as { codes: Record<string, Listed> }
    return Object.values(codes)
  }

  test('then every code of Microsoft’s table is explained or left out for a reason, never both', () => {
    const left = new Set(Object.values(LEFT_OUT).flat())
    const official = listed().filter((each) => each.in_official_table_2024_04)
    assert.equal(official.length, 304)
    const forgotten = official.filter(({ code }) => !lookUp('entra', String(code)) && !left.has(code))
    assert.deepEqual(forgotten, [])
    const both = [...left].filter((code) => lookUp('entra', String(code)))
    assert.deepEqual(both, [])
  })

  test('then every code that the standards file names is explained', () => {
    const { codes } = readJson('standards/entra-error-codes.json') as { codes: readonly { code: number }[] }
    assert.ok(codes.length > 20)
    assert.deepEqual(
      codes.filter(({ code }) => !lookUp('entra', String(code))),
      [],
    )
  })

  test('then every code and name in the sample logs is explained', () => {
    const found = new Set<string>()
    for (const folder of ['entra', 'm365-ual', 'multi']) {
      for (const file of readdirSync(new URL(`data/${folder}/`, SHARED))) {
        const text = readFileSync(new URL(`data/${folder}/${file}`, SHARED), 'utf8').replaceAll('\\"', '"')
        const code = /"(?:errorCode|resultType|ResultType|ErrorNumber|LogonError)"\s*:\s*"?(\w+)"?/g
        for (const match of text.matchAll(code)) found.add(match[1] as string)
      }
    }
    // Words that stand there in place of a code: rows of audits, and successes.
    for (const word of ['None', 'Success', 'Failure', 'null']) found.delete(word)
    assert.ok(found.has('50126') && found.has('UserNotBoundError') && found.size >= 15, [...found].join(' '))
    assert.deepEqual(
      [...found].filter((code) => !lookUp('entra', code)),
      [],
    )
  })

  test('then no text of ours has seven words in a row from a vendor’s text', () => {
    const theirs = new Set(
      listed().flatMap(({ meaning = '', log_message = '' }) => [...runs(meaning), ...runs(log_message)]),
    )
    assert.ok(theirs.size > 1_000)
    const copied = [...ENTRA, ...ENTRA_RESULTS].flatMap(({ code, title, meaning, next }) =>
      [...runs(title), ...runs(meaning), ...runs(next)]
        .filter((run) => theirs.has(run))
        .map((run) => `${code}: ${run}`),
    )
    assert.deepEqual(copied, [])
  })
})

/** Every run of seven words, in lower case. */
function runs(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.slice(6).map((_, index) => words.slice(index, index + 7).join(' '))
}
