/**
 * Microsoft 365's unified audit log, workload AzureActiveDirectory: sign-ins and directory operations, as the Management
 * Activity API, Purview and Search-UnifiedAuditLog give them
 * (learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema).
 *
 * Its ResultStatus cannot be trusted: real UserLoginFailed rows say "Success", and a UserLoggedIn row with ErrorNumber
 * 50140 only showed a page. Operation, ErrorNumber and LogonError decide. The log names no policy, place or MFA method.
 */
import { ENTRA_NAMES } from '../catalogue/entra-names.ts'
import { lookUp } from '../catalogue/index.ts'
import { type Decoder, paths, type Row } from '../decoder.ts'
import { parsedRow } from '../parsed-row.ts'
import type { Draft, Method } from '../sign-in.ts'
import { type Target, writeOperation } from './entra-change.ts'
import { plainOperation } from './entra-operations.ts'
import { under } from './entra-sign-in.ts'
import { accountOf, addressOf, instantOf, isMembers, jsonOf, type Members, membersOf, textOf } from './entra-values.ts'

const RECORD = {
  id: 'Id',
  time: 'CreationTime',
  operation: 'Operation',
  recordType: 'RecordType',
  workload: 'Workload',
  tenant: 'OrganizationId',
  userId: 'UserId',
  userKey: 'UserKey',
  objectId: 'ObjectId',
  clientIp: 'ClientIP',
  actorIp: 'ActorIpAddress',
  result: 'ResultStatus',
  errorNumber: 'ErrorNumber',
  logonError: 'LogonError',
  attempt: 'InterSystemsId',
  app: 'ApplicationId',
  actorId: 'Actor[].ID',
  targetId: 'Target[].ID',
  extendedName: 'ExtendedProperties[].Name',
  extendedValue: 'ExtendedProperties[].Value',
  deviceName: 'DeviceProperties[].Name',
  deviceValue: 'DeviceProperties[].Value',
  modified: 'ModifiedProperties',
} as const

const at = paths(RECORD)

function decodeRecord(row: Row, draft: Draft): void {
  draft.time = instantOf(row.text(at.time))
  draft.family = 'unified-audit'
  draft.id = row.text(at.id)
  draft.tenant = row.text(at.tenant)
  draft.ip = addressOf(row.text(at.clientIp) || row.text(at.actorIp))
  const operation = row.text(at.operation)
  if (row.text(at.workload) !== 'AzureActiveDirectory')
    draft.code = plainOperation(operation) || 'Operation without a name'
  else if (operation === 'UserLoggedIn' || operation === 'UserLoginFailed') decodeLogin(row, draft, operation)
  else decodeOperation(row, draft, operation)
}

function decodeLogin(row: Row, draft: Draft, operation: string): void {
  draft.account = accountIn(row, at.actorId) || guidIn(row.text(at.userKey))
  draft.name = accountOf(row.text(at.userId))
  draft.attempt = row.text(at.attempt)
  draft.app = row.text(at.app)
  draft.client = named(row, at.extendedName, at.extendedValue, 'UserAgent')
  draft.device =
    named(row, at.deviceName, at.deviceValue, 'Id') || named(row, at.deviceName, at.deviceValue, 'DisplayName')
  draft.managed = /^true$/i.test(named(row, at.deviceName, at.deviceValue, 'IsCompliantAndManaged'))
  const request = named(row, at.extendedName, at.extendedValue, 'RequestType')
  const flags = named(row, at.extendedName, at.extendedValue, 'UserAuthenticationMethod')
  draft.activity = 'sign-in'
  if (request === 'OAuth2:Logout') {
    draft.activity = 'sign-out'
    draft.outcome = 'success'
    draft.code = request
    return
  }
  draft.code = codeOf(row, operation)
  if (draft.code === '0') {
    draft.outcome = 'success'
    draft.step = 'session'
    draft.method = methodIn(Number(flags))
    // A token request that names no method redeems what an earlier sign-in gave.
    if (request === 'OAuth2:Token' && flags === '') draft.activity = 'refresh'
    draft.complete = draft.activity === 'sign-in'
  } else {
    writeStop(row, draft)
  }
}

function writeStop(row: Row, draft: Draft): void {
  const entry = lookUp('entra', draft.code)
  draft.detail = row.text(at.logonError)
  draft.outcome = entry?.outcome ?? 'failure'
  draft.step = entry?.step ?? 'none'
  draft.reason = entry?.reason ?? 'other'
  draft.known = draft.reason !== 'unknown-user'
  if (draft.reason === 'wrong-password') draft.method = 'password'
}

/** The AADSTS number: ErrorNumber, or that of the name in LogonError (older rows have only the name). */
function codeOf(row: Row, operation: string): string {
  const number = row.text(at.errorNumber)
  const error = row.text(at.logonError)
  if (number !== '' && number !== '0') return number
  if (error !== '' && error !== 'None') return Object.hasOwn(ENTRA_NAMES, error) ? (ENTRA_NAMES[error] ?? error) : error
  return operation === 'UserLoggedIn' ? '0' : operation
}

/** Bits of UserAuthenticationMethod (github.com/LETHAL-FORENSICS, observed); the strongest names the method. */
function methodIn(flags: number): Method {
  if (!Number.isInteger(flags) || flags <= 0) return 'none'
  if (flags & (33_554_432 | 262_144 | 8_388_608)) return 'passkey'
  if (flags & 2_097_152) return 'certificate'
  if (flags & 64) return 'push'
  if (flags & 1_048_576) return 'sms'
  if (flags & 2) return 'pass'
  return flags & (1 | 4 | 8 | 16) ? 'password' : 'other'
}

function decodeOperation(row: Row, draft: Draft, operation: string): void {
  const person = accountIn(row, at.actorId)
  const userId = accountOf(row.text(at.userId))
  const service = userId.startsWith('ServicePrincipal_')
  writeOperation(
    {
      operation,
      words: '',
      failed: /^fail/i.test(row.text(at.result)),
      actor: {
        id: service ? '' : person,
        name: service ? row.textAt(at.actorId, 0) : userId,
        user: !service && person !== '',
      },
      targets: [targetOf(row)],
      modified: membersOf(jsonOf(row.json(at.modified))).map((property) => ({
        name: textOf(property.Name),
        before: textOf(property.OldValue),
        after: textOf(property.NewValue),
      })),
    },
    draft,
  )
}

/** The list of a target's ids: `User_<guid>`, the guid, the kind, and a user name or a title. */
function targetOf(row: Row): Target {
  let kind = ''
  let id = ''
  let name = ''
  let title = ''
  for (let index = 0; index < row.count(at.targetId); index++) {
    const text = row.textAt(at.targetId, index)
    const match = KIND.exec(text)
    if (match && kind === '') [, kind = '', id = ''] = match
    else if (text.includes('@')) name ||= text
    else if (!GUID.test(text) && text !== kind && !/^[0-9a-f]{16}$/i.test(text)) title ||= text
  }
  const object = row.text(at.objectId)
  if (name === '' && object.includes('@')) name = object
  if (kind === '' && name !== '') kind = 'User'
  return { kind: kind.toLowerCase(), id, name: kind === 'User' ? name : '', title }
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const KIND = /^([A-Z][A-Za-z]+)_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i

function guidIn(text: string): string {
  return GUID.test(text) ? accountOf(text) : ''
}

/** The object id in a list of ids: `User_<guid>` of an operation, else the first plain guid of a sign-in. */
function accountIn(row: Row, path: number): string {
  let first = ''
  for (let index = 0; index < row.count(path); index++) {
    const text = row.textAt(path, index)
    if (text.startsWith('User_')) return text.slice(5)
    if (first === '') first = guidIn(text)
  }
  return first
}

function named(row: Row, names: number, values: number, name: string): string {
  for (let index = 0; index < row.count(names); index++) {
    if (row.textAt(names, index) === name) return row.textAt(values, index)
  }
  return ''
}

function isRecord(value: unknown): value is Members {
  return (
    isMembers(value) &&
    typeof value.CreationTime === 'string' &&
    typeof value.Operation === 'string' &&
    'Workload' in value
  )
}

const record: Decoder = {
  name: 'm365.unified-audit',
  provider: 'entra',
  form: 'json',
  paths: at.list,
  marks: [at.time, at.operation, at.workload],
  recognise: isRecord,
  decode: decodeRecord,
}

const beatAt = paths(under('o365audit.', RECORD))

/** The record inside an event of Filebeat's o365 input. */
const beat: Decoder = {
  ...record,
  name: 'm365.filebeat',
  paths: beatAt.list,
  recognise: (sample) => isRecord(sample.o365audit),
}

const wrappedAt = paths({ data: 'AuditData' })

/** Search-UnifiedAuditLog's rows as JSON, and Purview's as CSV: the record is a text in AuditData. */
const wrapped: Decoder = {
  name: 'm365.audit-data',
  provider: 'entra',
  form: 'json',
  paths: wrappedAt.list,
  marks: [wrappedAt.data],
  recognise: (sample) => isRecord(jsonOf(sample.AuditData)),
  decode(row, draft) {
    const data = jsonOf(row.json(wrappedAt.data))
    decodeRecord(parsedRow(at.list, isMembers(data) ? data : {}), draft)
  },
}

const wrappedCsv: Decoder = { ...wrapped, name: 'm365.audit-data-csv', form: 'csv' }

export const microsoft365Decoders: readonly Decoder[] = [record, beat, wrapped, wrappedCsv]
