/** Everyday slips: a wrong password, a missed prompt, a page left open. They end well within minutes. */
import type { Attempt, Authenticator, SecondStep, StepResult } from './happening.ts'
import type { Random } from './random.ts'
import { type AttemptWish, attempt, duration, ended, methodOf, type World } from './world.ts'

/** How the second step goes on an ordinary day: a list of results, the last of them an approval. */
function ordinarySteps(authenticator: Authenticator, rng: Random): SecondStep[] {
  const method = methodOf(authenticator)
  const results: StepResult[] = []
  const slip = rng.next()
  if (method === 'push' || method === 'push-number') {
    if (slip < 0.03) results.push('no-answer')
    else if (slip < 0.036) results.push('undeliverable')
    else if (slip < 0.04) results.push('refused')
    else if (slip < 0.048 && method === 'push-number') results.push('wrong-number')
  } else if (method === 'totp' || method === 'sms') {
    if (slip < 0.05) results.push('wrong-code')
    else if (slip < 0.053) results.push('code-reused')
    else if (slip < 0.06 && method === 'sms') results.push('message-undeliverable')
    if (slip < 0.006) results.push('wrong-code')
  } else if (method === 'voice' && slip < 0.04) {
    results.push('hung-up')
  }
  results.push('approved')
  let at = rng.int(1500, 4000)
  return results.map((result) => {
    at += duration(method, result, rng)
    const step = { at, method, authenticator, result }
    at += rng.int(2000, 9000)
    return step
  })
}

/**
 * An ordinary sign-in that demands a second step. Now and then the password is mistyped first, or the failing second
 * step ends its attempt and the person starts again: never more than two failed attempts, never more than eight minutes.
 */
export function ordinarySignIn(
  world: World,
  authenticators: readonly Authenticator[],
  wish: AttemptWish,
  rng: Random,
): Attempt {
  let time = wish.time
  if (wish.first !== 'passkey' && rng.chance(0.06)) {
    for (
      let count = rng.weighted([
        [1, 75],
        [2, 20],
        [3, 5],
      ] as const);
      count > 0;
      count--
    ) {
      attempt(world, { ...wish, time, first: 'wrong', complete: false, pages: [] })
      time += rng.int(6000, 40_000)
    }
  }
  const authenticator = rng.chance(0.9) ? authenticators[0]! : rng.pick(authenticators)
  const passwordless = authenticator.methods[0] === 'passkey' && rng.chance(0.6)
  const all = passwordless ? [] : ordinarySteps(authenticator, rng)
  const pages: Attempt['pages'] = passwordless ? [] : rng.chance(0.45) ? ['asked'] : []
  if (all.length > 1 && rng.chance(0.45)) {
    const failed = all.slice(0, 1)
    const first = attempt(world, { ...wish, time, steps: failed, complete: false, pages })
    time = ended(first) + rng.int(5000, 60_000)
    const rest = all.slice(1)
    const shift = rest[0]!.at - 2000 - duration(rest[0]!.method, rest[0]!.result, rng)
    return attempt(world, {
      ...wish,
      time,
      steps: rest.map((step) => ({ ...step, at: Math.max(2500, step.at - shift) })),
      pages,
    })
  }
  const kmsi: Attempt['pages'] = rng.chance(0.12) ? [...pages, 'kmsi'] : pages
  return attempt(world, { ...wish, time, first: passwordless ? 'passkey' : 'right', steps: all, pages: kmsi })
}
