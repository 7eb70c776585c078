/** What the entries about policies say. */
import { type Sentences, textOf } from '../ledger/index.ts'

export const POLICY_SENTENCES: Sentences = {
  'policy-activated': ({ version }) => `A recovery policy was put into force: version ${textOf(version).slice(0, 12)}.`,
}
