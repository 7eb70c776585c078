/** Google Workspace's activities as other systems keep them: Microsoft Sentinel's newer table, and Google Cloud's log. */
import { countryCode } from '../countries.ts'
import { type Decoder, paths } from '../decoder.ts'
import { parsedObject } from '../parsed-object.ts'
import { googleEvent, isObject } from './google-event.ts'
import { idOf, writeEvent } from './google-meaning.ts'
import { instantOf, rowTime } from './row-time.ts'

/** The columns of the table `GoogleWorkspaceReports`, by the activity's members. */
const REPORT = paths({
  time: 'IdTime',
  generated: 'TimeGenerated',
  qualifier: 'IdUniqueQualifier',
  application: 'IdApplicationName',
  customer: 'IdCustomerId',
  email: 'ActorEmail',
  profile: 'ActorProfileId',
  ip: 'SrcIpAddr',
  region: 'NetworkInfoRegionCode',
  type: 'EventType',
  name: 'EventName',
  parameters: 'EventParameters',
})

/** Sentinel's newer table: one event a row, its parameters an object. */
export const reportTable: Decoder = {
  name: 'google.report-table',
  provider: 'google',
  form: 'json',
  paths: REPORT.list,
  marks: [REPORT.application, REPORT.name],
  recognise: (sample) => typeof sample.IdApplicationName === 'string' && typeof sample.EventName === 'string',
  decode: (row, draft) => {
    draft.tenant = row.text(REPORT.customer)
    draft.account = row.text(REPORT.profile)
    draft.name = row.text(REPORT.email)
    draft.ip = row.text(REPORT.ip)
    draft.country = countryCode(row.text(REPORT.region))
    const written = row.json(REPORT.parameters)
    const parameters = typeof written === 'string' ? parsedObject(written) : written
    writeEvent(
      draft,
      googleEvent(row.text(REPORT.application), row.text(REPORT.type), row.text(REPORT.name), parameters),
    )
    if (draft.activity !== 'other') draft.time = rowTime(row, REPORT.time, REPORT.generated)
    draft.id = idOf(row.text(REPORT.time), row.text(REPORT.qualifier), 0)
  },
}

const logged = paths({
  time: 'timestamp',
  id: 'insertId',
  service: 'protoPayload.serviceName',
  resource: 'protoPayload.resourceName',
  email: 'protoPayload.authenticationInfo.principalEmail',
  ip: 'protoPayload.requestMetadata.callerIp',
  types: 'protoPayload.metadata.event[].eventType',
  names: 'protoPayload.metadata.event[].eventName',
  parameters: 'protoPayload.metadata.event[].parameter',
})

/** The audit log of Workspace that organisations share with Google Cloud (cloud.google.com/logging/docs/audit/gsuite-audit-logging). */
export const cloudLog: Decoder = {
  name: 'google.cloud-log',
  provider: 'google',
  form: 'json',
  paths: logged.list,
  marks: [logged.service, logged.names],
  recognise: ({ protoPayload }) =>
    isObject(protoPayload) && typeof protoPayload.serviceName === 'string' && isObject(protoPayload.metadata),
  parts: (row) => row.count(logged.names),
  decode: (row, draft, part) => {
    draft.tenant = row.text(logged.resource).replace('organizations/', '')
    draft.name = row.text(logged.email)
    draft.ip = row.text(logged.ip)
    const parameters = row.json(logged.parameters)
    const own: unknown = Array.isArray(parameters) ? parameters[part] : undefined
    const application = row.text(logged.service).replace('.googleapis.com', '')
    writeEvent(draft, googleEvent(application, row.textAt(logged.types, part), row.textAt(logged.names, part), own))
    draft.time = draft.activity === 'other' ? instantOf(row.text(logged.time)) : rowTime(row, logged.time)
    const id = row.text(logged.id)
    draft.id = part > 0 && id !== '' ? `${id}#${part}` : id
  },
}
