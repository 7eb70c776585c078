/**
 * Contender: the plain loop that anybody would write. Reads one event a line, parses every line with JSON.parse, keeps
 * the times of refusals per person, and prints the logins of those with enough of them in the window.
 *
 *   node bench/fatigue-peers/json-parse.ts FILE          (/dev/stdin is a file too)
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { REFUSALS_MIN, WINDOW_MS } from './question.ts'

const CHUNK_BYTES = 1 << 20
const LINE_END = 10

interface OktaEvent {
  readonly eventType: string
  readonly published: string
  readonly actor: { readonly id: string; readonly alternateId: string }
  readonly outcome: { readonly result: string; readonly reason: string | null }
  readonly debugContext: { readonly debugData: { readonly pushOnlyResponseType?: string } }
}

interface Refusals {
  readonly name: string
  readonly times: number[]
}

function isRefusal({ eventType, outcome, debugContext }: OktaEvent): boolean {
  if (eventType === 'user.mfa.okta_verify.deny_push') return true
  return (
    eventType === 'user.authentication.auth_via_mfa' &&
    outcome.result === 'FAILURE' &&
    outcome.reason === 'INVALID_CREDENTIALS' &&
    debugContext.debugData.pushOnlyResponseType === 'OV_RESPONSE_DENY'
  )
}

/** Calls back with each line of a file, without its end. */
function forEachLine(path: string, take: (line: string) => void): void {
  const file = openSync(path, 'r')
  let buffer = Buffer.alloc(CHUNK_BYTES)
  let used = 0
  for (;;) {
    if (used === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)])
    const read = readSync(file, buffer, used, buffer.length - used, null)
    if (read === 0) break
    used += read
    let from = 0
    for (let end = buffer.indexOf(LINE_END); end >= 0 && end < used; end = buffer.indexOf(LINE_END, from)) {
      take(buffer.toString('utf8', from, end))
      from = end + 1
    }
    buffer.copyWithin(0, from, used)
    used -= from
  }
  if (used > 0) take(buffer.toString('utf8', 0, used))
  closeSync(file)
}

function isFatigue({ times }: Refusals): boolean {
  times.sort((one, other) => one - other)
  return times.some((time, index) => time - (times[index - REFUSALS_MIN + 1] ?? Number.NaN) <= WINDOW_MS)
}

const [path = '/dev/stdin'] = process.argv.slice(2)
const people = new Map<string, Refusals>()
forEachLine(path, (line) => {
  const event: OktaEvent = JSON.parse(line)
  if (!isRefusal(event)) return
  const { id, alternateId } = event.actor
  const refusals = people.get(id) ?? { name: alternateId, times: [] }
  refusals.times.push(Date.parse(event.published))
  people.set(id, refusals)
})
for (const refusals of people.values()) if (isFatigue(refusals)) console.log(refusals.name)
