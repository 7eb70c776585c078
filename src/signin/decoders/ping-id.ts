/**
 * PingID: activities as its report and webhooks give them. What happened is a sentence (`result.message`) and a status
 * (docs.pingidentity.com/pingid: report fields); sentences that this file does not know are named and left aside.
 */
import { lookUp } from '../catalogue/index.ts'
import { type Decoder, paths, type Row } from '../decoder.ts'
import type { Draft, Method, Reason } from '../sign-in.ts'
import { instantOf, rowTime } from './row-time.ts'

const at = paths({
  source: 'source',
  id: 'id',
  time: 'recorded',
  actor: 'actors[].name',
  actorType: 'actors[].type',
  ip: 'resources[].ipaddress',
  session: 'resources[].websession',
  status: 'result.status',
  message: 'result.message',
})

const METHODS: readonly (readonly [word: string, method: Method])[] = [
  ['sms', 'sms'],
  ['voice', 'voice'],
  ['phone call', 'voice'],
  ['email', 'email'],
  ['fido', 'passkey'],
  ['security key', 'passkey'],
  ['yubikey', 'totp'],
  ['authenticator app', 'totp'],
  ['oath', 'totp'],
  ['passcode', 'totp'],
  ['otp', 'totp'],
  ['swipe', 'push'],
  ['fingerprint', 'push'],
  ['push', 'push'],
  ['mobile', 'push'],
]

const REASONS: readonly (readonly [word: string, reason: Reason])[] = [
  ['fraud', 'reported'],
  ['denied by', 'refused'],
  ['declined', 'refused'],
  ['rejected', 'refused'],
  ['cancel', 'abandoned'],
  ['timed out', 'no-answer'],
  ['timeout', 'no-answer'],
  ['no response', 'no-answer'],
  ['invalid passcode', 'wrong-code'],
  ['wrong', 'wrong-code'],
  ['invalid otp', 'wrong-code'],
]

function decode(row: Row, draft: Draft): void {
  const message = row.text(at.message)
  const said = message.toLowerCase()
  const status = row.text(at.status)
  draft.code = `PINGID ${status}`
  draft.detail = message
  draft.name = row.textAt(at.actor, 0)
  if (said.startsWith('device paired')) writeDevice(draft, 'authenticator-added', message, status)
  else if (said.startsWith('device unpaired')) writeDevice(draft, 'authenticator-removed', message, status)
  else if (said.includes('authenticat') || said.includes('passcode')) writeSecondStep(draft, said, status)
  draft.time = draft.activity === 'other' ? instantOf(row.text(at.time)) : rowTime(row, at.time)
  draft.id = row.text(at.id)
  draft.ip = row.textAt(at.ip, 0)
  draft.attempt = row.textAt(at.session, 0)
}

function writeDevice(draft: Draft, change: Draft['change'], message: string, status: string): void {
  draft.activity = 'change'
  draft.family = 'audit'
  draft.change = change
  draft.outcome = status === 'SUCCESS' ? 'success' : 'failure'
  draft.target = message.replace(/^device (?:un)?paired:?\s*/i, '')
  draft.method = wordIn(METHODS, message.toLowerCase()) ?? 'other'
}

function writeSecondStep(draft: Draft, said: string, status: string): void {
  draft.activity = 'sign-in'
  draft.step = 'second'
  draft.method = wordIn(METHODS, said) ?? 'other'
  if (status === 'SUCCESS') {
    draft.outcome = 'success'
    draft.proved = true
  } else if (status.startsWith('FAIL') || status.startsWith('UNSUCCESSFUL')) {
    draft.outcome = 'failure'
    draft.reason = wordIn(REASONS, said) ?? lookUp('ping', 'PINGID FAILURE')?.reason ?? 'second-step-failed'
  } else {
    draft.outcome = 'pending'
  }
}

function wordIn<T>(words: readonly (readonly [string, T])[], said: string): T | undefined {
  return words.find(([word]) => said.includes(word))?.[1]
}

export const pingId: Decoder = {
  name: 'ping.id',
  provider: 'ping',
  form: 'json',
  paths: at.list,
  marks: [at.source, at.message],
  recognise: (sample) => sample.source === 'PINGID' && Array.isArray(sample.actors) && 'result' in sample,
  decode,
}
