/**
 * Records of Entra's diagnostic settings, as an Event Hub or a storage account receives them: an envelope with a
 * `category`, and Graph's object under `properties` (learn.microsoft.com/entra/identity/monitoring-health/howto-stream-logs-to-event-hub).
 */
import { type Decoder, paths, type Row, RowProblem } from '../decoder.ts'
import { parsedRow } from '../parsed-row.ts'
import type { Draft } from '../sign-in.ts'
import { AUDIT, decodeAudit } from './entra-audit.ts'
import { decodeRisk, RISK } from './entra-risk.ts'
import { decodeSignIn, SIGN_IN, under } from './entra-sign-in.ts'
import { addressOf, instantOf, isMembers, jsonOf, type Members, textOf } from './entra-values.ts'

const signInAt = paths({
  ...under('properties.', SIGN_IN),
  emitted: 'time',
  category: 'category',
  tenant: 'tenantId',
  resultType: 'resultType',
  words: 'resultDescription',
  caller: 'callerIpAddress',
  envelopeCorrelation: 'correlationId',
  oldRiskEvents: 'properties.riskEventTypes',
})

const SIGN_IN_CATEGORIES: ReadonlySet<string> = new Set([
  'SignInLogs',
  'NonInteractiveUserSignInLogs',
  'ADFSSignInLogs',
])

const diagnosticSignIn: Decoder = {
  name: 'entra.diagnostic',
  provider: 'entra',
  form: 'json',
  paths: signInAt.list,
  marks: [signInAt.category, signInAt.code, signInAt.userName],
  recognise: (sample) => SIGN_IN_CATEGORIES.has(textOf(sample.category)) && isMembers(sample.properties),
  decode(row, draft) {
    draft.tenant = row.text(signInAt.tenant)
    const category = row.text(signInAt.category)
    const interactive = !row.has(signInAt.interactive) || row.flag(signInAt.interactive)
    const silent = category === 'NonInteractiveUserSignInLogs' || !interactive
    const time = instantOf(row.text(signInAt.time) || row.text(signInAt.emitted))
    decodeSignIn(row, draft, time, codeOf(row), silent)
    completeFromEnvelope(row, draft)
  },
}

/** The AADSTS number; some senders put "Success" or "Failure" in its place. */
function codeOf(row: Row): string {
  const code = row.text(signInAt.code)
  if (code !== '') return code
  const result = row.text(signInAt.resultType)
  return result === 'Success' ? '0' : result
}

/** What a sender left out of `properties` and said in the envelope. */
function completeFromEnvelope(row: Row, draft: Draft): void {
  if (draft.activity === 'other') return
  if (draft.ip === '') draft.ip = addressOf(row.text(signInAt.caller))
  if (draft.attempt === '') draft.attempt = row.text(signInAt.envelopeCorrelation)
  if (draft.detail === '') draft.detail = row.text(signInAt.words)
  if (draft.risk !== 'none' && !draft.anonymous) {
    const events = row.json(signInAt.oldRiskEvents)
    draft.anonymous = Array.isArray(events) && events.includes('anonymizedIPAddress')
  }
}

const auditAt = paths({
  ...under('properties.', AUDIT),
  emitted: 'time',
  tenant: 'tenantId',
  operationName: 'operationName',
  words: 'resultDescription',
  caller: 'callerIpAddress',
})

const diagnosticAudit: Decoder = {
  name: 'entra.diagnostic-audit',
  provider: 'entra',
  form: 'json',
  paths: auditAt.list,
  marks: [auditAt.operationName, auditAt.operation],
  // Azure's own name for the category is AuditLogs; some pipelines put the audit's category (Policy, …) in its place.
  recognise: (sample) => isMembers(sample.properties) && typeof sample.properties.activityDisplayName === 'string',
  decode(row, draft) {
    draft.tenant = row.text(auditAt.tenant)
    const operation = row.text(auditAt.operation) || row.text(auditAt.operationName)
    decodeAudit(row, draft, row.text(auditAt.time) || row.text(auditAt.emitted), operation)
    if (draft.ip === '') draft.ip = addressOf(row.text(auditAt.caller))
    if (draft.detail === '') draft.detail = row.text(auditAt.words)
  },
}

const riskAt = paths({ ...under('properties.', RISK), emitted: 'time', tenant: 'tenantId' })

const diagnosticRisk: Decoder = {
  name: 'entra.diagnostic-risk',
  provider: 'entra',
  form: 'json',
  paths: riskAt.list,
  marks: [riskAt.detectedTime, riskAt.userId, riskAt.level],
  recognise: (sample) => sample.category === 'UserRiskEvents' && isMembers(sample.properties),
  decode(row, draft) {
    draft.tenant = row.text(riskAt.tenant)
    const time = row.text(riskAt.activityTime) || row.text(riskAt.detectedTime) || row.text(riskAt.emitted)
    decodeRisk(row, draft, time)
  },
}

const otherAt = paths({
  category: 'category',
  time: 'time',
  id: 'properties.id',
  tenant: 'tenantId',
  servicePrincipal: 'properties.servicePrincipalName',
})

/** Categories in which no person signs in: service principals, managed identities, provisioning, risky users' states. */
const OTHER_CATEGORIES: ReadonlySet<string> = new Set([
  'ServicePrincipalSignInLogs',
  'ManagedIdentitySignInLogs',
  'MicrosoftServicePrincipalSignInLogs',
  'ProvisioningLogs',
  'RiskyUsers',
  'RiskyServicePrincipals',
  'ServicePrincipalRiskEvents',
  'MicrosoftGraphActivityLogs',
  'EnrichedOffice365AuditLogs',
])

const diagnosticOther: Decoder = {
  name: 'entra.diagnostic-other',
  provider: 'entra',
  form: 'json',
  paths: otherAt.list,
  marks: [otherAt.servicePrincipal],
  recognise: (sample) => OTHER_CATEGORIES.has(textOf(sample.category)),
  decode(row, draft) {
    draft.time = instantOf(row.text(otherAt.time))
    draft.id = row.text(otherAt.id)
    draft.tenant = row.text(otherAt.tenant)
    draft.code = row.text(otherAt.category)
  },
}

const WITH_PROPERTIES: readonly Decoder[] = [diagnosticSignIn, diagnosticAudit, diagnosticRisk, diagnosticOther]

const textAt = paths({
  properties: 'properties',
  category: 'category',
  time: 'time',
  tenantId: 'tenantId',
  resultType: 'resultType',
  resultDescription: 'resultDescription',
  callerIpAddress: 'callerIpAddress',
  correlationId: 'correlationId',
  operationName: 'operationName',
})

/** The same records from senders that write `properties` as a text of JSON. */
const diagnosticText: Decoder = {
  name: 'entra.diagnostic-text',
  provider: 'entra',
  form: 'json',
  paths: textAt.list,
  marks: [textAt.properties, textAt.category],
  recognise: (sample) => typeof sample.properties === 'string' && decoderOf(withProperties(sample)) !== undefined,
  decode(row, draft) {
    const record = withProperties(Object.fromEntries(textAt.list.map((name, number) => [name, row.json(number)])))
    const decoder = decoderOf(record)
    if (!decoder) {
      throw new RowProblem('ERR_ROW_UNKNOWN_FORMAT', 'The record is of a category that no decoder knows. Leave it out.')
    }
    decoder.decode(parsedRow(decoder.paths, record), draft, 0)
  },
}

function withProperties(record: Members): Members {
  return { ...record, properties: jsonOf(record.properties) }
}

function decoderOf(record: Members): Decoder | undefined {
  return WITH_PROPERTIES.find((decoder) => decoder.recognise(record))
}

export const entraDiagnosticDecoders: readonly Decoder[] = [...WITH_PROPERTIES, diagnosticText]
