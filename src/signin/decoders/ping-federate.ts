/**
 * PingFederate: lines of audit.log, in its own form (fields in a fixed order between vertical bars), as `key="value"`,
 * which log4j2.xml is often changed to, and in the Common Event Format, which it offers beside. Fields and events:
 * docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/pf_security_audit_loggin.html
 */
import { lookUp } from '../catalogue/index.ts'
import { type Decoder, paths, type Row } from '../decoder.ts'
import type { Draft, Outcome } from '../sign-in.ts'
import { instantOf, rowTime } from './row-time.ts'

type Values = Record<string, unknown>

const at = paths({
  time: 'time',
  event: 'event',
  trackingId: 'trackingid',
  subject: 'subject',
  ip: 'ip',
  app: 'app',
  connection: 'connectionname',
  connectionId: 'connectionid',
  status: 'status',
  source: 'authenticationsourceid',
  adapter: 'adapterid',
  description: 'description',
  grant: 'granttype',
})

const HEAD = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,]\d{3}\S*?)\s*(\|?)\s*(?=trackingid=|tid:|\|)/
const KEY = /^[A-Za-z][\w-]{0,40}$/
const STATUSES = new Set(['success', 'failure', 'inprogress'])

/** `CEF:0|Ping Identity|PingFederate|version|event|event|0|rt=Mar 02 2026 08:00:00.000 duid=… src=… msg=…` */
const CEF_HEAD = /^CEF:\d\|Ping Identity\|PingFederate\|[^|]{0,40}\|([^|]{1,80})\|[^|]{1,80}\|\d{1,2}\|/
const CEF_TIME = /^([A-Z][a-z]{2})\.? (\d\d) (\d{4}) (\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const CEF_KEY = /(?:^| )([A-Za-z]\w{0,40})=/g
const CEF_NAMES: ReadonlyMap<string, string> = new Map([
  ['rt', 'time'],
  ['duid', 'subject'],
  ['src', 'ip'],
  ['msg', 'status'],
  ['cs1', 'app'],
  ['cs2', 'connectionid'],
  ['externalId', 'trackingid'],
])

/** The values of a line of audit.log; undefined for other lines. */
function parse(line: string): Values | undefined {
  const event = CEF_HEAD.exec(line)
  if (event) return cef(line.slice(event[0].length), event[1] as string)
  const head = HEAD.exec(line)
  if (!head) return undefined
  const rest = line.slice(head[0].length)
  const said = head[2] === '|' ? columns(rest) : pairs(rest)
  return said?.event === undefined || said.status === undefined ? undefined : { ...said, time: head[1] }
}

/** The extension: in values, and so in what people type, an equals sign has a backslash before it. */
function cef(text: string, event: string): Values {
  const found: Values = { event, trackingid: '', status: '' }
  const keys = [...text.matchAll(CEF_KEY)]
  keys.forEach((key, index) => {
    const name = CEF_NAMES.get(key[1] as string)
    if (name === undefined) return
    const value = text.slice(key.index + key[0].length, keys[index + 1]?.index)
    found[name] = value.trim().replaceAll('\\=', '=')
  })
  return { ...found, status: `${found.status}`.replace(' ', ''), time: cefTime(`${found.time ?? ''}`) }
}

function cefTime(text: string): string {
  const [, name = '', day, year, clock] = CEF_TIME.exec(text) ?? []
  const month = MONTHS.indexOf(name) / 3 + 1
  return name === '' ? text : `${year}-${String(month).padStart(2, '0')}-${day} ${clock}`
}

/** `key="value" key=value`: one walk over the line, since its length is chosen by whoever types a name. */
function pairs(text: string): Values {
  const found: Values = {}
  for (let from = 0; from < text.length; ) {
    const equals = text.indexOf('=', from)
    if (equals < 0) break
    const key = text.slice(Math.max(from, text.lastIndexOf(' ', equals) + 1), equals)
    const quoted = text[equals + 1] === '"'
    const start = equals + (quoted ? 2 : 1)
    const stop = text.indexOf(quoted ? '"' : ' ', start)
    const end = stop < 0 ? text.length : stop
    if (KEY.test(key) && !Object.hasOwn(found, key)) found[key] = text.slice(start, end)
    from = end + 1
  }
  return found
}

/** `tid | [transaction |] event | subject | ip | app | connection | protocol | host | role | status | adapter | text | ms` */
function columns(text: string): Values | undefined {
  const cells = text.split('|').map((cell) => cell.trim())
  // Release 11.3 put the transaction's id behind the tracking id.
  if (STATUSES.has(cells[10] ?? '')) cells.splice(1, 1)
  if (!STATUSES.has(cells[9] ?? '')) return undefined
  const [trackingid, event, subject, ip, app, connectionid, , , , status, adapterid, description] = cells
  return { trackingid, event, subject, ip, app, connectionid, status, adapterid, description }
}

function decode(row: Row, draft: Draft): void {
  const event = row.text(at.event)
  draft.code = event
  draft.name = row.text(at.subject)
  draft.detail = row.text(at.description)
  writeMeaning(row, draft, event)
  draft.time = draft.activity === 'other' ? instantOf(row.text(at.time)) : rowTime(row, at.time)
  draft.ip = row.text(at.ip)
  draft.app = row.text(at.connection) || row.text(at.app) || row.text(at.connectionId)
  draft.attempt = row.text(at.trackingId)
}

function writeMeaning(row: Row, draft: Draft, event: string): void {
  const outcome = outcomeOf(row.text(at.status))
  if (event === 'AUTHN_ATTEMPT' || event === 'AUTHN_REQUEST') {
    const adapter = row.text(at.source) || row.text(at.adapter)
    draft.activity = 'sign-in'
    draft.outcome = outcome
    draft.step = isSecond(adapter) ? 'second' : 'first'
    draft.target = adapter
    if (event === 'AUTHN_REQUEST') draft.method = 'external'
    draft.proved = draft.step === 'second' && outcome === 'success'
    writeReason(draft, event)
  } else if (event === 'SSO') {
    draft.activity = 'sign-in'
    draft.outcome = outcome
    draft.step = 'session'
    draft.complete = outcome === 'success'
    writeReason(draft, event)
  } else if (event === 'OAuth') {
    draft.activity = 'refresh'
    draft.outcome = outcome
  } else if (event === 'SLO' || event === 'AUTHN_SESSION_DELETED') {
    draft.activity = 'sign-out'
    draft.outcome = outcome
  }
}

/** A failed adapter or sign-on without a word: which step it was is known, what went wrong is not. */
function writeReason(draft: Draft, event: string): void {
  if (draft.outcome === 'interrupt') draft.reason = draft.step === 'second' ? 'second-step-asked' : 'page-shown'
  if (draft.outcome !== 'failure') return
  draft.reason = draft.step === 'second' ? 'second-step-failed' : (lookUp('ping', event)?.reason ?? 'other')
}

/** Adapters have names that administrators gave them; those of the MFA products are the ones to know. */
function isSecond(adapter: string): boolean {
  return /pingid|mfa|otp|duo|fido|webauthn|authenticator/i.test(adapter)
}

function outcomeOf(status: string): Outcome {
  return status === 'success'
    ? 'success'
    : status === 'failure'
      ? 'failure'
      : status === 'inprogress'
        ? 'interrupt'
        : 'unknown'
}

export const pingFederate: Decoder = {
  name: 'ping.federate',
  provider: 'ping',
  form: 'line',
  paths: at.list,
  marks: [at.event, at.status],
  parse,
  recognise: (sample) =>
    typeof sample.event === 'string' &&
    typeof sample.trackingid === 'string' &&
    (sample.status === '' || STATUSES.has(`${sample.status ?? ''}`)) &&
    typeof sample.time === 'string',
  decode,
}
