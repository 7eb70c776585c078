/** The table of stories, and the incidents that belong to them. */
import { incidentsOfTrouble } from '../../incidents/index.ts'
import type { OrganisationTransaction } from '../../store/index.ts'
import type { Seen, Story } from './story.ts'
import type { Trouble } from './trouble.ts'

export async function loadStories(tx: OrganisationTransaction): Promise<readonly Story[]> {
  const rows = await selectStories(tx).orderBy('id').execute()
  return rows.map(read)
}

export async function storyById(tx: OrganisationTransaction, id: string): Promise<Story | undefined> {
  const row = await selectStories(tx).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : read(row)
}

function selectStories(tx: OrganisationTransaction) {
  return tx
    .selectFrom('switchboard_stories')
    .select(['id', 'verdict', 'verdicts', 'state', 'severity', 'people', 'changed'])
}

function read({ verdicts, ...rest }: Omit<Story, 'verdicts'> & { readonly verdicts: string }): Story {
  return { ...rest, verdicts: JSON.parse(verdicts) as string[] }
}

export async function writeStories(tx: OrganisationTransaction, stories: readonly Story[]): Promise<void> {
  for (const { id, verdicts, ...rest } of stories) {
    const row = { ...rest, verdicts: JSON.stringify(verdicts) }
    await tx
      .insertInto('switchboard_stories')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(row))
      .execute()
  }
}

/** Forgets what was over before `before` (milliseconds). */
export async function forgetStories(tx: OrganisationTransaction, before: number): Promise<void> {
  await tx.deleteFrom('switchboard_stories').where('state', '=', 'closed').where('changed', '<', before).execute()
}

/** Each trouble with how far the incident is that its findings are in, if there is one. */
export async function withIncidents(
  tx: OrganisationTransaction,
  troubles: readonly Trouble[],
): Promise<readonly Seen[]> {
  const ids = troubles.flatMap(({ verdicts }) => verdicts)
  const incidents = ids.length === 0 ? [] : await incidentsOfTrouble(tx, ids)
  return troubles.map((trouble) => {
    const own = incidents.filter(({ sightings }) => trouble.verdicts.some((id) => sightings.has(id)))
    const open = own.filter(({ closedAt }) => closedAt === undefined)
    if (own.length === 0) return { trouble, incident: undefined }
    if (open.length === 0) return { trouble, incident: 'closed' }
    return { trouble, incident: open.some(({ owner }) => owner !== undefined) ? 'taken' : 'open' }
  })
}
