/** The tables as Kysely sees them. What each is for stands in its migration. Instants are milliseconds since 1970. */
import type { Generated, GeneratedAlways } from 'kysely'

/** A column that the database fills with the organisation of `db.in(organisation)`. It is never written by hand. */
type Own = GeneratedAlways<string>

export interface Tables {
  readonly organisations: {
    readonly organisation: Generated<string>
    readonly name: string
    readonly created: number
    /** How many days sign-ins are kept. */
    readonly kept_days: Generated<number>
    /** When a server was last up for it. */
    readonly alive: Generated<number | null>
    /** IANA name; null is the machine's. */
    readonly time_zone: Generated<string | null>
  }
  readonly sign_ins: {
    readonly organisation: Own
    /** The day of UTC in which `time` lies, as 2026-02-23. */
    readonly day: string
    /** 16 bytes that tell which event it is. */
    readonly event: Uint8Array
    /** 32 bytes: the leaf hash of `row` in the batch's tree (RFC 6962). */
    readonly digest: Uint8Array
    readonly time: number
    /** Whose it is: 16 bytes that tell which account. */
    readonly account: Uint8Array
    readonly batch: number
    /** The normalised sign-in, as signin/ writes it. */
    readonly row: string
  }
  readonly sign_in_heads: {
    readonly organisation: Own
    readonly position: number
  }
  readonly sign_in_batches: {
    readonly organisation: Own
    /** From 1, in the order of commits, without gaps. */
    readonly position: number
    readonly day: string
    readonly batch: number
    readonly row_count: number
    readonly received: number
  }
  readonly quarantine: {
    readonly organisation: Own
    readonly id: GeneratedAlways<number>
    readonly source: string
    readonly received: number
    readonly code: string
    readonly content: Uint8Array
    readonly released: number | null
  }
  readonly quarantine_totals: {
    readonly organisation: Own
    /** Of those that wait. */
    readonly records: Generated<number>
    readonly bytes: Generated<number>
    /** Since it is full. */
    readonly refused: Generated<number>
    readonly refused_since: number | null
  }
  readonly hourly_summaries: {
    readonly organisation: Own
    /** The hour's first millisecond. */
    readonly hour: number
    readonly provider: string
    readonly activity: string
    readonly outcome: string
    readonly step: string
    readonly reason: string
    readonly method: string
    readonly row_count: number
    readonly account_count: number
  }
  readonly ledger_heads: {
    readonly organisation: Own
    readonly origin: string
    /** Number of the next entry. */
    readonly seq: number
    /** Leaf hash of the last one. */
    readonly previous: Uint8Array
    /** The public keys that count, as ledger/ writes them. */
    readonly keys: string
  }
  readonly ledger_entries: {
    readonly organisation: Own
    readonly seq: number
    readonly stream: string
    /** The entry as it was signed. */
    readonly bytes: Uint8Array
  }
  readonly ledger_tiles: {
    readonly organisation: Own
    readonly level: number
    readonly index: number
    readonly hashes: Uint8Array
  }
  readonly ledger_checkpoints: {
    readonly organisation: Own
    /** How many entries it seals. */
    readonly size: number
    readonly note: string
  }
  readonly person_keys: {
    readonly organisation: Own
    readonly id: string
    readonly master: string
    readonly nonce: string
    readonly data: string
  }
  readonly personal_values: {
    readonly organisation: Own
    /** The entry that commits to it, and under which name. */
    readonly seq: number
    readonly name: string
    readonly key: string
    readonly nonce: string
    readonly data: string
  }
  readonly purged_days: {
    readonly organisation: Own
    readonly day: string
  }
  readonly verdicts: {
    readonly organisation: Own
    readonly id: string
    readonly kind: 'finding' | 'lockout' | 'outage' | 'policy-block'
    /** As JSON. */
    readonly body: string
    readonly first_told: number
    readonly changed: number
    readonly withdrawn: number | null
    /** Read from `body`, to count by. */
    readonly started: number | null
    readonly ended: number | null
    readonly ended_by: string | null
    readonly cause: string | null
    readonly people: Generated<number>
  }
  readonly verdict_subjects: {
    readonly organisation: Own
    /** `okta:00uana`, or `okta:~ana@example.com`. */
    readonly subject: string
    readonly verdict: string
  }
  readonly people: {
    readonly organisation: Own
    /** 16 bytes: `account` of their sign-ins. */
    readonly person: Uint8Array
    readonly provider: string
    readonly tenant: string
    /** The provider's id of the account; empty if only a name is known. */
    readonly account: string
    readonly label: string
    /** The label in lower case. */
    readonly search: string
  }
  readonly people_terms: {
    readonly organisation: Own
    /** A label in lower case from one of its words on. */
    readonly term: string
    readonly person: Uint8Array
  }
  readonly people_noted: {
    readonly organisation: Own
    /** Of the last batch whose people are noted. */
    readonly position: number
    /** How many there are. */
    readonly people: Generated<number>
  }
  readonly source_activity: {
    readonly organisation: Own
    readonly source: string
    readonly last_delivery: number
    /** Of the newest event that it ever delivered. */
    readonly last_event: number | null
    /** Milliseconds from the newest event of the last delivery to that delivery. */
    readonly vendor_delay: number | null
    /** Of its last row. */
    readonly provider: string | null
  }
  readonly source_hours: {
    readonly organisation: Own
    readonly source: string
    readonly hour_of_day: number
    /** The hour's first millisecond. */
    readonly hour: number
    readonly row_count: number
  }
  readonly sources: {
    readonly organisation: Own
    readonly id: string
    readonly name: string
    /** The provider's id of the tenant whose rows it delivers. */
    readonly tenant: string
    readonly kind: Generated<'push' | 'tail' | 'folder'>
    /** SHA-256 of the token's secret half; null for those to which nobody delivers. */
    readonly token_hash: Uint8Array | null
    /** Of the token before, and until when it is good. */
    readonly previous_hash: Generated<Uint8Array | null>
    readonly previous_until: Generated<number | null>
    readonly created: number
    readonly closed: number | null
  }
  readonly source_files: {
    readonly organisation: Own
    readonly source: string
    /** Device and inode. */
    readonly file: string
    readonly path: string
    /** Bytes that were taken, unpacked. */
    readonly position: number
    /** Bytes on the disk when it was last read, and when it was changed then. */
    readonly size: number
    readonly modified: number
    /** SHA-256 of the first `mark_bytes` bytes. */
    readonly mark: Uint8Array
    readonly mark_bytes: number
  }
  readonly staff_members: {
    readonly organisation: Own
    readonly id: string
    /** The member as JSON, as staff/ writes it. */
    readonly body: string
  }
  readonly staff_passkeys: {
    readonly organisation: Own
    /** The credential's id, base64url. */
    readonly id: string
    readonly counter: number
    readonly backed_up: boolean
    readonly last_used: number | null
  }
  readonly staff_challenges: {
    readonly organisation: Own
    /** SHA-256 of the challenge. */
    readonly hash: Uint8Array
    readonly purpose: 'register' | 'sign-in' | 'decide'
    /** The member who is to answer, where that is known. */
    readonly subject: string | null
    readonly expires: number
    readonly used: number | null
  }
  readonly staff_sessions: {
    readonly organisation: Own
    /** SHA-256 of the token's secret half. */
    readonly hash: Uint8Array
    readonly member: string
    readonly passkey: string
    /** When the passkey was used. */
    readonly authenticated: number
    /** The last activity that was written down. */
    readonly seen: number
    readonly ended: number | null
    /** It satisfies no step-up. */
    readonly shows_only: Generated<boolean>
  }
  readonly changes: {
    readonly organisation: Own
    readonly id: string
    readonly kind: string
    readonly standing: 'open' | 'applied' | 'withdrawn' | 'expired' | 'refused'
    readonly until: number
  }
  readonly machine_tokens: {
    readonly organisation: Own
    readonly id: string
    readonly name: string
    /** SHA-256 of the token's secret half. */
    readonly token_hash: Uint8Array
    /** A list, as JSON. */
    readonly permissions: string
    readonly tier_max: 'standard' | 'sensitive' | 'privileged' | 'emergency'
    /** `staff/…`. */
    readonly added_by: string
    readonly created: number
    readonly expires: number
    readonly last_used: number | null
    readonly closed: number | null
  }
  readonly staff_oidc: {
    readonly organisation: Own
    readonly issuer: string
    readonly client_id: string
    /** Encrypted: id of the master key, nonce, data. */
    readonly secret_key: string
    readonly secret_nonce: string
    readonly secret_data: string
    readonly allowed: boolean
    /** As JSON: { acr, amr }. */
    readonly strong: string
  }
  readonly staff_oidc_flows: {
    readonly organisation: Own
    /** SHA-256 of the state. */
    readonly hash: Uint8Array
    /** SHA-256 of the cookie of the browser that began. */
    readonly browser: Uint8Array
    /** Who links an identity; null where somebody signs in. */
    readonly member: string | null
    readonly is_strong: boolean
    readonly nonce: string
    readonly verifier: string
    readonly identity: string | null
    readonly expires: number
    readonly used: number | null
  }
  readonly incidents: {
    readonly organisation: Own
    readonly id: string
    readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical'
    readonly opened: number
    /** When the last of its findings ended. */
    readonly last_seen: number
    readonly closed: number | null
    /** The incident as JSON, as incidents/ writes it. */
    readonly body: string
  }
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
  readonly remedies: {
    readonly organisation: Own
    readonly id: string
    readonly verb: string
    readonly sort: 'giving' | 'taking'
    readonly provider: string
    /** The token of the person or the address. */
    readonly target: string
    readonly of_person: boolean
    /** No human decided on this one. */
    readonly automatic: boolean
    /** The stream of the ledger that it rests on. */
    readonly authority: string
    readonly started: number
    readonly ended: number | null
    readonly outcome: string | null
  }
  readonly responses: {
    readonly organisation: Own
    readonly id: string
    readonly playbook: string
    readonly finding: string
    readonly incident: string | null
    readonly state: string
    readonly opened: number
    readonly changed: number
    /** As JSON, as response/ writes it. */
    readonly body: string
  }
  readonly switchboard_callers: {
    readonly organisation: Own
    /** The verdict that they called about. */
    readonly trouble: string
    readonly id: string
    readonly label: string
    readonly contact: string | null
    readonly belongs: boolean
    readonly why: string
    readonly called: number
    readonly told: number | null
  }
  readonly switchboard_stories: {
    readonly organisation: Own
    readonly id: string
    /** The verdict by which it is told now. */
    readonly verdict: string
    /** As JSON: the ids of all that were ever part of it. */
    readonly verdicts: string
    readonly state: 'open' | 'taken' | 'closed'
    readonly severity: 'medium' | 'high'
    readonly people: number
    readonly changed: number
  }
  readonly directory_accounts: {
    readonly organisation: Own
    /** 16 bytes: as in `sign_ins` and `people`. */
    readonly account: Uint8Array
    readonly provider: string
    readonly tenant: string
    /** The provider's immutable id of it. */
    readonly id: string
    /** What it is called: a login name, mostly. */
    readonly label: string
    /** The label in lower case. */
    readonly search: string
    /** Whose it is; null until it is linked, while it is a person of its own. */
    readonly person: string | null
    readonly noted: number
    /** Since when it is that person's; null if from the beginning. */
    readonly linked: Generated<number | null>
  }
  readonly directory_tiers: {
    readonly organisation: Own
    readonly person: string
    readonly tier: 'standard' | 'sensitive' | 'privileged'
    readonly lowered_to: 'standard' | 'sensitive' | null
    readonly counts_from: number | null
    readonly changed: number
  }
  readonly directory_identities: {
    readonly organisation: Own
    readonly token: string
    readonly account: Uint8Array
  }
  readonly directory_values: {
    readonly organisation: Own
    readonly account: Uint8Array
    readonly kind: 'mail' | 'landline' | 'mobile' | 'manager'
    readonly since: number
    readonly token: string
    readonly baseline: boolean
    readonly ended: number | null
    readonly source: string
    readonly commitment: string
    readonly key: string
    readonly nonce: string
    readonly data: string
  }
  readonly directory_imports: {
    readonly organisation: Own
    readonly id: string
    readonly by_actor: string
    readonly begun: number
    readonly parts: Generated<number>
    readonly lines: Generated<number>
    readonly problems: Generated<number>
    readonly applied: Generated<number | null>
  }
  readonly directory_import_problems: {
    readonly organisation: Own
    readonly import: string
    readonly part: number
    readonly line: number
    readonly number: number
    readonly code: string
    readonly message: string
  }
  readonly directory_import_rows: {
    readonly organisation: Own
    readonly import: string
    readonly account: Uint8Array
    readonly part: number
    readonly line: number
    readonly provider: string
    readonly tenant: string
    readonly id: string
    readonly label: string
    readonly person: string
    readonly outcome: 'new' | 'known' | 'linked' | 'recreated' | 'doubt'
    readonly why: string | null
    readonly tier: 'standard' | 'sensitive' | 'privileged'
    readonly settled: boolean
    readonly leaf: Uint8Array
  }
  readonly directory_import_identities: {
    readonly organisation: Own
    readonly import: string
    readonly token: string
    readonly account: Uint8Array
  }
  readonly directory_import_values: {
    readonly organisation: Own
    readonly import: string
    readonly account: Uint8Array
    readonly kind: 'mail' | 'landline' | 'mobile' | 'manager'
    readonly token: string
    readonly commitment: string
    readonly key: string
    readonly nonce: string
    readonly data: string
  }
}
