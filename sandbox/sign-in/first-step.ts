/** Name and password, or a temporary pass instead of everything. Nobody learns here whether a name exists. */
import type { Origin } from '../log.ts'
import { isPassword, plainCode } from '../secrets.ts'
import { type Person, personByName } from '../world.ts'
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
  sourceOf,
  stopped,
  stoppedByRules,
  tell,
  tooMany,
  wrong,
} from './attempt.ts'

const WRONG = 'Name or password is not right. Check both and try again.'

export async function answerPassword(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  userName: string,
  password: string,
): Promise<StepResult> {
  const person = personByName(around.world, userName)
  const stop = stoppedBefore(around, attempt, origin, person, userName)
  if (stop) return stop
  const held = person && heldBack(around, attempt, origin, 'password', person)
  if (held) return held
  const right = await isPassword(password, person?.passwordHash ?? null)
  if (person === undefined) return nobody(around, attempt, origin, userName, 'password', WRONG)
  attempt.person = person
  attempt.amr = []
  if (!right) return wrong(around, attempt, origin, 'password', { code: 'password.wrong' }, WRONG)
  around.failures.succeeded(person.id, 'password', sourceOf(around, person, origin))
  if (person.passwordResetRequired) {
    tell(around, attempt, origin, { code: 'password.expired', method: 'password' })
    return stopped('This password counts no more. Please ask your helpdesk for a new one.')
  }
  const ruled = stoppedByRules(around, attempt, origin, person)
  if (ruled) return ruled
  attempt.amr = ['pwd']
  if (attempt.need === 'password') {
    return complete(around, attempt, origin, { acr: ACR.password, method: 'password', proved: false })
  }
  tell(around, attempt, origin, { code: 'second_step.asked', method: 'password' })
  return { next: 'second' }
}

export async function answerPass(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  userName: string,
  code: string,
): Promise<StepResult> {
  const person = personByName(around.world, userName)
  const stop = stoppedBefore(around, attempt, origin, person, userName)
  if (stop) return stop
  const why = 'Name or pass is not right. Check both and try again.'
  const held = person && heldBack(around, attempt, origin, 'pass', person)
  if (held) return held
  const pass = around.world.passes.find((each) => each.person === person?.id)
  const right = await isPassword(plainCode(code), pass?.hash ?? null)
  if (person === undefined) return nobody(around, attempt, origin, userName, 'pass', why)
  attempt.person = person
  // It may have been withdrawn meanwhile. From here on nothing waits, so that it counts once.
  if (pass === undefined || !right || !around.world.passes.includes(pass)) {
    return wrong(around, attempt, origin, 'pass', { code: 'pass.wrong' }, why)
  }
  if (pass.used !== null) return wrong(around, attempt, origin, 'pass', { code: 'pass.used' }, why)
  if (pass.expires <= around.clock()) return wrong(around, attempt, origin, 'pass', { code: 'pass.expired' }, why)
  const ruled = stoppedByRules(around, attempt, origin, person)
  if (ruled) return ruled
  if (attempt.need === 'passkey') {
    tell(around, attempt, origin, { code: 'rule.blocked', method: 'pass', rules: attempt.needOf })
    return stopped('This sign-in takes a passkey, and a pass is not enough for it. Please call your helpdesk.')
  }
  pass.used = around.clock()
  attempt.amr = ['otp']
  return complete(around, attempt, origin, { acr: ACR.mfa, method: 'pass', proved: true })
}

/** Nobody is slowed down like somebody, or the limit would tell which names exist. */
function nobody(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  typedName: string,
  way: 'password' | 'pass',
  why: string,
): StepResult {
  const name = `unknown ${typedName.trim().toLowerCase().slice(0, 100)}`
  const source = `address ${origin.address}`
  const { failures } = around
  const standing = failures.standing(name, way, source)
  tell(around, attempt, origin, { code: 'user.unknown', typedName, method: way })
  if (standing.state !== 'free') return againOr(tooMany(standing.until))
  failures.failed(name, way, source)
  return againOr(why)
}

/** What stops whoever it is: an outage, or an address that is refused. */
function stoppedBefore(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  person: Person | undefined,
  typedName: string,
): StepResult | undefined {
  if (isOut(around, 'all')) {
    tell(around, attempt, origin, { code: 'service.error', person, typedName })
    return stopped(SERVICE)
  }
  const { world, clock } = around
  if (!world.refused.some(({ address, until }) => address === origin.address && until > clock())) return undefined
  tell(around, attempt, origin, { code: 'source.refused', person, typedName })
  return stopped('Sign-ins from this network are refused for now. Please call your helpdesk.')
}
