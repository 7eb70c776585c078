/**
 * Where the log gives attempts no id, rows of one client with less than five minutes between them are one attempt
 * (CONTRACTS.md, "Attempt"): a code mistyped twice and then right is an attempt that succeeded.
 */
import type { Attempt, Person } from '../happening.ts'

const GAP_MS = 5 * 60_000

interface Group {
  readonly client: string
  readonly attempts: Attempt[]
}

export interface Grouping {
  /** In the order in which they ended. */
  attempt(made: Attempt, person: Person): void
  /** Whatever the person has begun counts as it stands: something else happened to them. */
  settle(person: Person): void
  close(): void
}

/** Calls `judge` for each whole attempt: failed ones as one, successful ones as they ended. */
export function grouping(judge: (made: Attempt) => void): Grouping {
  const open = new Map<Person, Group[]>()
  const settle = (person: Person): void => {
    for (const group of open.get(person) ?? []) judge(whole(group.attempts))
    open.delete(person)
  }
  return {
    settle,
    attempt: (made, person) => {
      const client = `${made.seat.device.id} ${made.protocol}`
      const groups = open.get(person) ?? []
      const own = groups.find((group) => group.client === client && made.time - finish(group.attempts) < GAP_MS)
      if (made.complete) {
        // The same client came through: what it tried before was part of it. Other clients' failures stay failures.
        open.set(
          person,
          groups.filter((group) => group !== own),
        )
        settle(person)
        judge(made)
        return
      }
      if (own) own.attempts.push(made)
      else {
        for (const group of groups.filter((one) => one.client === client)) judge(whole(group.attempts))
        open.set(person, [...groups.filter((one) => one.client !== client), { client, attempts: [made] }])
      }
    },
    close: () => {
      for (const person of [...open.keys()]) settle(person)
    },
  }
}

function finish(attempts: readonly Attempt[]): number {
  const last = attempts[attempts.length - 1]!
  return last.time + (last.steps[last.steps.length - 1]?.at ?? 1000)
}

/** Failed tries as one failed attempt, from the first that came as far as the second step or was stopped. */
function whole(attempts: readonly Attempt[]): Attempt {
  const telling = attempts.filter((made) => made.first !== 'wrong' || made.stop)
  const first = telling[0] ?? attempts[0]!
  const steps = telling.flatMap((made) => made.steps.map((step) => ({ ...step, at: step.at + made.time - first.time })))
  const stopped = telling.findLast((made) => made.stop !== null)
  return {
    ...first,
    steps,
    stop: stopped?.stop ?? null,
    tag: telling.findLast((made) => made.tag?.cause)?.tag ?? first.tag,
  }
}
