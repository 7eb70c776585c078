/** When one verdict says all that matters of another, so that the other need not be told. Pure. */
import type { Finding } from '../diagnosis/index.ts'
import { hasAll, isOpen, type LiveVerdict, rankOf } from './live-verdict.ts'

/** Does one verdict say all that matters of another: of the same, at the same time, no less severe and no less open? */
function covers(one: LiveVerdict, other: LiveVerdict): boolean {
  if (!overlap(one.body, other.body) || (isOpen(other) && !isOpen(one))) return false
  if (one.body.provider !== other.body.provider) return false
  if (one.kind === 'finding' && other.kind === 'finding') {
    return subjectOf(one.body) === subjectOf(other.body) && rankOf(one.body) >= rankOf(other.body)
  }
  if (one.kind === 'policy-block' && other.kind === 'policy-block' && one.body.policy !== other.body.policy)
    return false
  return one.kind === other.kind && one.kind !== 'finding' && other.kind !== 'finding' && hasAll(one.body, other.body)
}

/** What a finding is about, as text. */
function subjectOf({ detection, provider, account, person, address }: Finding): string {
  return JSON.stringify([detection, provider, account || person || '', person === undefined ? address : ''])
}

interface Span {
  readonly start: string
  readonly end: string
}

/** Instants of one form: their text has their order. */
function overlap(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end
}

/** Whether one of these covers a verdict. */
export function coverage(verdicts: readonly LiveVerdict[]): (one: LiveVerdict) => boolean {
  // Only when somebody asks: most of the time nobody does.
  let near: ReadonlyMap<string, readonly LiveVerdict[]> | undefined
  // What covers a lockout has all of its people: so also the first.
  return (one) => {
    near ??= byPlace(verdicts)
    return near.get(placesOf(one)[0] ?? '')?.some((other) => covers(other, one)) === true
  }
}

function byPlace(verdicts: readonly LiveVerdict[]): ReadonlyMap<string, readonly LiveVerdict[]> {
  const near = new Map<string, LiveVerdict[]>()
  for (const verdict of verdicts) {
    for (const place of placesOf(verdict)) {
      const list = near.get(place)
      if (list === undefined) near.set(place, [verdict])
      else list.push(verdict)
    }
  }
  return near
}

/** Where to look for it: a lockout is found by each of its people. */
function placesOf({ kind, body }: LiveVerdict): readonly string[] {
  switch (kind) {
    case 'finding':
      return [subjectOf(body)]
    case 'lockout':
      return body.people.map((person) => `${kind} ${body.provider} ${person}`)
    case 'outage':
      return [`${kind} ${body.provider}`]
    case 'policy-block':
      return [`${kind} ${body.provider} ${body.policy}`]
  }
}
