/**
 * The first day with a real server, in a real browser: from the code in the terminal to a closed incident in a ledger that holds
 * (docs/staff.md, docs/operating.md). Passkeys are those of the browser's virtual authenticators, two for each person.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, openBrowser } from '../console/dev/browser.ts'
import { formatInstant } from '../src/base/time.ts'
import { CONSOLE_FILES, consolePages } from '../src/main/console-pages.ts'
import { type SampleHouse, startHouse } from '../src/main/sample-house.ts'
import { openSetUp } from '../src/staff/index.ts'
import { lines, MINUTE_MS, refusal } from '../src/watch/sample-organisation.ts'
import { embedded, temporaryFolder } from './engines.ts'
import { eventually } from './eventually.ts'
import { startVendor, type VendorServer } from './vendor-server.ts'

// Where it is missing, CI fails at opening it.
const skip =
  hasChromium || process.env.CI === 'true' ? false : 'Chromium is not installed (Debian: apt-get install chromium)'
const PATIENCE_MS = 20_000

describe('the first day', { skip }, () => {
  let house: SampleHouse
  let browser: Browser
  /** Where a webhook channel's messages arrive. */
  let inbox: VendorServer
  before(async () => {
    const pages = consolePages(CONSOLE_FILES)
    inbox = await startVendor(() => ({ status: 200 }))
    house = await startHouse({
      place: await embedded.newPlace(),
      keys: join(temporaryFolder(), 'keys'),
      clock: Date.now,
      environment: { POSTERN_NETWORKS: '127.0.0.0/8' },
      besides: () => pages,
    })
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await house?.stop()
    await inbox?.close()
  })

  it('goes from the code in the terminal to a closed incident in a ledger that holds', async () => {
    // Given two people with two passkeys each: the first with the code from the terminal, the second with the first one's.
    const opened = await openSetUp(house.staff, Date.now())
    assert.ok('code' in opened)
    const ada = await setUp('Ada Lovelace', opened.code)
    await heading(ada, 'Now the second person')
    await press(ada, 'Show a code for them')
    await ada.getByText('Waiting for them').waitFor()
    const bo = await setUp('Bo Diddley', (await ada.locator('.secret pre').last().textContent()) ?? '')
    await heading(bo, 'Right now')
    await heading(ada, 'Right now')

    // Given a source, and people who are told.
    await ada.getByRole('link', { name: 'Add a source under Connections' }).click()
    const { url, token } = await addSource(ada)
    await addWebhook(ada, 'first')
    await addWebhook(ada, 'second')
    await route(ada)

    // When its log says that somebody refuses one prompt after the other, the open page shows it.
    await bo.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }))
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: refusalsUntil(Date.now()),
    })
    assert.equal(answer.status, 202)
    assert.equal(((await answer.json()) as { accepted: number }).accepted, 5)
    const banner = bo.getByRole('link', { name: 'Open incident' })
    await banner.waitFor()
    await bo.getByText(/Unwanted prompts: ana/).waitFor()
    assert.ok(await bo.evaluate(() => 'isTheSamePage' in globalThis), 'the page was loaded again')

    // Then whoever is told comes to the incident by the link, takes it and closes it.
    await ada.goto(await linkOf('incident'))
    await heading(ada, /Unwanted prompts/)
    await press(ada, 'Take it')
    await ada.getByText('Ada Lovelace took it.').first().waitFor()
    await press(ada, 'Close…')
    await ada.getByLabel('What do you know').fill('Called back: the password was known to others, and is changed.')
    await press(ada, 'Close with passkey')
    await ada.getByText('Closed', { exact: true }).first().waitFor()
    await banner.waitFor({ state: 'detached' })

    // And the record of all of it holds.
    await ada.getByRole('link', { name: 'Ledger' }).click()
    await ada.getByText('Bo Diddley joined with two passkeys').waitFor()
    await press(ada, 'Verify now')
    await ada.getByText('It holds', { exact: true }).waitFor()
  })

  /** Registers two passkeys on two devices, and signs in with the second. */
  async function setUp(name: string, code: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const options = {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    } as const
    const plugIn = async () => (await devtools.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId

    await page.goto(`${house.origins.console}/set-up`)
    await page.getByLabel('Code').fill(code)
    await page.getByLabel('Your name').fill(name)
    await page.getByLabel('Your e-mail').fill(`${name.slice(0, 2).trim().toLowerCase()}@example.com`)
    await press(page, 'Go on')
    const authenticatorId = await plugIn()
    await press(page, 'Make the first passkey')
    await page.getByText('Made', { exact: true }).waitFor()
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    await plugIn()
    await press(page, 'Make the second passkey')
    await page.getByText('Both passkeys are registered').waitFor()
    await press(page, 'Sign in with a passkey')
    return page
  }

  async function addWebhook(page: Page, id: string): Promise<void> {
    await page.getByRole('tab', { name: 'Channels' }).click()
    await press(page, 'Add a channel')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Kind').selectOption('webhook')
    await dialog.locator('[name=label]').fill(`Our ${id} program`)
    await dialog.getByLabel('Short name').fill(id)
    await dialog.getByLabel('Address').fill(`${inbox.url}/${id}`)
    await dialog.getByLabel('Signing secret').fill(`whsec_${Buffer.alloc(32, id).toString('base64')}`)
    await press(page, 'Add with passkey')
    await page.getByText(`Our ${id} program`).waitFor()
  }

  /** What a message of the kind links to, once one has come. */
  async function linkOf(kind: string): Promise<string> {
    return await eventually(`a message of ${kind}`, () => {
      const told = inbox.received.map(({ body }) => JSON.parse(body) as { type: string; data: { link: string } })
      return told.find(({ type }) => type.startsWith(`${kind}.`))?.data.link
    })
  }
})

async function addSource(page: Page): Promise<{ readonly url: string; readonly token: string }> {
  await press(page, 'Add a source')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Okta')
  await dialog.getByLabel('Tenant').fill('example.okta.com')
  await press(page, 'Add with passkey')
  await dialog.getByText('This is shown once').waitFor()
  const text = (await dialog.locator('.secret pre').first().textContent()) ?? ''
  await press(page, 'I have kept it')
  return { url: /http\S+\/ingest\/\w+/.exec(text)?.[0] ?? '', token: /postern_source_[\w-]+/.exec(text)?.[0] ?? '' }
}

/** The routes that the page proposes: all channels. */
async function route(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Routing' }).click()
  await press(page, 'Change…')
  await press(page, 'Propose with passkey')
  await page.getByText('first, second').first().waitFor()
}

/** Five of Ana's, a minute apart. */
function refusalsUntil(now: number): string {
  const rows = [4, 3, 2, 1, 0].map((ago) => ({ ...refusal(ago), published: formatInstant(now - ago * MINUTE_MS) }))
  return lines(...rows)
}

async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}
