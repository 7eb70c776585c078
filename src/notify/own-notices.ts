/** The notices of this room's own subjects: channels that are down, messages that count, tests, heartbeats, staff. */
import { DEFAULTS } from '../base/defaults.ts'
import { channelById } from './channel-rows.ts'
import { expectedOf } from './follow-health.ts'
import { judgeHealth } from './health.ts'
import type { NoticeKind } from './notice.ts'
import type { Asked, Describe } from './room.ts'
import { STAFF_EVENTS } from './staff-event.ts'

export const describeOwn: Readonly<Partial<Record<NoticeKind, Describe>>> = {
  async 'channel-down'(tx, asked) {
    const { about, changed } = asked.subject
    const channel = await channelById(tx, about.channel ?? '')
    if (channel === undefined) return undefined
    const judgement = judgeHealth(channel.health, changed, expectedOf(channel))
    return {
      ...common(asked, '/connections'),
      kind: 'channel-down',
      state: channel.downSince === undefined ? 'closed' : 'open',
      channel: channel.label,
      what: judgement.text,
    }
  },
  async 'held-back'(_tx, asked) {
    // Each notice that was held back is one revision of the message that counts them.
    return { ...common(asked, '/incidents'), kind: 'held-back', state: 'open', count: asked.subject.revision }
  },
  async 'channel-test'(_tx, asked) {
    const by = await asked.nameOf(asked.subject.about.by ?? '')
    return { ...common(asked, '/connections'), kind: 'channel-test', by }
  },
  async heartbeat(_tx, asked) {
    const next = asked.subject.changed + DEFAULTS.notify.heartbeatMs
    // The subject is `heartbeat:CHANNEL` (rounds.ts).
    const [, channel = ''] = asked.subject.id.split(':')
    return { ...common(asked, `/channels/${channel}`), kind: 'heartbeat', next }
  },
  async staff(_tx, asked) {
    const { event: name, person, by, countsFrom } = asked.subject.about
    const event = STAFF_EVENTS.find((known) => known === name)
    if (event === undefined) return undefined
    return {
      ...common(asked, '/staff'),
      kind: 'staff',
      event,
      person: person === undefined ? '' : await asked.nameOf(person),
      by: by === undefined ? '' : await asked.nameOf(by),
      ...(countsFrom === undefined ? {} : { countsFrom: Number(countsFrom) }),
    }
  },
}

/** What all notices have, with a link to a page of the console. For rooms that describe their own subjects. */
export function common({ subject, organisation, pagesUrl }: Asked, page: `/${string}`) {
  const { severity, opened, changed } = subject
  return { organisation, severity, opened, changed, link: `${pagesUrl}${page}` }
}
