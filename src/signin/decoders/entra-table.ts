/**
 * Rows of Log Analytics and Sentinel: the tables SigninLogs, AADNonInteractiveUserSignInLogs, AuditLogs, AADUserRiskEvents
 * and their like, as JSON and as the portal's CSV. Columns that hold JSON come as objects or written out as text.
 * (Azure Monitor table reference, learn.microsoft.com/azure/azure-monitor/reference/tables/signinlogs.)
 */
import { type Decoder, paths, type Row } from '../decoder.ts'
import { createParsedRow } from '../parsed-row.ts'
import type { Draft } from '../sign-in.ts'
import { AUDIT, decodeAudit } from './entra-audit.ts'
import { decodeRisk, RISK } from './entra-risk.ts'
import { decodeSignIn, at as signInAt } from './entra-sign-in.ts'
import { instantOf, isMembers, jsonOf, type Members } from './entra-values.ts'

/** Columns of a table's row by name. */
interface Columns {
  text(name: string): string
  json(name: string): unknown
}

interface Table {
  readonly name: string
  /** Columns that are read. */
  readonly columns: readonly string[]
  /** Columns that together are found in this table only. */
  readonly marks: readonly string[]
  /** Another set of columns that tells the table as well. */
  readonly alsoMarks?: readonly string[]
  decode(columns: Columns, draft: Draft): void
}

const TIMES = ['TimeGenerated', 'CreatedDateTime', 'ActivityDateTime', 'DetectedDateTime']

const signInRow = createParsedRow(signInAt.list)

const signIns: Table = {
  name: 'sign-in',
  columns: [
    'TimeGenerated',
    'CreatedDateTime',
    'Type',
    'Category',
    'AADTenantId',
    'Id',
    'UserId',
    'UserPrincipalName',
    'CorrelationId',
    'ResultType',
    'ResultDescription',
    'Status',
    'IsInteractive',
    'IPAddress',
    'Location',
    'LocationDetails',
    'AutonomousSystemNumber',
    'DeviceDetail',
    'UserAgent',
    'ClientAppUsed',
    'AppDisplayName',
    'RiskLevelDuringSignIn',
    'RiskState',
    'RiskEventTypes',
    'RiskEventTypes_V2',
    'MfaDetail',
    'AuthenticationDetails',
    'ConditionalAccessPolicies',
  ],
  marks: ['ResultType', 'UserPrincipalName'],
  alsoMarks: ['ResultType', 'ServicePrincipalName'],
  decode(columns, draft) {
    draft.tenant = columns.text('AADTenantId')
    const row = signInRow.set(asGraphSignIn(columns))
    const time = instantOf(columns.text('CreatedDateTime') || columns.text('TimeGenerated'))
    const table = columns.text('Type') || columns.text('Category')
    const silent = table.includes('NonInteractive') || /^false$/i.test(columns.text('IsInteractive'))
    const code = row.text(signInAt.code) || columns.text('ResultType')
    decodeSignIn(row, draft, time, code, silent)
    if (draft.activity === 'other' && table !== '') draft.code = table
  },
}

function asGraphSignIn(columns: Columns): Members {
  const status = columns.json('Status')
  const location = columns.json('LocationDetails')
  return {
    id: columns.text('Id'),
    userId: columns.text('UserId'),
    userPrincipalName: columns.text('UserPrincipalName'),
    correlationId: columns.text('CorrelationId'),
    status: { failureReason: columns.text('ResultDescription'), ...(isMembers(status) ? status : {}) },
    ipAddress: columns.text('IPAddress'),
    location: isMembers(location) ? location : { countryOrRegion: columns.text('Location') },
    autonomousSystemNumber: columns.text('AutonomousSystemNumber'),
    deviceDetail: columns.json('DeviceDetail'),
    userAgent: columns.text('UserAgent'),
    clientAppUsed: columns.text('ClientAppUsed'),
    appDisplayName: columns.text('AppDisplayName'),
    riskLevelDuringSignIn: columns.text('RiskLevelDuringSignIn'),
    riskState: columns.text('RiskState'),
    riskEventTypes_v2: columns.json('RiskEventTypes_V2') || columns.json('RiskEventTypes'),
    mfaDetail: columns.json('MfaDetail'),
    authenticationDetails: columns.json('AuthenticationDetails'),
    appliedConditionalAccessPolicies: columns.json('ConditionalAccessPolicies'),
  }
}

const auditAt = paths(AUDIT)
const auditRow = createParsedRow(auditAt.list)

const audits: Table = {
  name: 'audit',
  columns: [
    'TimeGenerated',
    'ActivityDateTime',
    'AADTenantId',
    'Id',
    'ActivityDisplayName',
    'OperationName',
    'Result',
    'ResultReason',
    'ResultDescription',
    'InitiatedBy',
    'TargetResources',
  ],
  marks: ['OperationName', 'InitiatedBy', 'TargetResources'],
  decode(columns, draft) {
    draft.tenant = columns.text('AADTenantId')
    const row = auditRow.set({
      id: columns.text('Id'),
      result: columns.text('Result'),
      resultReason: columns.text('ResultReason') || columns.text('ResultDescription'),
      initiatedBy: columns.json('InitiatedBy'),
      targetResources: columns.json('TargetResources'),
    })
    const operation = columns.text('ActivityDisplayName') || columns.text('OperationName')
    decodeAudit(row, draft, columns.text('ActivityDateTime') || columns.text('TimeGenerated'), operation)
  },
}

const riskAt = paths(RISK)
const riskRow = createParsedRow(riskAt.list)

const risks: Table = {
  name: 'risk',
  columns: [
    'TimeGenerated',
    'ActivityDateTime',
    'DetectedDateTime',
    'Id',
    'UserId',
    'UserPrincipalName',
    'CorrelationId',
    'RiskEventType',
    'RiskLevel',
    'RiskState',
    'RiskDetail',
    'IpAddress',
    'Location',
  ],
  marks: ['RiskEventType', 'RiskLevel', 'UserPrincipalName'],
  decode(columns, draft) {
    const row = riskRow.set({
      id: columns.text('Id'),
      userId: columns.text('UserId'),
      userPrincipalName: columns.text('UserPrincipalName'),
      correlationId: columns.text('CorrelationId'),
      riskEventType: columns.text('RiskEventType'),
      riskLevel: columns.text('RiskLevel'),
      riskState: columns.text('RiskState'),
      riskDetail: columns.text('RiskDetail'),
      ipAddress: columns.text('IpAddress'),
      location: columns.json('Location'),
    })
    const time = columns.text('ActivityDateTime') || columns.text('DetectedDateTime') || columns.text('TimeGenerated')
    decodeRisk(row, draft, time)
  },
}

function decodersOf(table: Table): readonly Decoder[] {
  const columns = columnsOf(table.columns)
  const decoder: Decoder = {
    name: `entra.table-${table.name}`,
    provider: 'entra',
    form: 'json',
    paths: table.columns,
    marks: table.marks.map((mark) => table.columns.indexOf(mark)),
    recognise: (sample) => isRow(sample) && isMarked(table, sample),
    decode: (row, draft) => table.decode(columns(row), draft),
  }
  return [decoder, { ...decoder, name: `${decoder.name}-csv`, form: 'csv' }]
}

/** A row whose time was left out in the query is one still: what is wrong with it is said when it is read. */
function isRow(sample: Members): boolean {
  return 'CorrelationId' in sample || TIMES.some((name) => name in sample)
}

function isMarked(table: Table, sample: Members): boolean {
  return [table.marks, table.alsoMarks].some((marks) => marks?.every((mark) => mark in sample))
}

/** Reads a row by column. */
function columnsOf(names: readonly string[]): (row: Row) => Columns {
  const numbers = new Map(names.map((name, number) => [name, number]))
  return (row) => ({
    text: (name) => row.text(numbers.get(name) ?? -1),
    json: (name) => jsonOf(row.json(numbers.get(name) ?? -1)),
  })
}

export const entraTableDecoders: readonly Decoder[] = [signIns, audits, risks].flatMap(decodersOf)
