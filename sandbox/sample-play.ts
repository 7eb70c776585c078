/** A play in tests: a sandbox with people, a clock that one can move, an application, and people in real browsers. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type SampleApplication, startApplication } from './sample-application.ts'
import { addSurroundings, HOME, newPerson, PASSWORD } from './sample-people.ts'
import { hashPassword, newId, newRecoveryCodes } from './secrets.ts'
import { type Sandbox, startSandbox } from './server.ts'
import { totpCodeAt } from './totp.ts'
import { type Person, personByName } from './world.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
export const CHROMIUM = '/usr/bin/chromium'

export interface Play {
  readonly sandbox: Sandbox
  readonly apiToken: string
  readonly application: SampleApplication
  now(): number
  pass(ms: number): void
  person(userName: string): Person
  readonly codesOf: ReadonlyMap<string, readonly string[]>
  /** A browser of its own, which comes from this address. */
  browser(address: string): Promise<Seat>
  stop(): Promise<void>
}

/** Somebody in front of a browser. */
export interface Seat {
  readonly page: Page
  readonly context: BrowserContext
  /** Opens the application's sign-in page, and types name and password. Gives what the application does at the end. */
  beginsAs(userName: string, parameters?: Readonly<Record<string, string>>): Promise<void>
  /** On a sign-in page that is open. */
  typesPassword(userName: string, password?: string): Promise<void>
  typesTotp(code: string): Promise<void>
  asksPhone(): Promise<void>
  usesRecoveryCode(code: string): Promise<void>
  isIn(): Promise<boolean>
  signsInWithTotp(userName: string): Promise<void>
}

export const HOMES: Readonly<Record<string, string>> = Object.fromEntries(
  ['ana', 'ben', 'cleo', 'dan', 'eva', 'finn', 'gus'].map((name, index) => [name, `${HOME.prefix}${10 + index * 20}`]),
)

export async function startPlay(): Promise<Play> {
  let offset = Date.UTC(2026, 5, 1, 8) - Date.now()
  const now = () => Date.now() + offset
  const application = await startApplication()
  const apiToken = newId('api')
  const codesOf = new Map<string, readonly string[]>()
  const sandbox = await startSandbox({
    port: 0,
    apiToken,
    clock: now,
    async fill(world) {
      addSurroundings(world, [application.registered])
      const passwordHash = await hashPassword(PASSWORD)
      for (const userName of Object.keys(HOMES)) {
        const codes = newRecoveryCodes()
        codesOf.set(userName, codes)
        const about = { userName, displayName: userName, passwordHash, administrator: userName === 'gus' }
        world.people.push(await newPerson(about, now(), codes))
      }
    },
  })
  await application.discover(sandbox.issuer)
  let chrome: Browser | undefined
  const person = (userName: string) => personByName(sandbox.world, userName) as Person

  return {
    sandbox,
    apiToken,
    application,
    codesOf,
    now,
    pass(ms) {
      offset += ms
    },
    person,
    async browser(address) {
      chrome ??= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
      const context = await chrome.newContext({ extraHTTPHeaders: { 'x-forwarded-for': address } })
      context.setDefaultTimeout(5000)
      return seatOf(await context.newPage(), application, (userName) => {
        const totp = person(userName).authenticators.find(({ kind }) => kind === 'totp')
        if (totp?.kind !== 'totp') throw new Error(`${userName} has no code app`)
        return totpCodeAt(totp.secret, now())
      })
    },
    async stop() {
      await chrome?.close()
      await sandbox.stop()
      await application.stop()
    },
  }
}

function seatOf(page: Page, application: SampleApplication, codeOf: (userName: string) => string): Seat {
  const send = (button: string) => page.getByRole('button', { name: button, exact: true }).click()
  const seat: Seat = {
    page,
    context: page.context(),
    async beginsAs(userName, parameters = {}) {
      const { url } = await application.begin(parameters)
      await page.goto(url)
      await seat.typesPassword(userName)
    },
    async typesPassword(userName, password = PASSWORD) {
      await page.locator('form[action$="/password"] [name=userName]').fill(userName)
      await page.getByLabel('Password').fill(password)
      await send('Sign in')
    },
    async typesTotp(code) {
      await page.getByLabel('Code from your app').fill(code)
      await page.locator('form[action$="/totp"] button').click()
    },
    asksPhone: () => send('Ask on my phone'),
    async usesRecoveryCode(code) {
      await page.getByLabel('Recovery code from your sheet').fill(code)
      await send('Use a recovery code')
    },
    isIn: async () => (await page.textContent('body'))?.includes('You are in the application.') ?? false,
    async signsInWithTotp(userName) {
      // A new day is a new session.
      await page.context().clearCookies({ name: /^_/ })
      await seat.beginsAs(userName)
      await seat.typesTotp(codeOf(userName))
      if (!(await seat.isIn())) throw new Error(`${userName} did not get in: ${await page.textContent('main')}`)
    },
  }
  return seat
}
