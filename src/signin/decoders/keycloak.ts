/**
 * Keycloak: events of the Admin API (`/events`, `/admin-events`), the server’s log as text, and the same log as JSON
 * (`--log-console-output=json`), in its own names or Elastic's. Lines of the log that are no events are named by their logger.
 */
import type { Decoder, Row } from '../decoder.ts'
import { paths } from '../decoder.ts'
import { parsedRow } from '../parsed-row.ts'
import type { Draft } from '../sign-in.ts'
import { decodeAdminEvent } from './keycloak-admin.ts'
import { decodeEvent } from './keycloak-event.ts'
import { parseLine, parseMessage } from './keycloak-line.ts'
import { at } from './keycloak-row.ts'
import { decodePushed, isPushedType } from './keycloak-webhook.ts'

type Values = Readonly<Record<string, unknown>>

const TYPE = /^[A-Z][A-Z0-9_]+$/

const event: Decoder = {
  name: 'keycloak.event',
  provider: 'keycloak',
  form: 'json',
  paths: at.list,
  marks: [at.type, at.realmId],
  recognise: (sample) =>
    !isLine(sample) &&
    typeof sample.type === 'string' &&
    typeof sample.realmId === 'string' &&
    ((TYPE.test(sample.type) && ('ipAddress' in sample || 'clientId' in sample || 'userId' in sample)) ||
      isPushedType(sample.type)),
  decode(row, draft) {
    const type = row.text(at.type)
    if (isPushedType(type)) decodePushed(row, type, draft)
    else decodeEvent(row, draft)
  },
}

const adminEvent: Decoder = {
  name: 'keycloak.admin-event',
  provider: 'keycloak',
  form: 'json',
  paths: at.list,
  marks: [at.operation, at.resourceType],
  recognise: (sample) =>
    !isLine(sample) &&
    typeof sample.operationType === 'string' &&
    typeof sample.resourceType === 'string' &&
    'authDetails' in sample,
  decode: decodeAdminEvent,
}

const line: Decoder = {
  name: 'keycloak.log',
  provider: 'keycloak',
  form: 'line',
  paths: at.list,
  marks: [at.log],
  parse: parseLine,
  recognise: isLine,
  decode: (row, draft) => decodeLogged(row, row.text(at.log), draft),
}

const atJson = paths({ time: 'timestamp', logger: 'loggerName', message: 'message', level: 'level' })

const jsonLine: Decoder = {
  name: 'keycloak.json-log',
  provider: 'keycloak',
  form: 'json',
  paths: atJson.list,
  marks: [atJson.time, atJson.logger, atJson.message],
  recognise: (sample) =>
    typeof sample.loggerName === 'string' &&
    typeof sample.timestamp === 'string' &&
    typeof sample.message === 'string' &&
    typeof sample.level === 'string',
  decode: (row, draft) => {
    const logger = row.text(atJson.logger)
    const said: Values = { ...parseMessage(logger, row.text(atJson.message)), time: row.text(atJson.time) }
    decodeLogged(parsedRow(at.list, said), logger, draft)
  },
}

const atEcs = paths({ time: '@timestamp', logger: 'log.logger', message: 'message', level: 'log.level' })

/** The same in Elastic's names (`--log-console-json-format=ecs`). */
const ecsLine: Decoder = {
  ...jsonLine,
  name: 'keycloak.ecs-log',
  paths: atEcs.list,
  recognise: (sample) => {
    const { logger } = isObject(sample.log) ? sample.log : { logger: sample['log.logger'] }
    return typeof logger === 'string' && typeof sample['@timestamp'] === 'string' && isKeycloaks(logger, sample)
  },
}

/** Elastic's names are everybody's: a logger of Keycloak's own, or its name as the service. */
function isKeycloaks(logger: string, sample: Values): boolean {
  return logger.startsWith('org.keycloak.') || sample['service.name'] === 'Keycloak'
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLine(sample: Values): boolean {
  return typeof sample.keycloakLog === 'string'
}

/** An event out of a log, or a line named by its logger. */
function decodeLogged(row: Row, logger: string, draft: Draft): void {
  if (row.has(at.type)) decodeEvent(row, draft)
  else if (row.has(at.operation)) decodeAdminEvent(row, draft)
  else draft.code = logger
}

export const keycloakDecoders: readonly Decoder[] = [event, adminEvent, line, jsonLine, ecsLine]
