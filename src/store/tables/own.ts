import type { GeneratedAlways } from 'kysely'

/** A column that the database fills with the organisation of `db.in(organisation)`. It is never written by hand. */
export type Own = GeneratedAlways<string>
