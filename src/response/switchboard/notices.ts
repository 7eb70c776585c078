/** Who is told of a trouble that many have: owed in the transaction in which it is seen, written when the message leaves. */
import { DEFAULTS } from '../../base/defaults.ts'
import { incidentsOfTrouble } from '../../incidents/index.ts'
import { type Change, common, type Describe } from '../../notify/index.ts'
import { settingsOf } from '../../organisation/index.ts'
import type { OrganisationTransaction } from '../../store/index.ts'
import type { Changes } from '../../watch/index.ts'
import { loadTroubles, troubleById } from './callers.ts'
import { retell } from './story.ts'
import { forgetStories, loadStories, storyById, withIncidents, writeStories } from './story-rows.ts'
import { sayOf, titleOf } from './text.ts'

const NAMES_MAX = 20
const NEXT =
  'Give people the text of the switchboard, and reset nobody: a new authenticator does not help against this.'

export interface TellingTroubles {
  /** Milliseconds. */
  readonly now: number
  /** Takes notify's lock, which orders all that tell stories. */
  lock(tx: OrganisationTransaction): Promise<void>
  /** Notify's `owe`. */
  owe(tx: OrganisationTransaction, changes: readonly Change[]): Promise<void>
}

/**
 * Compares what people were told with what is so, and owes the difference: after verdicts were told, after staff did something
 * about an incident, and from time to time, because silence ends some troubles. Telling it twice changes nothing.
 */
export async function tellTroubles(tx: OrganisationTransaction, { now, lock, owe }: TellingTroubles): Promise<void> {
  await lock(tx)
  const seen = await withIncidents(tx, await loadTroubles(tx, now))
  const { stories, changes } = retell(await loadStories(tx), seen, now)
  await writeStories(tx, stories)
  await forgetStories(tx, now - DEFAULTS.switchboard.rememberedMs)
  await owe(tx, changes)
}

/** Whether these may begin, change or end a trouble. What is withdrawn is not told by its kind. */
export function mayBeTrouble({ told, withdrawn }: Changes): boolean {
  if (withdrawn.length > 0) return true
  return told.some(({ kind, body }) => {
    if (kind === 'finding') return body.includes('"detection":"mass-lockout"')
    return kind !== 'lockout' || !body.includes('"scope":"one"')
  })
}

/** For the kind `lockout` of notify's room. */
export const describeTrouble: Describe = async (tx, asked) => {
  const { subject, nameOf } = asked
  const story = await storyById(tx, subject.about.trouble ?? '')
  if (story === undefined) return undefined
  const trouble = await troubleById(tx, story.verdict, subject.changed)
  if (trouble === undefined) return undefined
  const { people, peopleCount, provider } = trouble
  const isOver = story.state === 'closed'
  const shown = isOver ? { ...trouble, ended: trouble.ended ?? subject.changed } : { ...trouble, ended: undefined }
  const [incident] = await incidentsOfTrouble(tx, story.verdicts)
  const { zone } = await settingsOf(tx)
  return {
    ...common(asked, '/switchboard'),
    kind: 'lockout',
    state: story.state,
    cause: titleOf(trouble),
    provider,
    people: people.slice(0, NAMES_MAX),
    peopleCount: Math.max(people.length, peopleCount),
    say: sayOf(shown, subject.changed, zone),
    next: NEXT,
    ...(incident?.owner === undefined ? {} : { takenBy: await nameOf(incident.owner) }),
  }
}
