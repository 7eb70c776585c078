/**
 * A sign-in as the server keeps it: one line of text that every later version can read, and the four values by which it is
 * found again. The packed form of record.ts is for one run: its texts are numbers of tables that die with the process,
 * and its words are places in lists that may grow. This one stands in databases and under Merkle roots for years.
 */
import { hash } from 'node:crypto'
import { formatInstant } from '../base/time.ts'
import { personKey } from './person.ts'
import { blank, type Draft, type SignIn } from './sign-in.ts'

export interface KeptSignIn {
  /** The day of UTC, as 2026-02-23. */
  readonly day: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** 16 bytes: which event (CONTRACTS.md, Event: provider, tenant, family and id; never the source). */
  readonly event: Uint8Array
  /** 16 bytes: whose it is, by the key of person.ts. All rows that concern nobody have the same. */
  readonly account: Uint8Array
  /**
   * 32 bytes: the leaf hash of `row` in the batch's tree (RFC 6962 §2.1: SHA-256 of a zero byte and the leaf). How it came is
   * part of the row, so that nobody makes a pushed row a read one and the sealed root still fits.
   */
  readonly digest: Uint8Array
  /** The sign-in as JSON: an array that begins with the number of its form. It has no control characters. */
  readonly row: string
}

/** Form 1 did not say how a row came; all of its rows had been pushed. Otherwise form 2 is the same. */
const FORMS = [1, 2]
const FORM = 2
/** In the order of both forms, for ever. What a provider says hardly ever stands last, so that it can be left out. */
const FIELDS = [
  'id',
  'provider',
  'tenant',
  'family',
  'activity',
  'account',
  'name',
  'outcome',
  'step',
  'reason',
  'method',
  'code',
  'detail',
  'attempt',
  'ip',
  'country',
  'city',
  'latitude',
  'longitude',
  'asn',
  'device',
  'client',
  'app',
  'policies',
  'risk',
  'change',
  'target',
  'actor',
] as const satisfies readonly (keyof SignIn)[]

const FLAGS = [
  'known',
  'complete',
  'proved',
  'anonymous',
  'managed',
  'legacy',
  'pushed',
] as const satisfies readonly (keyof SignIn)[]

const BLANK: SignIn = Object.freeze(blank())

/** The kept form of a sign-in whose time is a whole number. Where the row stood (`file`, `line`) and `person`, which may change, are no part of it. */
export function keep(signIn: SignIn): KeptSignIn {
  const row = write(signIn)
  return {
    day: formatInstant(signIn.time).slice(0, 10),
    time: signIn.time,
    event: hash16(JSON.stringify([signIn.provider, signIn.tenant, signIn.family, signIn.id])),
    account: accountOf(signIn),
    digest: hash('sha256', `\0${row}`, 'buffer'),
    row,
  }
}

/** By which 16 bytes an account's sign-ins are found; of a row that concerns nobody, those of nobody. */
export function accountOf({
  known,
  provider,
  tenant,
  account,
  name,
}: Pick<SignIn, 'known' | 'provider' | 'tenant' | 'account' | 'name'>): Uint8Array {
  return hash16(known ? personKey(provider, tenant, account, name) : '')
}

/** The same from a person's key, as rows bear it once it is settled whose they are. */
export function accountOfPerson(key: string): Uint8Array {
  return hash16(key)
}

/** The sign-in of a row that `keep` wrote. Throws RangeError for a form that this version does not know. */
export function readKept(row: string): Draft {
  const [form, time, flags, ...values] = JSON.parse(row) as readonly unknown[]
  if (!FORMS.includes(form as number)) {
    throw new RangeError(
      `A kept sign-in has form ${String(form)}; this version of Postern reads ${FORMS.join(' and ')}.`,
    )
  }
  const draft = { ...blank(), time: time as number }
  for (const [place, flag] of FLAGS.entries()) draft[flag] = ((flags as number) & (1 << place)) !== 0
  if (form === 1) draft.pushed = true
  const fields: Record<string, unknown> = draft
  for (let place = 0; place < values.length; place++) {
    // JSON has no NaN: null is "not located".
    if (values[place] !== null) fields[FIELDS[place]!] = values[place]
  }
  return draft
}

/** Fields at the end of which the log says nothing are left out: most rows are no change and have no policies. */
function write(signIn: SignIn): string {
  let flags = 0
  for (const [place, flag] of FLAGS.entries()) if (signIn[flag]) flags |= 1 << place
  let said = FIELDS.length
  while (said > 0 && isBlank(signIn, FIELDS[said - 1]!)) said--
  return JSON.stringify([FORM, signIn.time, flags, ...FIELDS.slice(0, said).map((field) => signIn[field])])
}

function isBlank(signIn: SignIn, field: (typeof FIELDS)[number]): boolean {
  return field === 'policies' ? signIn.policies.length === 0 : Object.is(signIn[field], BLANK[field])
}

function hash16(text: string): Uint8Array {
  return hash('sha256', text, 'buffer').subarray(0, 16)
}
