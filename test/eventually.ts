/** For tests: what comes by itself is waited for by a condition, and never for ever. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'

/** Far longer than anything here takes on a busy machine: only what never comes reaches it. */
const WITHIN_MS = 120_000
const PAUSE_MS = 5

/** What `look` gives, once it gives something; `what` is said if it never does. */
export async function eventually<T>(
  what: string,
  look: () => T | false | undefined | Promise<T | false | undefined>,
): Promise<T> {
  const end = performance.now() + WITHIN_MS
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    assert.ok(performance.now() < end, `it never came: ${what}`)
    await setTimeout(PAUSE_MS)
  }
}
