/**
 * The portal's CSV downloads: sign-ins ("InteractiveSignIns.csv", "NonInteractiveSignIns.csv"), their authentication
 * details, directory audits and risk detections. Headers are read in English, with the spellings of older exports.
 *
 * A download of sign-ins says neither which kind it is nor which policies failed: the column "Conditional Access" has the
 * status alone. A row that was signed in with a refresh token, and shows no factor, is a renewal.
 */
import { type Decoder, paths, type Row } from '../decoder.ts'
import { createParsedRow } from '../parsed-row.ts'
import type { Outcome } from '../sign-in.ts'
import { AUDIT, decodeAudit } from './entra-audit.ts'
import { wayOf } from './entra-methods.ts'
import { decodeRisk, RISK } from './entra-risk.ts'
import { decodeSignIn, at as signInAt } from './entra-sign-in.ts'
import { instantOf, type Members } from './entra-values.ts'

/** Columns by name, each with its spellings; of those that a row has, the first that is not empty counts. */
function spelled<const C extends Readonly<Record<string, readonly string[]>>>(columns: C) {
  const list = [...new Set(Object.values(columns).flat())]
  const numbers = new Map(list.map((spelling, number) => [spelling, number]))
  const cell = (row: Row, spelling: string): string => row.text(numbers.get(spelling) ?? -1)
  const reader = (row: Row) => (name: keyof C) => {
    const spelling = columns[name]?.find((each) => cell(row, each) !== '')
    return spelling === undefined ? '' : cell(row, spelling)
  }
  return { list, numbers, cell, reader }
}

function numbersOf(columns: { readonly numbers: ReadonlyMap<string, number> }, ...names: readonly string[]): number[] {
  return names.map((name) => columns.numbers.get(name) ?? -1)
}

const DATE = ['Date (UTC)', 'Date'] as const

const signInColumns = spelled({
  date: DATE,
  id: ['Request ID', 'Request Id'],
  correlationId: ['Correlation ID', 'Correlation Id'],
  userId: ['User ID', 'User Id'],
  userName: ['Username', 'User principal name'],
  userTitle: ['User'],
  app: ['Application'],
  ip: ['IP address'],
  location: ['Location'],
  latitude: ['Latitude'],
  longitude: ['Longitude'],
  asn: ['Autonomous system  number', 'Autonomous system number'],
  status: ['Status'],
  code: ['Sign-in error code', 'Error code'],
  failureReason: ['Failure reason'],
  clientApp: ['Client app'],
  userAgent: ['User agent'],
  deviceId: ['Device ID', 'Device Id'],
  browser: ['Browser', 'Device browser'],
  system: ['Operating System', 'Operating system', 'Device operating system'],
  managed: ['Managed'],
  mfaResult: ['Multifactor authentication result', 'MFA result'],
  mfaMethod: ['Multifactor authentication auth method', 'MFA auth method'],
  risk: ['Risk level (during sign-in)', 'Risk level during sign-in'],
  interactive: ['Is interactive', 'Is Interactive'],
  token: ['Incoming token type'],
})

const signInRow = createParsedRow(signInAt.list)

const csvSignIn: Decoder = {
  name: 'entra.csv',
  provider: 'entra',
  form: 'csv',
  paths: signInColumns.list,
  marks: numbersOf(signInColumns, 'Status', 'Application'),
  recognise: (sample) =>
    (hasDate(sample) || 'Correlation ID' in sample) &&
    'Status' in sample &&
    'Application' in sample &&
    ('Username' in sample || 'User' in sample),
  decode(row, draft) {
    const text = signInColumns.reader(row)
    const graph = signInRow.set({
      id: text('id'),
      correlationId: text('correlationId'),
      userId: text('userId'),
      userPrincipalName: text('userName') || text('userTitle'),
      status: { failureReason: text('failureReason'), additionalDetails: text('mfaResult') },
      ipAddress: text('ip'),
      location: {
        ...placeIn(text('location')),
        geoCoordinates: { latitude: text('latitude'), longitude: text('longitude') },
      },
      autonomousSystemNumber: text('asn'),
      deviceDetail: {
        deviceId: text('deviceId'),
        isManaged: /^(?:true|yes)$/i.test(text('managed')),
        operatingSystem: text('system'),
        browser: text('browser'),
      },
      userAgent: text('userAgent'),
      clientAppUsed: text('clientApp'),
      appDisplayName: text('app'),
      riskLevelDuringSignIn: text('risk').toLowerCase(),
      mfaDetail: { authMethod: text('mfaMethod') },
    })
    const code = text('code') || (text('status') === 'Success' ? '0' : '')
    const silent =
      text('interactive') === '' ? /refresh/i.test(text('token')) : !/^(?:true|yes)$/i.test(text('interactive'))
    decodeSignIn(graph, draft, instantOf(text('date')), code, silent)
    if (code === '' && draft.activity !== 'other') draft.outcome = outcomeOf(text('status'))
  },
}

/** What the status alone says, in exports without the code. */
function outcomeOf(status: string): Outcome {
  return status === 'Failure' ? 'failure' : status === 'Interrupted' ? 'interrupt' : 'unknown'
}

/** "Graz, Styria, AT": the country last, the city first. */
function placeIn(location: string): Members {
  const parts = location.split(',').map((part) => part.trim())
  return { countryOrRegion: parts.at(-1) ?? '', city: parts.length > 1 ? (parts[0] ?? '') : '' }
}

const detailAt = paths({
  date: 'Date (UTC)',
  plainDate: 'Date',
  id: 'Request ID',
  method: 'Authentication method',
  succeeded: 'Succeeded',
  result: 'Result detail',
})

/**
 * The second file of a download: one step a row, without the person; the sign-in it belongs to has the same request id
 * and sums it up in "Multifactor authentication result". So a step is read and named, and is no event of its own.
 */
const csvDetails: Decoder = {
  name: 'entra.csv-details',
  provider: 'entra',
  form: 'csv',
  paths: detailAt.list,
  marks: [detailAt.method, detailAt.succeeded],
  recognise: (sample) => hasDate(sample) && 'Authentication method' in sample && 'Succeeded' in sample,
  decode(row, draft) {
    draft.time = instantOf(row.text(detailAt.date) || row.text(detailAt.plainDate))
    draft.id = row.text(detailAt.id)
    draft.code = 'Authentication details'
    draft.detail = row.text(detailAt.result)
    draft.method = wayOf(row.text(detailAt.method)).method
  },
}

const auditAt = paths(AUDIT)
const auditRow = createParsedRow(auditAt.list)

const TARGETS = [1, 2, 3] as const
const PROPERTIES = [1, 2, 3, 4, 5] as const

const auditColumns = spelled({
  date: DATE,
  operation: ['Activity'],
  result: ['Result'],
  words: ['ResultReason'],
  actorId: ['ActorObjectId'],
  actorUserName: ['ActorUserPrincipalName'],
  actorTitle: ['ActorDisplayName'],
  actorType: ['ActorType'],
  ip: ['IPAddress'],
  targets: TARGETS.flatMap((target) => [
    ...['Type', 'DisplayName', 'ObjectId', 'UserPrincipalName'].map((name) => `Target${target}${name}`),
    ...PROPERTIES.flatMap((property) =>
      ['Name', 'OldValue', 'NewValue'].map((name) => `Target${target}ModifiedProperty${property}${name}`),
    ),
  ]),
})

const csvAudit: Decoder = {
  name: 'entra.csv-audit',
  provider: 'entra',
  form: 'csv',
  paths: auditColumns.list,
  marks: numbersOf(auditColumns, 'Activity', 'ActorType'),
  recognise: (sample) =>
    (hasDate(sample) || 'ActorObjectId' in sample) && 'Activity' in sample && 'ActorType' in sample,
  decode(row, draft) {
    const text = auditColumns.reader(row)
    const app = /^app/i.test(text('actorType'))
    const user = { id: text('actorId'), userPrincipalName: text('actorUserName'), displayName: text('actorTitle') }
    const graph = auditRow.set({
      result: text('result'),
      resultReason: text('words'),
      initiatedBy: app
        ? { app: { displayName: text('actorTitle') }, user: { ipAddress: text('ip') } }
        : { user: { ...user, ipAddress: text('ip') } },
      targetResources: TARGETS.map((target) => targetIn(row, target)),
    })
    decodeAudit(graph, draft, text('date'), text('operation'))
  },
}

function targetIn(row: Row, target: number): Members {
  const cell = (name: string): string => auditColumns.cell(row, `Target${target}${name}`)
  return {
    type: cell('Type'),
    id: cell('ObjectId'),
    displayName: cell('DisplayName'),
    userPrincipalName: cell('UserPrincipalName'),
    modifiedProperties: PROPERTIES.map((property) => ({
      displayName: cell(`ModifiedProperty${property}Name`),
      oldValue: cell(`ModifiedProperty${property}OldValue`),
      newValue: cell(`ModifiedProperty${property}NewValue`),
    })),
  }
}

const riskAt = paths(RISK)
const riskRow = createParsedRow(riskAt.list)

const riskColumns = spelled({
  date: ['Sign-in time (UTC)', 'Sign-in time', 'Detection time (UTC)', 'Detection time', ...DATE],
  id: ['Detection ID', 'Request ID'],
  userId: ['User ID', 'User Id'],
  userName: ['Username', 'User principal name', 'User'],
  correlationId: ['Correlation ID'],
  event: ['Detection type', 'Risk event type'],
  level: ['Risk level'],
  state: ['Risk state'],
  detail: ['Risk detail'],
  ip: ['IP address'],
  location: ['Location', 'Sign-in location'],
})

const csvRisk: Decoder = {
  name: 'entra.csv-risk',
  provider: 'entra',
  form: 'csv',
  paths: riskColumns.list,
  marks: numbersOf(riskColumns, 'Risk level', 'Risk state'),
  recognise: (sample) => 'Risk level' in sample && 'Risk state' in sample && 'Detection type' in sample,
  decode(row, draft) {
    const text = riskColumns.reader(row)
    const graph = riskRow.set({
      id: text('id'),
      userId: text('userId'),
      userPrincipalName: text('userName'),
      correlationId: text('correlationId'),
      riskEventType: text('event'),
      riskLevel: text('level').toLowerCase(),
      riskState: text('state').toLowerCase(),
      riskDetail: text('detail'),
      ipAddress: text('ip'),
      location: placeIn(text('location')),
    })
    decodeRisk(graph, draft, text('date'))
  },
}

function hasDate(sample: Members): boolean {
  return DATE.some((name) => name in sample)
}

export const entraCsvDecoders: readonly Decoder[] = [csvDetails, csvAudit, csvRisk, csvSignIn]
