/** What the entries about people say. */
import { type Sentences, textOf } from '../ledger/index.ts'

const BECAUSE: Readonly<Record<string, string>> = {
  staff: 'by a member of staff',
  role: 'by a role',
  group: 'by a group',
  import: 'by an import',
  link: 'by another account of the same person',
}

const FROZEN: Readonly<Record<string, string>> = {
  staff: 'by a member of staff',
  stop: 'because a recovery was stopped',
  incident: 'because of an incident',
  link: 'because another account of theirs was',
}

export const DIRECTORY_SENTENCES: Sentences = {
  'tier-raised': ({ to, because }) => `The person’s tier is ${textOf(to)}, ${BECAUSE[textOf(because)] ?? 'raised'}.`,
  'tier-lowering-agreed': ({ to, countsFrom }) =>
    `Two people agreed to lower the person’s tier to ${textOf(to)}${typeof countsFrom === 'number' ? `, from ${new Date(countsFrom).toISOString()} on` : ''}.`,
  'tier-lowering-held': () => 'The wait for a lower tier lasts longer: nobody was there to take an objection.',
  'directory-imported': ({ accounts, contacts, asked }) =>
    `${textOf(accounts)} accounts were imported, and two people approved them.${typeof contacts === 'number' && contacts > 0 && asked !== true ? ` ${contacts} contact points were not asked “was this you?”: there is no channel to them yet.` : ''}`,
  'person-frozen': ({ because, reason }) =>
    `The person is frozen, ${FROZEN[textOf(because)] ?? 'and nothing gives them access'}${typeof reason === 'string' ? `: “${reason}”` : '.'}`,
  'person-unfrozen': () => 'Two people ended the person’s freeze.',
  'account-linked': () => 'Two people said that the account is this person’s.',
  'account-parted': () => 'Two people said that the account is not this person’s, but somebody’s of their own.',
  'approvers-named': ({ approvers }) =>
    `Two people named who approves in place of managers${Array.isArray(approvers) ? `: ${approvers.length}` : ''}.`,
  'trusted-contacts-set': ({ contacts, needed }) =>
    `Two people said who can vouch for the person: ${Array.isArray(contacts) ? contacts.length : '?'}, of whom ${textOf(needed)} have to.`,
  'tier-rules-set': ({ rules }) =>
    `Roles and groups raise tiers by ${Array.isArray(rules) ? rules.length : '?'} rules from now on.`,
  'emergency-account-registered': () => 'Two people entered an emergency account into the registry.',
  'emergency-account-removed': () => 'Two people took an emergency account out of the registry.',
}
