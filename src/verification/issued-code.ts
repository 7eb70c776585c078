/** A code that is sent, by text message, e-mail or letter (NIST SP 800-63B-4 §4.2.1.2). Pure. */
import { timingSafeEqual } from 'node:crypto'
import { DEFAULTS } from '../base/defaults.ts'
import type { ContactPoint } from '../directory/index.ts'
import type { CheckId } from './checks.ts'

const { codeMs, letterMs, codeDigits, letterDigits } = DEFAULTS.verification

/** By which kind of contact point each goes. A letter goes to the registered postal address, which a directory may not have. */
export const ISSUED = {
  'sms-code': { goesTo: 'mobile', digits: codeDigits, lifeMs: codeMs },
  'email-code': { goesTo: 'mail', digits: codeDigits, lifeMs: codeMs },
  'letter-code': { goesTo: undefined, digits: letterDigits, lifeMs: letterMs },
} as const satisfies { [Check in CheckId]?: Issued }

interface Issued {
  readonly goesTo: ContactPoint['kind'] | undefined
  readonly digits: number
  readonly lifeMs: number
}

export type IssuedCheck = keyof typeof ISSUED

/** What `codeFrom` takes: so many more bits than digits need that each code is as likely as another. */
export const CODE_BYTES = 32

/** `bytes`: 32, secret and random. */
export function codeFrom(bytes: Uint8Array, digits: number): string {
  if (bytes.length !== CODE_BYTES) throw new RangeError(`A code is made of ${CODE_BYTES} bytes.`)
  const number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  return (number % 10n ** BigInt(digits)).toString().padStart(digits, '0')
}

const TYPED_MAX = 60

/** Whether somebody typed this code; spaces, dashes and digits of other scripts make no difference. Takes the same time for any. */
export function isTyped(code: string, typed: string): boolean {
  const digits = typed
    .slice(0, TYPED_MAX)
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
  const [one, other] = [Buffer.from(code), Buffer.from(digits)]
  return one.length === other.length && timingSafeEqual(one, other)
}
