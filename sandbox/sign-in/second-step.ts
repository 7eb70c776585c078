/** What the person has: a code from an app, a code from the inbox, a code from the sheet. */
import { randomInt } from 'node:crypto'
import type { Origin } from '../log.ts'
import { hashRecoveryCode, hashToken, isSameSecret } from '../secrets.ts'
import { checkTotp } from '../totp.ts'
import type { Authenticator, AuthenticatorKind, Person } from '../world.ts'
import {
  ACR,
  type Attempt,
  againOr,
  complete,
  heldBack,
  isOut,
  SERVICE,
  type StepResult,
  type Surroundings,
  stopped,
  tell,
  wrong,
} from './attempt.ts'

/** Ten minutes and three tries for a code that was sent (DESIGN §3 rule 11). */
const MESSAGE_LIVES_MS = 10 * 60_000
const MESSAGE_TRIES = 3
const INBOX_MAX = 200

const NOT_RIGHT = 'This code is not right. Wait for the next one and try again, or use another way.'

/** The authenticator of this kind, and no reason not to ask for it; else the step's result. */
export function ready<K extends AuthenticatorKind>(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  kind: K,
): { readonly authenticator: Extract<Authenticator, { kind: K }>; readonly person: Person } | StepResult {
  const { person } = attempt
  if (person === undefined || !attempt.amr.includes('pwd')) return againOr('Please begin with name and password.')
  if (isOut(around, kind === 'push' ? 'push' : 'second-step')) {
    tell(around, attempt, origin, { code: 'service.error', method: kind })
    return stopped(SERVICE)
  }
  const authenticator = person.authenticators.find(
    (each): each is Extract<Authenticator, { kind: K }> => each.kind === kind,
  )
  if (authenticator === undefined || (attempt.need === 'passkey' && kind !== 'passkey')) {
    return againOr('This way is not open to you for this sign-in. Use another.')
  }
  return heldBack(around, attempt, origin, kind, person) ?? { authenticator, person }
}

export function answerTotp(around: Surroundings, attempt: Attempt, origin: Origin, code: string): StepResult {
  const asked = ready(around, attempt, origin, 'totp')
  if ('next' in asked) return asked
  const { authenticator } = asked
  const checked = checkTotp(authenticator, code, around.clock())
  switch (checked.result) {
    case 'accepted':
      authenticator.lastStep = checked.step
      authenticator.drift = checked.drift
      attempt.amr = ['pwd', 'otp']
      return complete(around, attempt, origin, { acr: ACR.mfa, method: 'totp', authenticator, proved: true })
    case 'drifted': {
      const detail = `The code belongs to another time: the app’s clock is ${checked.seconds} s off.`
      const row = { code: 'totp.drifted', authenticator, detail }
      return wrong(around, attempt, origin, 'totp', row, 'This code is of another time. Check the clock of your phone.')
    }
    case 'reused':
      return wrong(around, attempt, origin, 'totp', { code: 'totp.reused', authenticator }, NOT_RIGHT)
    default:
      return wrong(around, attempt, origin, 'totp', { code: 'totp.wrong', authenticator }, NOT_RIGHT)
  }
}

export async function answerRecoveryCode(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  code: string,
): Promise<StepResult> {
  const asked = ready(around, attempt, origin, 'recovery-codes')
  if ('next' in asked) return asked
  const { authenticator } = asked
  const hash = await hashRecoveryCode(code, authenticator.salt)
  // From here on nothing waits, so that of two who bring one code at the same time one finds it spent.
  const unspent = authenticator.unspent.findIndex((each) => isSameSecret(each, hash))
  if (unspent < 0) {
    const spent = authenticator.spent.some((each) => isSameSecret(each, hash))
    const row = { code: spent ? 'recovery_code.used' : 'recovery_code.wrong', authenticator }
    return wrong(around, attempt, origin, 'recovery-codes', row, 'This code is not right, or was used before.')
  }
  authenticator.spent.push(...authenticator.unspent.splice(unspent, 1))
  attempt.amr = ['pwd', 'otp']
  return complete(around, attempt, origin, { acr: ACR.mfa, method: 'recovery-codes', authenticator, proved: true })
}

export function sendInboxCode(around: Surroundings, attempt: Attempt, origin: Origin): StepResult {
  const asked = ready(around, attempt, origin, 'inbox')
  if ('next' in asked) return asked
  const { world, clock } = around
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  attempt.message = { hash: hashToken(code), until: clock() + MESSAGE_LIVES_MS, triesLeft: MESSAGE_TRIES }
  const text = `${code} is your code for ${attempt.app}. Nobody will ever ask you for it by phone.`
  world.inbox = [...world.inbox, { person: asked.person.id, time: clock(), text }].slice(-INBOX_MAX)
  tell(around, attempt, origin, { code: 'inbox.sent', method: 'inbox', authenticator: asked.authenticator })
  return againOr('We have sent a code to your inbox.')
}

export function answerInboxCode(around: Surroundings, attempt: Attempt, origin: Origin, code: string): StepResult {
  const asked = ready(around, attempt, origin, 'inbox')
  if ('next' in asked) return asked
  const { authenticator } = asked
  const { message } = attempt
  if (message === undefined) return againOr('Have a code sent first.')
  if (message.until <= around.clock() || message.triesLeft <= 0) {
    return wrong(around, attempt, origin, 'inbox', { code: 'inbox.expired', authenticator }, 'Have a new code sent.')
  }
  message.triesLeft -= 1
  if (!isSameSecret(message.hash, hashToken(code.replaceAll(/\s/g, '')))) {
    return wrong(around, attempt, origin, 'inbox', { code: 'inbox.wrong', authenticator }, NOT_RIGHT)
  }
  attempt.message = undefined
  attempt.amr = ['pwd', 'otp']
  return complete(around, attempt, origin, { acr: ACR.mfa, method: 'inbox', authenticator, proved: true })
}
