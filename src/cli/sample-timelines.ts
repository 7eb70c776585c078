/** Made-up timelines, for tests and for looking at the faces. */
import type { Timeline, TimelineEntry } from '../diagnosis/index.ts'
import { at, ENTRA_FILE, HOSTILE } from './sample-rows.ts'

/** Two people's timelines: one locked out, one whose name is hostile. */
export function sampleTimelines(): readonly Timeline[] {
  const week = [17, 18, 19, 20, 23].flatMap((day): readonly TimelineEntry[] => [
    entry(at(day, '08:31'), 'signed in with a prompt, usual laptop, Lisbon', 'ok', day),
  ])
  const fails = Array.from({ length: 8 }, (_, index) =>
    entry(at(24, `08:${41 + index * 2}:10`), 'wrong code from the authenticator app (500121)', 'bad', 300 + index),
  )
  return [
    {
      person: 'ana.ferreira@example.com',
      account: 'account-0',
      provider: 'entra',
      entries: [
        ...week,
        entry(at(23, '13:44'), 'no second step completed: service error (504)', 'warn', 210),
        entry(at(24, '08:40:50'), 'right password, second step demanded (50074)', 'info', 299),
        ...fails,
      ],
      cut: 212,
    },
    {
      person: HOSTILE.escape,
      account: 'account-2',
      provider: 'okta',
      entries: [
        entry(at(23, '16:20'), `prompt not answered on “${HOSTILE.markup}”`, 'bad', 900),
        entry(at(23, '16:48'), 'prompt not answered', 'bad', 940),
      ],
    },
  ]
}

function entry(time: string, what: string, tone: TimelineEntry['tone'], line: number): TimelineEntry {
  return { time, what, tone, file: ENTRA_FILE, line, event: `t-${line}` }
}
