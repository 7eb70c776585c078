/** One sign-in of an ordinary day, with its slips, as the simulator has it. */
import type { EverydaySignIn } from '../../src/simulator/index.ts'
import { type Scene, SECOND } from './scene.ts'
import type { Somebody } from './somebody.ts'
import { goesOn, mistypedNumber, refused, unanswered, type Way, wayOf } from './ways.ts'

const WAY_OF: Readonly<Partial<Record<EverydaySignIn['steps'][number]['method'], Way>>> = {
  push: 'push',
  'push-number': 'push',
  totp: 'totp',
  sms: 'inbox',
  voice: 'inbox',
}

/** Whoever does not have the way that it says uses another; who has none, or a passkey, uses that. */
export async function* everyday(somebody: Somebody, { from, first, steps }: EverydaySignIn): Scene {
  const browser = somebody[from]
  const method = steps[0]?.method
  const way = wayOf(somebody, WAY_OF[method ?? 'none'])
  if (first === 'wrong') {
    await browser.begins(`${somebody.belongings.password.slice(0, -1)}k`)
    return
  }
  if (first === 'passkey' || method === 'passkey' || way === undefined) {
    if (somebody.belongings.passkey !== null && somebody.has('passkey')) await browser.usesPasskey()
    return
  }
  const { status } = await browser.begins()
  if (status >= 400) return
  for (const { result } of steps) {
    yield 5 * SECOND
    if (result === 'approved') yield* goesOn(somebody, browser, way)
    else if (way === 'push' && result === 'no-answer') yield* unanswered(browser)
    else if (way === 'push' && result === 'refused') yield* refused(somebody, browser)
    else if (way === 'push' && result === 'wrong-number') yield* mistypedNumber(somebody, browser)
    else if (way === 'totp' && result === 'wrong-code') await browser.typesWrongCode()
  }
}
