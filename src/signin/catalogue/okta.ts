/**
 * Okta's codes: System Log event types, outcome reasons and results, and the answers to pushes that stand in the debug
 * data. Event types that are not here are of no meaning to a sign-in.
 */
import type { Entry } from './entry.ts'
import { OKTA_CHANGES } from './okta-changes.ts'
import { OKTA_REASONS } from './okta-reasons.ts'
import { OKTA_SIGN_IN } from './okta-sign-in.ts'

export const OKTA: readonly Entry[] = [...OKTA_SIGN_IN, ...OKTA_CHANGES, ...OKTA_REASONS]
