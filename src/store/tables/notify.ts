/** Notices: where they go, and what is owed. */
import type { Generated } from 'kysely'
import type { Own } from './own.ts'

export interface NoticeTables {
  readonly notice_routing: {
    readonly organisation: Own
    /** As JSON; null until it is set for the first time. */
    readonly routing: string | null
    readonly changed: number | null
  }
  readonly notice_channels: {
    readonly organisation: Own
    readonly id: string
    readonly kind: 'slack' | 'teams' | 'pagerduty' | 'mail' | 'webhook' | 'syslog'
    readonly label: string
    readonly read_with: string
    readonly confirm_ms: number | null
    /** AES-256-GCM: which master key, nonce, and the settings' JSON with the tag. */
    readonly settings_key: string
    readonly settings_nonce: string
    readonly settings_data: string
    readonly created: number
    readonly saved: number
    readonly health: string
    readonly colour: 'green' | 'amber' | 'red'
    readonly colour_since: number
    readonly down_since: number | null
  }
  readonly notice_subjects: {
    readonly organisation: Own
    readonly id: string
    readonly kind: string
    readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical'
    readonly revision: number
    readonly milestone: number
    /** Lists of channels and an object of ids, as JSON. */
    readonly told: string
    readonly held_back: string
    readonly about: string
    readonly opened: number
    readonly changed: number
  }
  readonly notice_budgets: {
    readonly organisation: Own
    readonly channel: string
    readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical'
    readonly window_start: number
    readonly used: number
    readonly held_back: number
  }
  readonly notice_deliveries: {
    readonly organisation: Own
    readonly channel: string
    readonly subject: string
    /** How far it is, as notify/ writes it. */
    readonly body: string
    readonly is_refused: Generated<boolean>
    /** When the next try is owed; null while nothing is. */
    readonly due: number | null
  }
}
