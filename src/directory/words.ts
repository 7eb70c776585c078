/** What the entries about people say. */
import { type Sentences, textOf } from '../ledger/index.ts'

const BECAUSE: Readonly<Record<string, string>> = {
  staff: 'by a member of staff',
  role: 'by a role',
  group: 'by a group',
  import: 'by an import',
  link: 'by another account of the same person',
}

export const DIRECTORY_SENTENCES: Sentences = {
  'tier-raised': ({ to, because }) => `The person’s tier is ${textOf(to)}, ${BECAUSE[textOf(because)] ?? 'raised'}.`,
  'tier-lowering-agreed': ({ to, countsFrom }) =>
    `Two people agreed to lower the person’s tier to ${textOf(to)}${typeof countsFrom === 'number' ? `, from ${new Date(countsFrom).toISOString()} on` : ''}.`,
  'tier-lowering-held': () => 'The wait for a lower tier lasts longer: nobody was there to take an objection.',
  'directory-imported': ({ accounts }) => `${textOf(accounts)} accounts were imported, and two people approved them.`,
  'emergency-account-registered': () => 'Two people entered an emergency account into the registry.',
  'emergency-account-removed': () => 'Two people took an emergency account out of the registry.',
}
