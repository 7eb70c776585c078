/** The shapes in which Duo's logs come: as the Admin API gives them, and as Log Analytics keeps them. */
import type { Decoder, Row } from '../decoder.ts'
import type { Values } from '../parsed-row.ts'
import type { Draft } from '../sign-in.ts'
import { AUTHENTICATION, readAuthentication } from './duo-authentication.ts'
import {
  ACTIVITY,
  ADMINISTRATOR,
  readActivity,
  readAdministrator,
  readTelephony,
  readTrustMonitor,
  TELEPHONY,
  TRUST_MONITOR,
} from './duo-logs.ts'
import { isBody } from './duo-values.ts'

const authentication: Decoder = {
  name: 'duo.authentication',
  provider: 'duo',
  form: 'json',
  paths: AUTHENTICATION.list,
  marks: [AUTHENTICATION.type, AUTHENTICATION.result],
  recognise: (sample) => typeof sample.event_type === 'string' && isBody(sample.user) && 'factor' in sample,
  decode: readAuthentication,
}

/** What `GET /admin/v1/logs/authentication` called the same things. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'user.key': 'user_id',
  'user.name': 'username',
  'access_device.ip': 'ip',
  'access_device.location.country': 'location.country',
  'access_device.location.city': 'location.city',
  'auth_device.name': 'device',
  'application.name': 'integration',
}

const oldAuthentication: Decoder = {
  ...authentication,
  name: 'duo.authentication-v1',
  paths: AUTHENTICATION.list.map((path) => OLD_NAMES[path] ?? path),
  marks: [AUTHENTICATION.result, AUTHENTICATION.app],
  recognise: (sample) => ['username', 'integration', 'factor', 'result'].every((name) => name in sample),
}

const administrator: Decoder = {
  name: 'duo.administrator',
  provider: 'duo',
  form: 'json',
  paths: ADMINISTRATOR.list,
  marks: [ADMINISTRATOR.action, ADMINISTRATOR.time],
  recognise: (sample) => typeof sample.action === 'string' && 'username' in sample && 'isotimestamp' in sample,
  decode: readAdministrator,
}

const activity: Decoder = {
  name: 'duo.activity',
  provider: 'duo',
  form: 'json',
  paths: ACTIVITY.list,
  marks: [ACTIVITY.id, ACTIVITY.action],
  recognise: (sample) =>
    typeof sample.activity_id === 'string' && isBody(sample.action) && typeof sample.action.name === 'string',
  decode: readActivity,
}

const telephony: Decoder = {
  name: 'duo.telephony',
  provider: 'duo',
  form: 'json',
  paths: TELEPHONY.list,
  marks: [TELEPHONY.context, TELEPHONY.phone],
  recognise: (sample) => ['context', 'credits', 'phone', 'type'].every((name) => name in sample),
  decode: readTelephony,
}

const trustMonitor: Decoder = {
  name: 'duo.trust-monitor',
  provider: 'duo',
  form: 'json',
  paths: TRUST_MONITOR.list,
  marks: [TRUST_MONITOR.id, TRUST_MONITOR.surfacedTime],
  recognise: (sample) => typeof sample.sekey === 'string' && 'surfaced_timestamp' in sample,
  decode: readTrustMonitor,
}

const LETTERS: Readonly<Record<string, string>> = {
  isotimestamp: 't',
  ts: 't',
  timestamp: 'd',
  credits: 'd',
  txid: 'g',
  telephony_id: 'g',
  new_enrollment: 'b',
  priority_event: 'b',
  surfaced_timestamp: 'd',
  'surfaced_auth.isotimestamp': 't',
  'surfaced_auth.timestamp': 'd',
}

/** `access_device_ip_s`: members joined, and the letter of the column's type. */
function lettered(path: string): string {
  return `${path.replaceAll('.', '_')}_${LETTERS[path] ?? 's'}`
}

/** Where the columns of each log begin in a table row's paths, and the columns that tell which log a row is from. */
const AUTHENTICATION_FROM = 0
const ADMINISTRATOR_FROM = AUTHENTICATION.list.length
const TELEPHONY_FROM = ADMINISTRATOR_FROM + ADMINISTRATOR.list.length
const TRUST_MONITOR_FROM = TELEPHONY_FROM + TELEPHONY.list.length

const TABLE = [AUTHENTICATION, ADMINISTRATOR, TELEPHONY, TRUST_MONITOR].flatMap(({ list }) => list.map(lettered))

/**
 * `CiscoDuo_CL` of Sentinel's connector, whose rows have the columns of all logs and text in those of one; and tables of
 * one log, as `DuoSecurityTelephony_CL`.
 */
const sentinel: Decoder = {
  name: 'duo.sentinel',
  provider: 'duo',
  form: 'json',
  paths: TABLE,
  marks: [AUTHENTICATION.seconds],
  recognise: (sample) => 'sekey_s' in sample || (hasTime(sample) && TOLD_BY.some((names) => has(sample, names))),
  decode: readTable,
}

const sentinelCsv: Decoder = { ...sentinel, name: 'duo.sentinel-csv', form: 'csv' }

const TOLD_BY = [
  ['event_type_s', 'factor_s', 'result_s'],
  ['action_s', 'username_s'],
  ['context_s', 'phone_s', 'credits_d'],
]

/** A table turned from CSV into JSON keeps the zone in the column's name. */
function hasTime(sample: Values): boolean {
  return 'isotimestamp_t' in sample || 'isotimestamp_t [UTC]' in sample
}

function has(sample: Values, names: readonly string[]): boolean {
  return names.every((name) => name in sample)
}

function readTable(row: Row, draft: Draft): void {
  if (row.text(AUTHENTICATION_FROM + AUTHENTICATION.type) !== '') readAuthentication(row, draft)
  else if (row.text(ADMINISTRATOR_FROM + ADMINISTRATOR.action) !== '')
    readAdministrator(shifted(row, ADMINISTRATOR_FROM), draft)
  else if (row.text(TRUST_MONITOR_FROM + TRUST_MONITOR.id) !== '')
    readTrustMonitor(shifted(row, TRUST_MONITOR_FROM), draft)
  else readTelephony(shifted(row, TELEPHONY_FROM), draft)
}

/** The row as if its paths began at `from`. */
function shifted(row: Row, from: number): Row {
  return {
    has: (path) => row.has(from + path),
    text: (path) => row.text(from + path),
    number: (path) => row.number(from + path),
    flag: (path) => row.flag(from + path),
    json: (path) => row.json(from + path),
    count: (path) => row.count(from + path),
    textAt: (path, index) => row.textAt(from + path, index),
  }
}

/** In the order of asking: an authentication's row is told by its user, the other logs' by what only they have. */
export const duoDecoders: readonly Decoder[] = [
  authentication,
  activity,
  administrator,
  telephony,
  trustMonitor,
  oldAuthentication,
  sentinel,
  sentinelCsv,
]
