/**
 * Google Workspace: activities of the Admin SDK Reports API (applications `login`, `saml`, `user_accounts`, `admin`; all
 * others are named and left aside), whole (`events` a list), split to one event a row (`events` or `event` an object),
 * flattened by a data lake or GAM (name, type and parameters beside the envelope), as rows of Microsoft Sentinel's tables,
 * or as entries of Google Cloud's log.
 */
import { countryCode } from '../countries.ts'
import { type Decoder, paths, type Row } from '../decoder.ts'
import { type GoogleEvent, googleEvent, isObject, textOf } from './google-event.ts'
import { cloudLog, reportTable } from './google-kept.ts'
import { idOf, writeEvent } from './google-meaning.ts'
import { instantOf, rowTime } from './row-time.ts'

/** Microsoft Sentinel's connector writes a member a parameter; its tables end their names in `_s`, `_b` or `_t`. */
const PARAMETERS = [
  'login_type',
  'login_challenge_method',
  'login_challenge_status',
  'login_failure_type',
  'is_suspicious',
  'is_second_factor',
  'affected_email_address',
  'APPLICATION_NAME',
  'SETTING_NAME',
  'USER_EMAIL',
  'GROUP_EMAIL',
  'ROLE_NAME',
  'NEW_VALUE',
] as const

const PLACES: ReadonlyMap<string, number> = new Map(PARAMETERS.map((name, index) => [name, index]))

// The parameters come first, so that their numbers are their places in the list above.
const at = paths({
  ...Object.fromEntries(PARAMETERS.map((name) => [name, name])),
  time: 'id.time',
  lakeTime: 'p_event_time',
  qualifier: 'id.uniqueQualifier',
  application: 'id.applicationName',
  customer: 'id.customerId',
  email: 'actor.email',
  profile: 'actor.profileId',
  key: 'actor.key',
  ip: 'ipAddress',
  region: 'networkInfo.regionCode',
  names: 'events[].name',
  types: 'events[].type',
  events: 'events',
  event: 'event',
  name: 'name',
  type: 'type',
  parameters: 'parameters',
  memberName: 'event_name',
  memberType: 'event_type',
})

const column = paths({
  ...Object.fromEntries(PARAMETERS.map((name) => [name, `${name}_${name.startsWith('is_') ? 'b' : 's'}`])),
  time: 'id_time_t',
  generated: 'TimeGenerated',
  qualifier: 'id_uniqueQualifier_s',
  application: 'id_applicationName_s',
  customer: 'id_customerId_s',
  email: 'actor_email_s',
  profile: 'actor_profileId_s',
  ip: 'IPAddress',
  name: 'event_name_s',
  type: 'event_type_s',
})

/** Applications whose parameters are worth reading. */
const READ = new Set(['login', 'saml', 'user_accounts', 'admin'])

const activity: Decoder = {
  name: 'google.activity',
  provider: 'google',
  form: 'json',
  paths: at.list,
  marks: [at.application],
  recognise: (sample) => isObject(sample.id) && typeof sample.id.applicationName === 'string' && isEvent(sample),
  parts: (row) => (row.count(at.names) === 0 ? 1 : row.count(at.names)),
  decode: (row, draft, part) => {
    draft.tenant = row.text(at.customer)
    draft.account = row.text(at.profile)
    draft.name = row.text(at.email) || row.text(at.key)
    draft.ip = row.text(at.ip)
    draft.country = countryCode(row.text(at.region))
    writeEvent(draft, eventOf(row, part))
    draft.time = draft.activity === 'other' ? instantOf(row.text(at.time)) : rowTime(row, at.time, at.lakeTime)
    draft.id = idOf(row.text(at.time), row.text(at.qualifier), part)
  },
}

const table: Decoder = {
  name: 'google.table',
  provider: 'google',
  form: 'json',
  paths: column.list,
  marks: [column.application, column.name],
  recognise: (sample) => typeof sample.id_applicationName_s === 'string' && typeof sample.event_name_s === 'string',
  decode: (row, draft) => {
    const application = row.text(column.application)
    draft.tenant = row.text(column.customer)
    draft.account = row.text(column.profile)
    draft.name = row.text(column.email)
    draft.ip = row.text(column.ip)
    writeEvent(draft, membersEvent(row, application, row.text(column.type), row.text(column.name)))
    if (draft.activity !== 'other') draft.time = rowTime(row, column.time, column.generated)
    draft.id = idOf(row.text(column.time), row.text(column.qualifier), 0)
  },
}

/** The event of this number, whichever way the export has it. */
function eventOf(row: Row, part: number): GoogleEvent {
  const application = row.text(at.application)
  const split = READ.has(application) || row.count(at.names) === 0 ? row.json(at.events) : undefined
  if (row.count(at.names) > 0) {
    const said: unknown = Array.isArray(split) ? split[part] : undefined
    const parameters = isObject(said) ? said.parameters : undefined
    return googleEvent(application, row.textAt(at.types, part), row.textAt(at.names, part), parameters)
  }
  const one = split ?? row.json(at.event)
  if (isObject(one)) return googleEvent(application, textOf(one.type), textOf(one.name), one.parameters)
  if (row.has(at.memberName)) {
    return membersEvent(row, application, row.text(at.memberType), row.text(at.memberName))
  }
  if (!row.has(at.parameters)) return membersEvent(row, application, row.text(at.type), row.text(at.name))
  return googleEvent(application, row.text(at.type), row.text(at.name), row.json(at.parameters))
}

/** An event whose parameters are members of the row; both lists of paths begin with them. */
function membersEvent(row: Row, application: string, type: string, name: string): GoogleEvent {
  const parameter = (wanted: string): string => {
    const place = PLACES.get(wanted)
    return place === undefined ? '' : textOf(row.json(place))
  }
  return { application, type, name, parameter }
}

function isEvent(sample: Readonly<Record<string, unknown>>): boolean {
  return ['events', 'event', 'name', 'type', 'event_name'].some((member) => member in sample)
}

export const googleDecoders: readonly Decoder[] = [activity, table, reportTable, cloudLog]
