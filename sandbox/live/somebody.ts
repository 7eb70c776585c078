/** Somebody of the hospital at the sandbox: their browsers, their phone, their inbox, and what they type into them. */
import { createHash } from 'node:crypto'
import type { Belongings } from '../organisation.ts'
import { assertion } from '../software-passkey.ts'
import { totpCodeAt } from '../totp.ts'
import { newVisitor, type Place, type Visitor } from '../visitor.ts'
import { isWorkplace, workplaceUrl } from '../workplace.ts'
import { type AuthenticatorKind, type Clock, personById, type World } from '../world.ts'

export interface Seat {
  /** IP address. */
  readonly address: string
  /** The same name is the same browser, also after a restart. */
  readonly browser: string
}

/** A browser in which somebody signs in; each method gives the page that follows. */
export interface Browser {
  /** Opens the application without a session, and types name and password. */
  begins(password?: string): Promise<Place>
  /** The app's code as a clock shows it that is wrong by so many milliseconds. */
  typesCode(clockOffMs?: number): Promise<Place>
  typesWrongCode(): Promise<Place>
  asksPhone(): Promise<Place>
  /** What became of the prompt. */
  looks(): Promise<Place>
  asksInbox(): Promise<Place>
  typesInboxCode(): Promise<Place>
  usesPasskey(): Promise<Place>
  usesPass(pass: string): Promise<Place>
}

export interface Somebody {
  readonly belongings: Belongings
  /** Whether the sandbox still knows such an authenticator of theirs. */
  has(kind: AuthenticatorKind): boolean
  readonly isAdministrator: boolean
  at(seat: Seat): Browser
  /** Where they work on ordinary days. */
  readonly office: Browser
  readonly home: Browser
  /** Answers the latest prompt on the phone. False: there is none. */
  answersPhone(answer: 'approve' | 'refuse' | 'report', number?: string): Promise<boolean>
}

const USER_AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
] as const

/** True once the application has them back. */
export function isIn({ url }: Place): boolean {
  return isWorkplace(url)
}

/** The number that the page asks to be typed on the phone. */
export function numberOn({ page }: Place): string {
  return /class="number">(\d+)</.exec(page)?.[1] ?? ''
}

/** What their passkey answers to the sign-in page. Throws where they have none, or the page does not ask. */
export function passkeyAnswer({ page }: Place, { passkey, userName }: Belongings, issuer: string): string {
  const challenge = /challenge&quot;:&quot;([\w-]+)/.exec(page)?.[1]
  if (passkey === null || challenge === undefined) throw new Error(`${userName} has no passkey to use.`)
  return assertion(passkey, challenge, { id: new URL(issuer).hostname, origin: issuer })
}

/** A browser of this name, with the device cookie that it always has. */
export function visitorAt({ address, browser }: Seat): Visitor {
  const hash = createHash('sha256').update(`sandbox ${browser}`).digest()
  const userAgent = USER_AGENTS[(hash[31] as number) % USER_AGENTS.length] as string
  return newVisitor({ address, userAgent, device: hash.toString('base64url').slice(0, 22), isBack: isWorkplace })
}

export interface House {
  readonly issuer: string
  readonly world: World
}

export function newSomebody({ issuer, world }: House, clock: Clock, belongings: Belongings): Somebody {
  const { account, userName, home, office } = belongings
  const ownHost = issuer.replace('://sandbox.', `://${userName}.`)
  const phone = visitorAt({ address: home, browser: `phone of ${account}` })

  async function answersPhone(answer: string, number = ''): Promise<boolean> {
    const { page } = await phone.opens(`${ownHost}/`)
    const prompt = [...page.matchAll(/action="(\/prompts\/[^"]+)"/g)].at(-1)?.[1]
    if (prompt === undefined) return false
    await phone.posts(`${ownHost}${prompt}`, { answer, number })
    return true
  }
  async function latestInboxCode(): Promise<string> {
    const { page } = await phone.opens(`${ownHost}/inbox`)
    return /\b(\d{6}) is your code/.exec(page)?.[1] ?? '000000'
  }
  const at = (seat: Seat): Browser => browserOf(seat, { issuer, clock, belongings, latestInboxCode })
  return {
    belongings,
    has: (kind) => personById(world, account)?.authenticators.some((each) => each.kind === kind) ?? false,
    get isAdministrator() {
      return personById(world, account)?.administrator ?? false
    },
    at,
    office: at({ address: office, browser: `office of ${account}` }),
    home: at({ address: home, browser: `home of ${account}` }),
    answersPhone,
  }
}

interface Hands {
  readonly issuer: string
  readonly clock: Clock
  readonly belongings: Belongings
  latestInboxCode(): Promise<string>
}

function browserOf(seat: Seat, { issuer, clock, belongings, latestInboxCode }: Hands): Browser {
  const visitor = visitorAt(seat)
  const { userName, password, totpSecret } = belongings
  let signIn = ''

  async function opens(): Promise<Place> {
    visitor.forgetsSessions()
    const place = await visitor.opens(workplaceUrl(issuer))
    signIn = place.url.split('?')[0] as string
    return place
  }
  const code = (time: number) => totpCodeAt(totpSecret ?? '', time)
  return {
    async begins(typed = password) {
      await opens()
      return await visitor.sends('password', { userName, password: typed })
    },
    typesCode: (clockOffMs = 0) => visitor.sends('totp', { code: code(clock() + clockOffMs) }),
    typesWrongCode: () => visitor.sends('totp', { code: unlike(code(clock())) }),
    asksPhone: () => visitor.sends('push'),
    looks: () => visitor.opens(`${signIn}/push`),
    asksInbox: () => visitor.sends('inbox/send'),
    typesInboxCode: async () => await visitor.sends('inbox', { code: await latestInboxCode() }),
    async usesPasskey() {
      const page = await opens()
      return await visitor.sends('passkey', { response: passkeyAnswer(page, belongings, issuer) })
    },
    async usesPass(pass) {
      await opens()
      return await visitor.sends('pass', { userName, code: pass })
    },
  }
}

/** Two digits the other way round, or, where that changes nothing, another digit: as people mistype. */
function unlike(code: string): string {
  const [first = '', second = '', ...rest] = code
  const turned = first === second ? String((Number(first) + 1) % 10) + second : second + first
  return turned + rest.join('')
}
