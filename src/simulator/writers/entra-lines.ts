/** Which rows one attempt leaves in Entra's sign-in log, and what each of them says. */
import { type Attempt, isPerson, type SecondStep } from '../happening.ts'
import type { Random } from '../random.ts'
import { denied, METHODS, STOPS } from './entra-strings.ts'

export type Json = Record<string, unknown>

/** What one row of an attempt says. */
export interface Line {
  readonly time: number
  readonly code: number
  readonly detail: string | null
  readonly steps: readonly Json[]
  readonly mfa: SecondStep | null
}

export function lines(made: Attempt, rng: Random): Line[] {
  const { time } = made
  const password = first(made)
  const unknown = !isPerson(made.who)
  if (made.first === 'wrong' && !made.stop) {
    return [{ time, code: unknown ? 50034 : 50126, detail: null, steps: [wrongPassword(time)], mfa: null }]
  }
  if (made.stop) return [stopLine(made, password, rng)]
  const list: Line[] = []
  if (made.abandoned || made.pages.includes('asked')) {
    const code = made.protocol === 'rich' ? 50076 : 50074
    const asked = step(time, '', null, false, 'MFA required in Azure AD', 'Multifactor authentication')
    list.push({
      time: time + rng.int(200, 900),
      code,
      detail: 'MFA required in Azure AD',
      steps: [password, asked],
      mfa: null,
    })
  }
  for (const one of made.steps) {
    if (one.result === 'approved') continue
    list.push(failure(made, password, one, rng))
  }
  if (!made.complete) return list
  const last = made.steps[made.steps.length - 1]
  const end = time + (last ? last.at : 0)
  if (made.pages.includes('kmsi')) {
    list.push({ time: end + 200, code: 50140, detail: null, steps: [password], mfa: null })
  }
  list.push(success(made, password, end + rng.int(300, 900), last ?? null))
  return list
}

function success(made: Attempt, password: Json, time: number, last: SecondStep | null): Line {
  if (made.remembered) {
    const claims = [
      step(
        time,
        'Previously satisfied',
        null,
        true,
        'First factor requirement satisfied by claim in the token',
        'Primary authentication',
      ),
      step(
        time,
        'Previously satisfied',
        null,
        true,
        'MFA requirement satisfied by claim in the token',
        'Multifactor authentication',
      ),
    ]
    const steps = made.first === 'session' ? claims : [password, claims[1]!]
    return { time, code: 0, detail: 'MFA requirement satisfied by claim in the token', steps, mfa: null }
  }
  if (last) {
    return {
      time,
      code: 0,
      detail: 'MFA completed in Azure AD',
      steps: [password, answered(made.time, last, true)],
      mfa: last,
    }
  }
  const detail = made.demanded ? 'MFA requirement satisfied by strong authentication' : null
  return { time, code: 0, detail, steps: [password], mfa: null }
}

function failure(made: Attempt, password: Json, one: SecondStep, rng: Random): Line {
  const time = made.time + one.at
  const code =
    one.result === 'message-limit' ? 50088 : one.result === 'service-error' && rng.chance(0.4) ? 50087 : 500121
  return {
    time,
    code,
    detail: code === 500121 ? denied(one) : null,
    steps: [password, answered(made.time, one, false)],
    mfa: one,
  }
}

function stopLine(made: Attempt, password: Json, rng: Random): Line {
  const { stop, time } = made
  let code = STOPS[stop!]
  if (stop === 'service-error' && rng.chance(0.5)) code = 50087
  if (stop === 'enrolment-blocked' && rng.chance(0.4)) code = 53003
  if (stop === 'not-enrolled' && rng.chance(0.2)) code = 50079
  if (stop === 'application' && rng.chance(0.4)) code = 50105
  const detail = stop === 'not-enrolled' ? 'MFA required in Azure AD' : null
  return { time, code, detail, steps: [password], mfa: null }
}

function first(made: Attempt): Json {
  if (made.first === 'session') {
    return step(
      made.time,
      'Previously satisfied',
      null,
      true,
      'First factor requirement satisfied by claim in the token',
      'Primary authentication',
    )
  }
  if (made.first === 'passkey') {
    return step(made.time, 'FIDO2 security key', made.seat.device.name, true, null, 'Primary authentication')
  }
  if (made.first === 'pass') {
    return step(made.time, 'Temporary Access Pass', null, made.stop === null, null, 'Primary authentication')
  }
  return step(made.time, 'Password', 'Password in the cloud', true, 'Correct password', 'Primary authentication')
}

function wrongPassword(time: number): Json {
  return step(
    time,
    'Password',
    'Password in the cloud',
    false,
    'Invalid username or password or Invalid on-premise username or password.',
    'Primary authentication',
  )
}

function answered(start: number, one: SecondStep, succeeded: boolean): Json {
  return step(
    start + one.at,
    METHODS[one.method] ?? one.method,
    phoneNumber(one),
    succeeded,
    denied(one),
    'Multifactor authentication',
  )
}

export function phoneNumber(one: SecondStep): string | null {
  return one.method === 'sms' || one.method === 'voice' ? (one.authenticator?.number ?? null) : null
}

function step(
  time: number,
  method: string,
  detail: string | null,
  succeeded: boolean,
  result: string | null,
  requirement: string,
): Json {
  return {
    authenticationStepDateTime: seconds(time),
    authenticationMethod: method,
    authenticationMethodDetail: detail,
    succeeded,
    authenticationStepResultDetail: result,
    authenticationStepRequirement: requirement,
  }
}

/** Graph writes sign-in times to the second. */
export function seconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
