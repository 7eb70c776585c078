/**
 * Somebody who signs in at the sandbox by its pages, without a browser: it follows redirects, keeps cookies, and sends
 * forms. For tests, and for a simulated organisation that signs in many times a second.
 */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { parseSetCookie, stringifyCookie } from 'cookie'

export interface Place {
  readonly url: string
  readonly status: number
  readonly page: string
}

export interface VisitorOptions {
  readonly address: string
  readonly userAgent?: string
  /** The browser's cookie, 22 letters of base64url; without it each visitor is given one. */
  readonly device?: string
  /** A redirect to such an address ends the way: it is an application's. */
  readonly isBack: (url: string) => boolean
}

type SignInForm = 'password' | 'pass' | 'totp' | 'push' | 'inbox/send' | 'inbox' | 'recovery-code' | 'passkey'

export interface Visitor {
  /** Goes there, and on as far as redirects lead. */
  opens(url: string): Promise<Place>
  /** Sends a form of the sign-in page that is open. */
  sends(form: SignInForm, fields?: Readonly<Record<string, string>>): Promise<Place>
  /** Sends a form to any address, from the page at `url`. */
  posts(url: string, fields: Readonly<Record<string, string>>): Promise<Place>
  /** Forgets sessions and sign-ins; the device's own cookie stays. */
  forgetsSessions(): void
}

const REDIRECTS_MAX = 10

export function newVisitor({ address, userAgent = 'visitor', device, isBack }: VisitorOptions): Visitor {
  /** By host and name: what the sandbox sets at one host is no other's. */
  const cookies = new Map<string, Map<string, string>>()
  let open = ''

  function jarOf(host: string): Map<string, string> {
    const jar = cookies.get(host) ?? new Map<string, string>(device === undefined ? [] : [['device', device]])
    cookies.set(host, jar)
    return jar
  }
  function keep(host: string, answer: IncomingMessage): void {
    const jar = jarOf(host)
    for (const line of answer.headers['set-cookie'] ?? []) {
      const { name, value } = parseSetCookie(line)
      if (value === undefined || value === '') jar.delete(name)
      else jar.set(name, value)
    }
  }

  async function asks(url: string, body?: string): Promise<IncomingMessage> {
    const { host, origin, port, pathname, search } = new URL(url)
    const sent = request({
      // Node does not know names under localhost: the name goes into the header, the way is loopback.
      ...{ host: '127.0.0.1', port, path: pathname + search, method: body === undefined ? 'GET' : 'POST' },
      headers: {
        ...{ host, origin, 'user-agent': userAgent, 'x-forwarded-for': address },
        cookie: stringifyCookie(Object.fromEntries(jarOf(host))),
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    })
    sent.end(body)
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    keep(host, answer)
    return answer
  }

  async function goes(to: string, body?: string): Promise<Place> {
    let [url, form] = [to, body]
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      if (isBack(url)) return { url, status: 200, page: '' }
      const answer = await asks(url, form)
      const page = await text(answer)
      const { statusCode: status = 0 } = answer
      if (status < 300 || status >= 400) {
        open = url
        return { url, status, page }
      }
      ;[url, form] = [new URL(answer.headers.location ?? '', url).href, undefined]
    }
    throw new Error(`More than ${REDIRECTS_MAX} redirects from ${to}.`)
  }

  const posts = (url: string, fields: Readonly<Record<string, string>>) =>
    goes(url, new URLSearchParams(fields).toString())
  return {
    opens: (url) => goes(url),
    posts,
    sends(form, fields = {}) {
      const signIn = /^http:\/\/[^/]+\/sign-in\/[^/?]+/.exec(open)?.[0]
      if (signIn === undefined) throw new Error(`No sign-in page is open, but ${open}.`)
      return posts(`${signIn}/${form}`, fields)
    },
    forgetsSessions() {
      for (const jar of cookies.values()) for (const name of jar.keys()) if (name.startsWith('_')) jar.delete(name)
    },
  }
}
