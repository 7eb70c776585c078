/** Sign-ins, directory audits and risk detections as Microsoft Graph and the portal's JSON downloads give them. */
import { type Decoder, paths } from '../decoder.ts'
import { AUDIT, decodeAudit } from './entra-audit.ts'
import { decodeRisk, RISK } from './entra-risk.ts'
import { at, decodeEarlierStep, decodeSignIn } from './entra-sign-in.ts'
import { countEarlierFailures } from './entra-steps.ts'
import { instantOf, isMembers } from './entra-values.ts'

/** Rows of `auditLogs/signIns`, v1.0 and beta, and of the portal's file "InteractiveSignIns.json" and its like. */
const graphSignIn: Decoder = {
  name: 'entra.graph',
  provider: 'entra',
  form: 'json',
  paths: at.list,
  marks: [at.time, at.userName, at.code],
  recognise: (sample) =>
    isMembers(sample.status) &&
    ('createdDateTime' in sample || 'errorCode' in sample.status) &&
    ('userId' in sample || 'userPrincipalName' in sample) &&
    ('appDisplayName' in sample || 'clientAppUsed' in sample || 'ipAddress' in sample),
  parts: (row) => (row.count(at.stepMethod) < 2 ? 1 : 1 + countEarlierFailures(row, at, row.text(at.code) === '0')),
  decode(row, draft, part) {
    const time = instantOf(row.text(at.time))
    if (part > 0) {
      decodeEarlierStep(row, draft, time, part, countEarlierFailures(row, at, row.text(at.code) === '0'))
      return
    }
    const silent = row.has(at.interactive) && !row.flag(at.interactive)
    decodeSignIn(row, draft, time, row.text(at.code), silent)
  },
}

const auditAt = paths(AUDIT)

/** Rows of `auditLogs/directoryAudits`, and of the portal's file "AuditLogs.json". */
const graphAudit: Decoder = {
  name: 'entra.graph-audit',
  provider: 'entra',
  form: 'json',
  paths: auditAt.list,
  marks: [auditAt.time, auditAt.operation],
  recognise: (sample) =>
    typeof sample.activityDisplayName === 'string' && ('activityDateTime' in sample || 'initiatedBy' in sample),
  decode: (row, draft) => decodeAudit(row, draft, row.text(auditAt.time)),
}

const riskAt = paths(RISK)

/** Rows of `identityProtection/riskDetections`. */
const graphRisk: Decoder = {
  name: 'entra.graph-risk',
  provider: 'entra',
  form: 'json',
  paths: riskAt.list,
  marks: [riskAt.detectedTime, riskAt.userId, riskAt.level],
  recognise: (sample) =>
    typeof sample.riskLevel === 'string' &&
    ('riskEventType' in sample || 'riskType' in sample) &&
    'detectedDateTime' in sample,
  decode: (row, draft) => decodeRisk(row, draft, row.text(riskAt.activityTime) || row.text(riskAt.detectedTime)),
}

export const entraGraphDecoders: readonly Decoder[] = [graphSignIn, graphAudit, graphRisk]
