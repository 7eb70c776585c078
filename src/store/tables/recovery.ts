/** Recoveries, as lists show them. */
import type { Own } from './own.ts'

export interface RecoveryTables {
  readonly cases: {
    readonly organisation: Own
    readonly id: string
    readonly person: string
    readonly state: 'opened' | 'verifying' | 'waiting' | 'restoring' | 'proving' | 'over'
    readonly tier: 'standard' | 'sensitive' | 'privileged'
    readonly ended: string | null
    readonly opened: number
    readonly touched: number
    readonly due: number | null
  }
}
