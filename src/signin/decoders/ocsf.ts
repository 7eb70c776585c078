/**
 * OCSF as input, any version 1.x: Authentication (3002), Account Change (3001), and of Group Management (3006) and User
 * Access (3005) who was put where. Rows that Postern wrote itself (../ocsf.ts) come back as they were, provider included.
 */
import { countryCode } from '../countries.ts'
import type { Decoder, Row } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import { writeForeign } from './ocsf-foreign.ts'
import { writeOwn } from './ocsf-own.ts'
import { at } from './ocsf-row.ts'
import { instantOf, rowTime } from './row-time.ts'

function decode(row: Row, draft: Draft): void {
  draft.code = row.text(at.eventCode) || row.text(at.statusCode) || row.text(at.operation) || row.text(at.className)
  draft.detail = row.text(at.statusDetail)
  draft.account = row.text(at.user)
  draft.name = row.text(at.userName) || row.text(at.userEmail)
  draft.id = row.text(at.id)
  draft.tenant = row.text(at.tenant)
  draft.attempt = row.text(at.correlation)
  writeOrigin(row, draft)
  if (row.has(at.ownActivity)) {
    writeOwn(row, draft)
    draft.time = row.number(at.time)
  } else {
    writeForeign(row, draft)
    draft.time = draft.activity === 'other' ? instantOf(row.text(at.time)) : rowTime(row, at.time, at.timeText)
  }
}

function writeOrigin(row: Row, draft: Draft): void {
  draft.ip = row.text(at.ip)
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.latitude = row.number(at.latitude)
  draft.longitude = row.number(at.longitude)
  draft.asn = row.has(at.asn) ? row.number(at.asn) : 0
  draft.device = row.text(at.device) || row.text(at.deviceName)
  draft.managed = row.flag(at.managed)
  draft.client = row.text(at.agent)
}

const event: Decoder = {
  name: 'ocsf.event',
  provider: 'ocsf',
  form: 'json',
  paths: at.list,
  marks: [at.classUid, at.activityId],
  recognise: (sample) =>
    typeof sample.class_uid === 'number' &&
    typeof sample.activity_id === 'number' &&
    typeof sample.metadata === 'object' &&
    sample.metadata !== null &&
    'version' in sample.metadata,
  decode,
}

export const ocsfDecoders: readonly Decoder[] = [event]
