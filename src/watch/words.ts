/** What the entries about sources say. */
import { type Sentences, textOf } from '../ledger/index.ts'

export const SOURCE_SENTENCES: Sentences = {
  'source-added': ({ name, tenant }) => `The source “${textOf(name)}” was added, for the tenant ${textOf(tenant)}.`,
  'source-closed': () => 'The source was closed: its token opens nothing from now on.',
  'source-token-renewed': () =>
    'The source was given another token. The one before ends once the new one is used, or after 24 hours.',
  'quarantine-released': ({ released, accepted, quarantined }) =>
    `${textOf(released)} records were taken out of the quarantine and gave ${textOf(accepted)} new sign-ins; ${textOf(quarantined)} stay.`,
}
