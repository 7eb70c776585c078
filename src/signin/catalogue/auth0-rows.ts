/** What Auth0's tables share: where things are documented, and how entries are written. */
import { familyOf, rowsOf } from './families.ts'

/** Auth0's table of log event type codes, and the published schemas of its tenant logs. */
export const CODES = 'auth0.com/docs/deploy-monitor/logs/log-event-type-codes; github.com/auth0/auth0-log-schemas'

export const rows = rowsOf('auth0')
export const family = familyOf('auth0')
