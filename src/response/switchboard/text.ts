/**
 * What people are told while everybody is locked out: one text, in five lengths. For somebody under stress: what is so,
 * since when, what to do, what not to do. Clock times, no codes, no promise of a time that nobody knows.
 */
import type { Provider } from '../../signin/index.ts'
import type { Trouble } from './trouble.ts'

export interface Texts {
  /** On the page for locked-out people, before they do anything. */
  readonly portal: string
  /** What an agent can say. */
  readonly agent: string
  /** The answer to a ticket. */
  readonly ticket: string
  readonly chat: string
  /** Read aloud before anybody answers. */
  readonly voice: string
}

const NAMES: Readonly<Record<Provider, string>> = {
  entra: 'Microsoft',
  okta: 'Okta',
  auth0: 'Auth0',
  keycloak: 'Keycloak',
  google: 'Google',
  duo: 'Duo',
  aws: 'AWS',
  onelogin: 'OneLogin',
  ping: 'Ping',
  jumpcloud: 'JumpCloud',
  ocsf: 'the sign-in page',
  sandbox: 'the sandbox',
}

interface Parts {
  /** What is so. */
  readonly what: string
  readonly since: string
  readonly do: string
}

/** A sign-in that somebody else began is an attack also on such a day. */
const REFUSE = 'If your phone asks you to approve a sign-in that you did not start, refuse it and tell us.'
const DO_NOT =
  'Please do not delete your authenticator app, do not register your phone again, and do not ask for a reset. It would not help, and could lock you out longer.'
const NOT_YOU = 'You did nothing wrong, and your phone is not broken.'
const CALL = 'If you reach something urgent only with this sign-in, tell us: there may be another way.'

/** In the organisation's time zone (IANA name); `now` decides whether the day has to be said. */
export function textsOf(trouble: Trouble, now: number, zone: string): Texts {
  return trouble.ended === undefined ? lasting(trouble, now, zone) : over(trouble, trouble.ended, now, zone)
}

export function titleOf({ kind, provider, what }: Trouble): string {
  if (kind === 'policy-block') return `A sign-in rule at ${NAMES[provider]} keeps people out`
  if (kind === 'mass-lockout') return `Many people cannot sign in with ${NAMES[provider]}`
  if (what === 'push') return `${NAMES[provider]} does not deliver prompts to phones`
  return what === 'message'
    ? `${NAMES[provider]} does not deliver codes`
    : `Signing in with ${NAMES[provider]} does not work`
}

/** The shortest that says all: for messages that have more besides, at most 600 characters. */
export function sayOf(trouble: Trouble, now: number, zone: string): string {
  if (trouble.ended !== undefined) return over(trouble, trouble.ended, now, zone).agent
  const { what, since, do: todo } = partsOf(trouble, clock(trouble.since, now, zone))
  return `${what} ${since} ${todo} ${DO_NOT}`
}

function lasting(trouble: Trouble, now: number, zone: string): Texts {
  const { what, since, do: todo } = partsOf(trouble, clock(trouble.since, now, zone))
  return {
    portal: `${what} ${since} ${NOT_YOU} ${todo} ${DO_NOT} ${REFUSE} This page says when it works again.`,
    agent: `${what} ${since} ${NOT_YOU} ${todo} ${DO_NOT} ${REFUSE} ${CALL} I have noted that you called, and we will tell you when it works.`,
    ticket: `${what} ${since} ${NOT_YOU}\n\n${todo} ${DO_NOT}\n\n${REFUSE}\n\n${CALL} We keep this ticket open and answer when it works.`,
    chat: `${what} ${since} ${todo} ${DO_NOT} ${REFUSE} We post here when it works.`,
    voice: `${what} ${since} ${todo} Please do not delete your authenticator app, and do not ask for a reset. ${REFUSE} If you are calling about something else, stay on the line.`,
  }
}

function over(trouble: Trouble, ended: number, now: number, zone: string): Texts {
  const name = NAMES[trouble.provider]
  const since = `It works again since ${clock(ended, now, zone)}.`
  const again = `You can sign in with ${name} as before.`
  const still = 'If it still fails, tell us: then it is something else, and we look at it with you.'
  const short = `${again} ${since} ${still}`
  return {
    portal: short,
    agent: short,
    ticket: `${again} ${since}\n\n${still}`,
    chat: short,
    voice: `${again} ${since} If it still fails, stay on the line.`,
  }
}

function partsOf({ kind, provider, what }: Trouble, at: string): Parts {
  const name = NAMES[provider]
  if (kind === 'policy-block') {
    return {
      what: `A new sign-in rule at ${name} keeps out people who should get in.`,
      since: `It began at ${at}, and the people who set the rule have been told.`,
      do: 'Wait. If you are signed in on another device, stay signed in there.',
    }
  }
  if (kind === 'mass-lockout') {
    return {
      what: `Many people cannot sign in with ${name} at the moment.`,
      since: `It began at ${at}, and we are finding out why.`,
      do: 'Wait. If you are signed in on another device, stay signed in there.',
    }
  }
  const since = `It began at ${at}. The trouble is at ${name}, and we cannot mend it ourselves.`
  if (what === 'push') {
    const todo =
      'If you have another way, such as a code from the app or a security key, choose it on the sign-in page. Otherwise wait.'
    return { what: `${name} does not deliver sign-in prompts to phones at the moment.`, since, do: todo }
  }
  if (what === 'message') {
    const todo =
      'If you have another way, such as an authenticator app or a security key, choose it on the sign-in page. Otherwise wait, and do not ask for one code after another.'
    return { what: `${name} does not deliver codes by text message or call at the moment.`, since, do: todo }
  }
  return {
    what: `Signing in with ${name} does not work at the moment.`,
    since,
    do: 'Wait. If you are signed in on another device, stay signed in there.',
  }
}

const DAY_MS = 86_400_000

/** `14:05 (UTC)`, with the day if that was another one. */
function clock(at: number, now: number, zone: string): string {
  const format = (options: Intl.DateTimeFormatOptions, time: number): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(time)
  const day = (time: number): string => format({ day: 'numeric', month: 'long' }, time)
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at)
  const isOtherDay = day(at) !== day(now) || now - at >= DAY_MS
  const place = format({ timeZoneName: 'short' }, at).split(', ').at(-1)
  return isOtherDay ? `${time} (${place}) on ${day(at)}` : `${time} (${place})`
}
