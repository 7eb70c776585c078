/** Changes at providers that need a case, and what explained them. */
import type { Own } from './own.ts'

export interface SentinelTables {
  readonly provider_changes: {
    readonly organisation: Own
    readonly event: string
    readonly provider: string
    readonly tenant: string
    readonly account: string
    readonly actor: string
    readonly change: string
    readonly target: string
    readonly time: number
    readonly explained: string | null
    readonly note: string
  }
}
