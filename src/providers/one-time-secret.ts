/**
 * A secret that a provider tells once (a pass, an enrolment link), on its way to whoever may see it. It is taken once, and
 * nothing else shows it: whatever is printed, logged or written as JSON says only that there was one (DESIGN §3 rule 9).
 */
import { inspect } from 'node:util'

const SHOWN = '[one-time secret]'

export class OneTimeSecret {
  #value: string | undefined

  constructor(value: string) {
    this.#value = value
  }

  /** Gives it away, and forgets it. Throws if it was given away before. */
  take(): string {
    const value = this.#value
    if (value === undefined) throw new Error('This secret was handed over before, and is kept nowhere.')
    this.#value = undefined
    return value
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}
