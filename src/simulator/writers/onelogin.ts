/** OneLogin events (Events API, event_type_id): only the types whose meaning is beyond doubt are written. */
import { type Happening, isPerson, type Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

export function oneloginWriter(_org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(happening, random(seed, 0x1091, happening.id)),
    nameOf: (person) => ({
      person: person.login,
      account: String(userId(person)),
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function userId(person: Person): number {
  return Number.parseInt(person.account.slice(0, 7), 16) + 100_000_000
}

const LOGGED_IN = 5
const LOGIN_FAILED = 6
const INTO_APP = 8
const FACTOR_REMOVED = 24

function rowsOf(happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'change') {
    const { who, actor, seat, change, time } = happening
    const removed = change === 'authenticator-removed' || change === 'authenticators-reset' || change === 'mfa-disabled'
    return who && actor && removed ? [row(time, FACTOR_REMOVED, who, actor, seat?.ip ?? '', rng, happening.target)] : []
  }
  if (happening.kind !== 'attempt' || !isPerson(happening.who) || happening.stop) return []
  const { who, seat, time } = happening
  if (happening.first === 'wrong') return [row(time, LOGIN_FAILED, who, who, seat.ip, rng, '')]
  if (!happening.complete) return []
  const end = time + (happening.steps[happening.steps.length - 1]?.at ?? 800)
  const type = happening.first === 'session' ? INTO_APP : LOGGED_IN
  return [row(end, type, who, who, seat.ip, rng, '')]
}

function row(time: number, type: number, who: Person, actor: Person, ip: string, rng: Random, device: string): Row {
  const text = {
    id: rng.int(1_000_000_000, 4_000_000_000),
    created_at: new Date(time).toISOString(),
    account_id: 44_001,
    event_type_id: type,
    user_id: userId(who),
    user_name: who.login,
    actor_user_id: userId(actor),
    actor_user_name: actor.login,
    actor_system: '',
    ipaddr: ip,
    otp_device_name: device || null,
    app_id: null,
    app_name: type === INTO_APP ? 'Salesforce' : null,
    notes: null,
    error_description: null,
    risk_score: null,
  }
  return { time, text: JSON.stringify(text) }
}
