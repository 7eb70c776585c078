/**
 * What people are told of a trouble that many have: one story each, from when it is first seen until it is over. A story goes
 * on when what explains it changes: many who fail, and then the outage that they are part of, are one. Pure.
 */
import { DEFAULTS } from '../../base/defaults.ts'
import type { Change } from '../../notify/index.ts'
import type { Trouble } from './trouble.ts'

export type StoryState = 'open' | 'taken' | 'closed'

export interface Story {
  /** The verdict by which it was first told. */
  readonly id: string
  /** The verdict by which it is told now. */
  readonly verdict: string
  /** All verdicts that were ever part of it. */
  readonly verdicts: readonly string[]
  readonly state: StoryState
  readonly severity: 'medium' | 'high'
  /** How many people were told of last. */
  readonly people: number
  /** Milliseconds: when it was last told. */
  readonly changed: number
}

/** A trouble, and whether somebody has taken the incident that it is. */
export interface Seen {
  readonly trouble: Trouble
  /** `closed`: staff say that it is none. */
  readonly incident: StoryState | undefined
}

export interface Retold {
  /** Those that changed, and new ones. */
  readonly stories: readonly Story[]
  /** One for each of them. */
  readonly changes: readonly Change[]
}

/**
 * Compares what was told with what is seen at `now`. Nothing is told of a trouble that was over before anybody was told, as
 * in logs of last year. A story whose verdicts do not stand any more is over as well.
 */
export function retell(told: readonly Story[], seen: readonly Seen[], now: number): Retold {
  const stories: Story[] = []
  const changes: Change[] = []
  const going = new Set<string>()

  function tell(before: Story | undefined, after: Story): void {
    stories.push({ ...after, changed: now })
    changes.push({
      subject: `trouble:${after.id}`,
      kind: 'lockout',
      weight: before === undefined || isMilestone(before, after) ? 'milestone' : 'detail',
      severity: after.severity,
      about: { trouble: after.id },
    })
  }

  for (const one of seen) {
    const before = told.find(({ verdicts }) => verdicts.some((id) => one.trouble.verdicts.includes(id)))
    if (before !== undefined) going.add(before.id)
    const after = storyOf(before, one)
    if (before === undefined ? after.state !== 'closed' : hasNews(before, after)) tell(before, after)
  }
  for (const story of told) {
    if (story.state !== 'closed' && !going.has(story.id)) tell(story, { ...story, state: 'closed' })
  }
  return { stories, changes }
}

function storyOf(before: Story | undefined, { trouble, incident }: Seen): Story {
  const people = Math.max(before?.people ?? 0, trouble.peopleCount)
  return {
    id: before?.id ?? trouble.id,
    verdict: trouble.id,
    verdicts: [...new Set([...(before?.verdicts ?? []), ...trouble.verdicts])],
    state: stateOf(trouble, incident),
    // So many that desks are called all day; fewer are a team.
    severity: before?.severity === 'high' || people >= DEFAULTS.wide.organisationPeopleMin ? 'high' : 'medium',
    people,
    changed: before?.changed ?? 0,
  }
}

/** Staff may say of many who fail that it is nothing; an outage is over when the log says so. */
function stateOf({ kind, ended }: Trouble, incident: Seen['incident']): StoryState {
  if (ended !== undefined || (kind === 'mass-lockout' && incident === 'closed')) return 'closed'
  return incident === 'taken' ? 'taken' : 'open'
}

/** More people are news when they are twice as many: a morning's outage grows every second. */
function hasNews(before: Story, after: Story): boolean {
  return (
    isMilestone(before, after) ||
    before.verdict !== after.verdict ||
    before.verdicts.length !== after.verdicts.length ||
    after.people >= 2 * before.people
  )
}

function isMilestone(before: Story, after: Story): boolean {
  return before.state !== after.state || before.severity !== after.severity
}
