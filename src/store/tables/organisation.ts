/** Organisations, and what one server at a time does for each. */
import type { Generated } from 'kysely'
import type { Own } from './own.ts'

export interface OrganisationTables {
  readonly organisations: {
    readonly organisation: Generated<string>
    readonly name: string
    readonly created: number
    /** It runs the installation. */
    readonly home: Generated<boolean>
    /** How many days sign-ins are kept. */
    readonly kept_days: Generated<number>
    /** When a server was last up for it. */
    readonly alive: Generated<number | null>
    /** IANA name; null is the machine's. */
    readonly time_zone: Generated<string | null>
  }
  readonly leases: {
    readonly organisation: Own
    /** `watch`, `file/ID`. */
    readonly duty: string
    /** Counts whose turn it is. */
    readonly term: number
    readonly until: Date
  }
}
