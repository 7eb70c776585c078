/** How people get in, or do not, by each way: with the seconds that it takes them. */

import { SECOND } from './scene.ts'
import { type Browser, isIn, numberOn, type Somebody } from './somebody.ts'

/** Gives, at last, whether they are in. */
type Trying = AsyncGenerator<number, boolean, void>

export type Way = 'push' | 'totp' | 'inbox'
const WAYS: readonly Way[] = ['push', 'totp', 'inbox']

/** Longer than a prompt lives. */
const UNANSWERED_MS = 65 * SECOND
/** Longer than a code counts. */
const NEXT_CODE_MS = 31 * SECOND

/** The wanted way, if they have it, else another; undefined if there is none, as with a passkey alone. */
export function wayOf(somebody: Somebody, wanted: Way | undefined): Way | undefined {
  return wanted !== undefined && somebody.has(wanted) ? wanted : WAYS.find((way) => somebody.has(way))
}

/** From the first page, with everything right. */
export async function* signsIn(somebody: Somebody, browser: Browser, wanted?: Way): Trying {
  const way = wayOf(somebody, wanted)
  if (way === undefined) return somebody.belongings.passkey !== null && isIn(await browser.usesPasskey())
  await browser.begins()
  yield 4 * SECOND
  return yield* goesOn(somebody, browser, way)
}

/** From the second page, with everything right. */
export async function* goesOn(somebody: Somebody, browser: Browser, way: Way): Trying {
  if (way === 'push') return yield* answered(somebody, browser)
  if (way === 'inbox') {
    await browser.asksInbox()
    yield 25 * SECOND
    return isIn(await browser.typesInboxCode())
  }
  const place = await browser.typesCode()
  if (isIn(place) || place.status >= 400) return isIn(place)
  // This code was used a moment ago.
  yield NEXT_CODE_MS
  return isIn(await browser.typesCode())
}

/** The prompt is approved by whoever holds the phone, with the number on the page. */
export async function* answered(somebody: Somebody, browser: Browser): Trying {
  const number = numberOn(await browser.asksPhone())
  yield 7 * SECOND
  await somebody.answersPhone('approve', number)
  yield 2 * SECOND
  return isIn(await browser.looks())
}

/** Nobody looks at the phone. */
export async function* unanswered(browser: Browser): Trying {
  await browser.asksPhone()
  yield UNANSWERED_MS
  return isIn(await browser.looks())
}

/** The person says no, or that it was not them. */
export async function* refused(somebody: Somebody, browser: Browser, answer: 'refuse' | 'report' = 'refuse'): Trying {
  await browser.asksPhone()
  yield 9 * SECOND
  await somebody.answersPhone(answer)
  yield 2 * SECOND
  return isIn(await browser.looks())
}

/** The number is mistyped on the phone. */
export async function* mistypedNumber(somebody: Somebody, browser: Browser): Trying {
  const number = Number(numberOn(await browser.asksPhone()))
  yield 7 * SECOND
  await somebody.answersPhone('approve', String(number === 99 ? 10 : number + 1))
  yield 2 * SECOND
  return isIn(await browser.looks())
}
