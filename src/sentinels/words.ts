/** What the entries about automations say. */
import { type Sentences, textOf } from '../ledger/index.ts'

export const SENTINEL_SENTENCES: Sentences = {
  'automation-declared': ({ automation, provider, who, kinds, privileged }) =>
    `Two people declared the automation ${textOf(automation)}: ${textOf(who)} may make changes of ${
      Array.isArray(kinds) ? kinds.length : '?'
    } kinds at ${textOf(provider)}${privileged === true ? ', also of privileged people' : ''}, and no incident is opened.`,
  'automation-ended': ({ automation }) =>
    `The automation ${textOf(automation)} was ended: what it changes from now on opens an incident.`,
}
