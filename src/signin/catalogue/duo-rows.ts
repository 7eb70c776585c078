/** What Duo's tables share: where things are documented, and how entries are written. */
import { familyOf, rowsOf } from './families.ts'

/** Duo's description of its authentication log, and Panther's schema of it, which lists every reason. */
export const REASONS = 'duo.com/docs/adminapi, authentication logs; github.com/panther-labs/panther, duologs'
/** Duo's description of its administrator, activity, telephony and Trust Monitor logs. */
export const ACTIONS = 'duo.com/docs/adminapi, administrator and activity logs'
export const OTHER_LOGS = 'duo.com/docs/adminapi, telephony logs and Trust Monitor'
/** Seen in logs that others published; Duo's own words on it were not found. */
export const OBSERVED = 'observed'

export const rows = rowsOf('duo')
export const family = familyOf('duo')
