/**
 * What a new password must be (NIST SP 800-63B-4 §3.1.1.2): long, and not one that is guessed first. No rules about kinds of
 * characters, and no change by the calendar.
 */

/** In code points. A password may be all that is asked for here, so that fifteen count, and not eight. */
const LENGTH_MIN = 15
/** At least 64 have to be allowed. */
const LENGTH_MAX = 200

/** Long ones that everybody tries. A real provider asks a list of breached ones; a sandbox has no such list. */
const COMMON: ReadonlySet<string> = new Set([
  'correcthorsebatterystaple',
  'iloveyouiloveyou',
  'letmeinletmeinletmein',
  'passwordpassword',
  'qwertyuiopasdfghjkl',
  'thisismypassword',
  'welcometothesandbox',
])
/** Digits, the alphabet and the keyboard's rows, one after the other. */
const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']
/** Without the person's own name so many have to be left. */
const BESIDES_NAME_MIN = 8

export type PasswordProblem = 'too-short' | 'too-long' | 'too-common'

/** Undefined if it may be. */
export function passwordProblem(
  password: string,
  { userName }: { readonly userName: string },
): PasswordProblem | undefined {
  const normal = password.normalize('NFKC')
  const length = [...normal].length
  if (length < LENGTH_MIN) return 'too-short'
  if (length > LENGTH_MAX) return 'too-long'
  const plain = normal.toLowerCase().replaceAll(/[\s._-]/g, '')
  const isRepeated = /^(.{1,4})\1+.{0,3}$/su.test(plain)
  const isRun = RUNS.some((run) => run.includes(plain) || [...run].reverse().join('').includes(plain))
  const isName = plain.includes(userName) && plain.replaceAll(userName, '').length < BESIDES_NAME_MIN
  return COMMON.has(plain) || isRepeated || isRun || isName ? 'too-common' : undefined
}
