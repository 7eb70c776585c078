/** Failures of the network as outcomes. The error itself goes no further: it may quote what was sent. */
import { type Later, later, type Outcome, type Refused, refused } from '../outcome.ts'

/** Ends a try with an outcome from within a callback. Never leaves this room. */
export class Ended extends Error {
  readonly outcome: Later | Refused
  constructor(outcome: Later | Refused) {
    super(outcome.reason.code)
    this.name = 'Ended'
    this.outcome = outcome
  }
}

export function addressRefused(): Ended {
  return new Ended(refused('ERR_NOTIFY_ADDRESS', '', 'channel'))
}

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ETLS|EREQUIRETLS)/
const DNS = /^(ENOTFOUND|EAI_|ENODATA|EDNS)/
/** The connection was never made, so nothing can have arrived. */
const UNSENT = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/
const TIMEOUT = /^(ETIMEDOUT|ESOCKETTIMEDOUT|ABORT_ERR|EABORT)/

/** `sent` is what was known about the message when it failed. */
export function failureOf(error: unknown, sent: Later['sent']): Outcome {
  if (error instanceof Ended) return error.outcome
  const code = systemCode(error)
  if (TLS.test(code)) return later('ERR_NOTIFY_TLS', code, sent)
  if (DNS.test(code)) return later('ERR_NOTIFY_DNS', code, 'no')
  if (TIMEOUT.test(code)) return later('ERR_NOTIFY_TIMEOUT', '', sent)
  return later('ERR_NOTIFY_CONNECTION', code, UNSENT.test(code) ? 'no' : sent)
}

/** Only what looks like a code: anything longer may be a sentence with something in it. nodemailer keeps the system's aside. */
function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const code = 'originalCode' in error ? error.originalCode : 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,50}$/.test(code) ? code : ''
}
