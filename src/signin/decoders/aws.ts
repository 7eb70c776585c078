/**
 * AWS CloudTrail: records as the trail writes them, inside EventBridge's envelope (`detail`), as LookupEvents returns
 * them (`CloudTrailEvent`, the record as text), and as rows of Sentinel's table. Calls that concern neither a sign-in nor
 * an account are named and left.
 */
import { type Decoder, paths, type Row, RowProblem } from '../decoder.ts'
import { parsedJson } from '../parsed-object.ts'
import { parsedRow } from '../parsed-row.ts'
import type { Draft } from '../sign-in.ts'
import { writeCenterChange, writeIamChange, writeRootChange } from './aws-changes.ts'
import { addressOf, type Places, recordPaths, writeActor } from './aws-row.ts'
import { writeSignIn, writeTemporarySession } from './aws-sign-in.ts'
import { instantOf, rowTime } from './row-time.ts'

type Sample = Readonly<Record<string, unknown>>

const atRecord = recordPaths('')
const atDetail = recordPaths('detail.')
const atLookup = paths({ record: 'CloudTrailEvent' })

const record: Decoder = {
  name: 'aws.cloudtrail',
  provider: 'aws',
  form: 'json',
  paths: atRecord.list,
  marks: [atRecord.source, atRecord.event],
  recognise: isRecord,
  decode: (row, draft) => decodeRecord(row, atRecord, draft),
}

const bridged: Decoder = {
  name: 'aws.eventbridge',
  provider: 'aws',
  form: 'json',
  paths: atDetail.list,
  marks: [atDetail.source, atDetail.event],
  recognise: (sample) =>
    typeof sample.detail === 'object' && sample.detail !== null && isRecord(sample.detail as Sample),
  decode: (row, draft) => decodeRecord(row, atDetail, draft),
}

const lookedUp: Decoder = {
  name: 'aws.lookup-events',
  provider: 'aws',
  form: 'json',
  paths: atLookup.list,
  marks: [atLookup.record],
  recognise: (sample) => typeof sample.CloudTrailEvent === 'string' && typeof sample.EventName === 'string',
  decode: (row, draft) => decodeRecord(parsedRow(atRecord.list, recordIn(row.text(atLookup.record))), atRecord, draft),
}

/** Columns of `AWSCloudTrail` (Azure Monitor table reference), by what a record calls them. */
const COLUMNS = {
  TimeGenerated: 'eventTime',
  EventSource: 'eventSource',
  EventName: 'eventName',
  AwsEventId: 'eventID',
  SourceIpAddress: 'sourceIPAddress',
  UserAgent: 'userAgent',
  ErrorCode: 'errorCode',
  ErrorMessage: 'errorMessage',
  RecipientAccountId: 'recipientAccountId',
  RequestParameters: 'requestParameters',
  ResponseElements: 'responseElements',
  AdditionalEventData: 'additionalEventData',
  ServiceEventDetails: 'serviceEventDetails',
} as const
const IDENTITY_COLUMNS = {
  UserIdentityType: 'type',
  UserIdentityPrincipalid: 'principalId',
  UserIdentityArn: 'arn',
  UserIdentityAccountId: 'accountId',
  UserIdentityUserName: 'userName',
} as const
const atTable = paths({
  ...Object.fromEntries([...Object.keys(COLUMNS), ...Object.keys(IDENTITY_COLUMNS)].map((name) => [name, name])),
  source: 'EventSource',
  event: 'EventName',
})

const tableRow: Decoder = {
  name: 'aws.table',
  provider: 'aws',
  form: 'json',
  paths: atTable.list,
  marks: [atTable.source, atTable.event],
  recognise: (sample) =>
    'TimeGenerated' in sample && isRecord({ eventSource: sample.EventSource, eventName: sample.EventName }),
  decode: (row, draft) => decodeRecord(parsedRow(atRecord.list, recordOf(row)), atRecord, draft),
}

/** The record that a table's row was made of; an empty column is a member that was not there. */
function recordOf(row: Row): Sample {
  const values = (columns: Readonly<Record<string, string>>, from: number): Sample =>
    Object.fromEntries(
      Object.values(columns)
        .map((name, index) => [name, valueAt(row, from + index)] as const)
        .filter(([, value]) => value !== '' && value !== undefined),
    )
  return { ...values(COLUMNS, 0), userIdentity: values(IDENTITY_COLUMNS, Object.keys(COLUMNS).length) }
}

/** A column's value; subtrees come as objects, or written out as text. */
function valueAt(row: Row, path: number): unknown {
  const value = row.json(path)
  return typeof value === 'string' ? parsedJson(value) : value
}

function decodeRecord(row: Row, at: Places, draft: Draft): void {
  draft.code = row.text(at.event)
  writeActor(row, at, draft)
  switch (row.text(at.source)) {
    case 'signin.amazonaws.com':
      writeSignIn(row, at, draft)
      if (draft.activity === 'other') writeRootChange(row, at, draft)
      break
    case 'sso.amazonaws.com':
      writeSignIn(row, at, draft)
      if (draft.activity === 'other') writeCenterChange(row, at, draft)
      break
    case 'sso-directory.amazonaws.com':
    case 'identitystore.amazonaws.com':
      writeCenterChange(row, at, draft)
      break
    case 'iam.amazonaws.com':
      writeIamChange(row, at, draft)
      break
    case 'sts.amazonaws.com':
      writeTemporarySession(row, at, draft)
  }
  if (draft.activity === 'change') draft.family = 'audit'
  draft.time = draft.activity === 'other' ? instantOf(row.text(at.time)) : rowTime(row, at.time, at.lakeTime)
  draft.id = row.text(at.id)
  draft.tenant = row.text(at.recipient) || row.text(at.accountId)
  draft.ip = addressOf(row.text(at.ip))
  draft.client = row.text(at.agent)
  draft.detail = row.text(at.errorMessage) || row.text(at.errorCode)
}

function recordIn(text: string): Sample {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Sample
  } catch {
    // Told below, like a text that is JSON and no record.
  }
  throw new RowProblem('ERR_ROW_NOT_JSON', 'CloudTrailEvent holds no record as JSON. Export the events again.')
}

function isRecord(sample: Sample): boolean {
  return (
    typeof sample.eventSource === 'string' &&
    sample.eventSource.includes('.amazonaws.com') &&
    typeof sample.eventName === 'string'
  )
}

export const awsDecoders: readonly Decoder[] = [record, bridged, lookedUp, tableRow]
