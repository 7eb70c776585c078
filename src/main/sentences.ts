/** What the entries of all rooms say, in a plain sentence each. */
import { CHANGE_SENTENCES } from '../approvals/index.ts'
import { DIRECTORY_SENTENCES } from '../directory/index.ts'
import { INCIDENT_SENTENCES } from '../incidents/index.ts'
import { LEDGER_SENTENCES, type Sentences } from '../ledger/index.ts'
import { NOTICE_SENTENCES } from '../notify/index.ts'
import { ORGANISATION_SENTENCES } from '../organisation/index.ts'
import { POLICY_SENTENCES } from '../policy/index.ts'
import { CASE_SENTENCES } from '../recovery/index.ts'
import { REMEDY_SENTENCES } from '../remedies/index.ts'
import { RESPONSE_SENTENCES } from '../response/index.ts'
import { SENTINEL_SENTENCES } from '../sentinels/index.ts'
import { STAFF_SENTENCES } from '../staff/index.ts'
import { VERIFICATION_SENTENCES } from '../verification/index.ts'
import { SOURCE_SENTENCES } from '../watch/index.ts'

export const SENTENCES: Sentences = {
  ...LEDGER_SENTENCES,
  ...ORGANISATION_SENTENCES,
  ...STAFF_SENTENCES,
  ...DIRECTORY_SENTENCES,
  ...VERIFICATION_SENTENCES,
  ...CHANGE_SENTENCES,
  ...NOTICE_SENTENCES,
  ...SOURCE_SENTENCES,
  ...INCIDENT_SENTENCES,
  ...DIRECTORY_SENTENCES,
  ...POLICY_SENTENCES,
  ...CASE_SENTENCES,
  ...REMEDY_SENTENCES,
  ...RESPONSE_SENTENCES,
  ...SENTINEL_SENTENCES,
}
