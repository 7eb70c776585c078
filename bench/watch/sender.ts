/**
 * A source that delivers at a steady rate, in a thread of its own so that it does not take time from the server: Okta rows,
 * a millisecond apart, and once a second a person's five refused prompts among them.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { simulate } from '../../src/simulator/index.ts'
import { lines, refusal } from '../../src/watch/sample-organisation.ts'
import { NOON } from '../store/rows.ts'

export interface Sending {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Rows a second. */
  readonly rate: number
  readonly seconds: number
}

/** The fifth refusal of this person goes out now; by the clock that all threads share, in milliseconds. */
export interface Sent {
  readonly person: string
  readonly at: number
}

const DELIVERIES_A_SECOND = 50

/** Okta's rows, a millisecond apart, from noon of the one day on. */
export function* simulatedLines(): Generator<string> {
  const { rows } = simulate({ people: 2000, days: 30, seed: 1, incidents: 1, as: 'okta' })
  let number = 0
  for (const line of rows()) {
    yield line.replace(/"published":"[^"]*"/, `"published":"${new Date(NOON + number++).toISOString()}"`)
  }
}

export const now = (): number => performance.timeOrigin + performance.now()

async function send({ url, headers, rate, seconds }: Sending): Promise<void> {
  const count = seconds * DELIVERIES_A_SECOND
  const perDelivery = Math.round(rate / DELIVERIES_A_SECOND)
  const source = simulatedLines()
  // Made beforehand: the simulator is no part of what is measured.
  const bodies = Array.from({ length: count }, (_, number) => {
    const rows = Array.from({ length: perDelivery }, () => source.next().value)
    const isVictims = number % DELIVERIES_A_SECOND === DELIVERIES_A_SECOND - 1
    const person = isVictims ? `victim${number}@example.com` : undefined
    const refusals = person === undefined ? '' : refusalsOf(person, (number + 1) * perDelivery)
    return { body: `${rows.join('\n')}\n${refusals}`, person }
  })
  const start = now()
  const pending: Promise<void>[] = []
  for (const [number, { body, person }] of bodies.entries()) {
    const due = start + (number * 1000) / DELIVERIES_A_SECOND
    if (now() < due) await wait(due - now())
    if (person !== undefined) parentPort?.postMessage({ person, at: now() } satisfies Sent)
    pending.push(deliver(url, headers, body))
  }
  await Promise.all(pending)
}

async function deliver(url: string, headers: Sending['headers'], body: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers, body })
  if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`)
  await answer.arrayBuffer()
}

/** Five refusals of a person of one's own, right after the rows sent so far. */
function refusalsOf(name: string, after: number): string {
  return lines(
    ...[1, 2, 3, 4, 5].map((each) => ({
      ...refusal(0, `${name} ${each}`),
      actor: { id: name.replace('@', '-'), type: 'User', alternateId: name, displayName: name },
      authenticationContext: { rootSessionId: `${name} ${each}` },
      published: new Date(NOON + after + each).toISOString(),
    })),
  )
}

if (parentPort !== null) await send(workerData as Sending)
