/** What the entries about an organisation's settings say. */
import { type Sentences, textOf } from '../ledger/index.ts'

export const ORGANISATION_SENTENCES: Sentences = {
  'organisation-renamed': ({ name }) => `The organisation is called “${textOf(name)}” from now on.`,
  'retention-changed': ({ keptDays, before }) =>
    `Sign-ins are kept for ${textOf(keptDays)} days; it was ${textOf(before)}.`,
  'time-zone-changed': ({ zone }) => `Clock times are said in the time zone ${textOf(zone)}.`,
}
