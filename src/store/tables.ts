/** The tables as Kysely sees them. What each is for stands in its migration. Instants are milliseconds since 1970. */
import type { ApprovalTables } from './tables/approvals.ts'
import type { DirectoryTables } from './tables/directory.ts'
import type { IncidentTables } from './tables/incidents.ts'
import type { LedgerTables } from './tables/ledger.ts'
import type { NoticeTables } from './tables/notify.ts'
import type { OrganisationTables } from './tables/organisation.ts'
import type { RecoveryTables } from './tables/recovery.ts'
import type { ResponseTables } from './tables/response.ts'
import type { SentinelTables } from './tables/sentinels.ts'
import type { SignInTables } from './tables/sign-ins.ts'
import type { StaffTables } from './tables/staff.ts'
import type { VerificationTables } from './tables/verification.ts'
import type { WatchTables } from './tables/watch.ts'

export interface Tables
  extends ApprovalTables,
    DirectoryTables,
    IncidentTables,
    LedgerTables,
    NoticeTables,
    OrganisationTables,
    RecoveryTables,
    ResponseTables,
    SentinelTables,
    SignInTables,
    StaffTables,
    VerificationTables,
    WatchTables {}
