/** What Okta's tables share: where things are documented, and how entries are written. */
import { familyOf, rowsOf } from './families.ts'

/** Okta's catalogue of System Log event types. */
export const EVENT_TYPES = 'developer.okta.com/docs/reference/api/event-types'
/** Okta's article on why sign-ins fail, and the reasons in the names of the older Events API that it still uses. */
export const FAILURES = 'support.okta.com common-okta-login-failures; Events API, core.user_auth.login_failed.*'
/** Okta's help page on MFA that nobody finished. */
export const ABANDONMENT = 'help.okta.com/oie MFA abandonment'
/** Okta's article on rejected pushes, and what logs show in debugContext.debugData. */
export const PUSH = 'support.okta.com does-rejecting-an-okta-verify-push-notification-counts-as-failed-mfa; observed'

export const rows = rowsOf('okta')
export const family = familyOf('okta')
