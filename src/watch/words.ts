/** What the entries about sources say. */
import { type Sentences, textOf } from '../ledger/index.ts'

export const SOURCE_SENTENCES: Sentences = {
  'source-added': ({ name, tenant }) => `The source “${textOf(name)}” was added, for the tenant ${textOf(tenant)}.`,
  'source-closed': () => 'The source was closed: its token opens nothing from now on.',
}
