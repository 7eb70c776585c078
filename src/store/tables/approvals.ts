/** Changes of settings. */
import type { Own } from './own.ts'

export interface ApprovalTables {
  readonly changes: {
    readonly organisation: Own
    readonly id: string
    readonly kind: string
    readonly standing: 'open' | 'applied' | 'withdrawn' | 'expired' | 'refused'
    readonly until: number
  }
}
