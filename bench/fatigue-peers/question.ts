/**
 * The one question that all contenders answer: who refused five pushes within sixty minutes?
 *
 * A refusal is one of two Okta System Log events: `user.mfa.okta_verify.deny_push` (Classic Engine), or
 * `user.authentication.auth_via_mfa` that failed with INVALID_CREDENTIALS and `pushOnlyResponseType=OV_RESPONSE_DENY`
 * (Identity Engine). People are told apart by `actor.id`, and named by `actor.alternateId`.
 *
 * The SQL in duckdb.ts and the configuration in syslog-ng.conf say the same in their own words.
 */
export const REFUSALS_MIN = 5

/** Sixty minutes exactly count, a second more does not: CONTRACTS.md, Order; the rule's own numbers are in src/base/defaults.ts. */
export const WINDOW_MS = 60 * 60_000

/** What the data must hold; the numbers. */
export const EVENTS = 300_000
export const PEOPLE = 20_000
export const VICTIMS = 200
