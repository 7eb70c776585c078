/** A change that weakens, as notify's outbox takes it, and its words when the message leaves (DESIGN §3 rule 24). */
import { common, type Describe, mailboxOf, SETTING_EVENTS, type Change as Told } from '../notify/index.ts'
import type { ChangeKind } from '../organisation/index.ts'
import type { ChangeNotice } from './notices.ts'

/** To the channels of its severity, and to every administrator by mail. Undefined for a step that the next one tells. */
export function toldOfChange({ to, change, fact }: ChangeNotice): Told | undefined {
  const event = SETTING_EVENTS.find((known) => fact.type === `change-${known}`)
  if (event === undefined) return undefined
  const about = { event, kind: change.kind, by: change.by, until: event === 'proposed' ? String(change.until) : '' }
  return {
    subject: `change:${change.id}`,
    kind: 'setting',
    weight: 'milestone',
    severity: 'high',
    also: to.map(mailboxOf),
    about,
  }
}

/** For the kind `setting` of notify's room. */
export function describeChange(kinds: readonly Pick<ChangeKind, 'name' | 'summary'>[]): Describe {
  return async (_tx, asked) => {
    const { event: name, kind = '', by = '', until = '' } = asked.subject.about
    const event = SETTING_EVENTS.find((known) => known === name)
    if (event === undefined) return undefined
    return {
      ...common(asked, '/changes'),
      kind: 'setting',
      event,
      what: kinds.find((known) => known.name === kind)?.summary ?? kind,
      by: await asked.nameOf(by),
      ...(until === '' ? {} : { until: Number(until) }),
    }
  }
}
