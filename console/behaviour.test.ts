/** What happens when somebody works with the console: keys, search, acts, news, refusals, hostile names. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { SALT } from './dev/answers.ts'
import { hasChromium, openBrowser } from './dev/browser.ts'
import { IMPORTS, SENT } from './dev/import-answers.ts'
import { ANA, DOUBTS } from './dev/people-settings-answers.ts'
import { RESETS } from './dev/resets.ts'
import { type Stub, startStub } from './dev/stub.ts'
import { HOSTILE } from './dev/verdicts.ts'
import { SAMPLE } from './src/imports/columns.ts'

/** A month from now, as a date field has it. */
const LAST_DAY = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
const skip = hasChromium ? false : 'Chromium is not installed'

describe('the console at work', { skip }, () => {
  let stub: Stub
  let browser: Browser
  let context: BrowserContext
  let page: Page
  before(async () => {
    stub = await startStub()
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await stub?.stop()
  })
  beforeEach(async () => {
    stub.state.signedIn = true
    stub.state.held = undefined
    stub.state.roles = undefined
    stub.fail(undefined)
    context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(10_000)
    page = await context.newPage()
  })
  afterEach(async () => await context.close())

  const go = async (path: string) => void (await page.goto(`${stub.origin}${path}`))
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })

  it('/ searches from every page, and Enter opens what is chosen', async () => {
    await go('/o/northwind/ledger')
    await heading('Ledger').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('push bomb')
    // The first of what was found for all of it: what was found for "push" stood there before.
    await page.getByRole('option', { selected: true }).filter({ hasText: 'Push bombing' }).waitFor()
    await page.keyboard.press('Enter')
    await heading(/Push bombing/).waitFor()
    assert.match(page.url(), /\/incidents\//)
  })

  it('g and a letter go to a page, j and k move among rows, Enter opens, Escape closes', async () => {
    await go('/o/northwind')
    await heading('Right now').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await heading('Lockouts').waitFor()
    await page.locator('main .opener').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const second = await page.locator('main .opener').nth(1).textContent()
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), second)
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Evidence').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('keys can be turned off (WCAG 2.1.4)', async () => {
    await go('/o/northwind/settings')
    await page.getByRole('switch', { name: /^Keys/ }).uncheck({ force: true })
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('/')
    assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'search')
  })

  it('a hostile name is text: nothing runs, nothing is hidden, nothing turns around', async () => {
    await go('/o/northwind/people')
    for (const name of HOSTILE.slice(0, 2)) {
      await page.getByLabel('Name, address or employee number').fill(name.slice(0, 12))
      await page.locator('main .opener').first().click()
      await heading(/@/).waitFor()
      await go('/o/northwind/people')
    }
    assert.equal(await page.locator('main img').count(), 0)
    assert.notEqual(await page.title(), 'owned')
    await go('/o/northwind/lockouts')
    await page.locator('main .opener').first().waitFor()
    const text = (await page.locator('main').textContent()) ?? ''
    assert.ok(text.includes('<img src=x'), 'the hostile name is not on the page: the test sees nothing')
    assert.doesNotMatch(text, /\u202E/)
    assert.equal(await page.evaluate(() => document.querySelectorAll('main img, main script').length), 0)
  })

  it('news comes without loading again', async () => {
    await go('/o/northwind/incidents')
    await page.getByText('Live', { exact: true }).waitFor()
    const asked = page.waitForResponse((response) => response.url().includes('/northwind/incidents?'))
    stub.tell('incidents')
    assert.equal((await asked).status(), 200)
  })

  it('a refusal says what happened and what to do, and trying again works', async () => {
    await go('/o/northwind/incidents')
    await heading('Incidents').waitFor()
    stub.fail('ERR_STUB')
    await page.getByRole('link', { name: 'Connections' }).click()
    const alert = page.getByRole('alert').first()
    // A server that is away is asked again before it is called away.
    await alert.waitFor({ timeout: 20_000 })
    assert.match((await alert.textContent()) ?? '', /The stub was told to refuse.*What to do:.*ERR_STUB/s)
    stub.fail(undefined)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Duo for the VPN').waitFor()
  })

  it('who is not signed in comes to the sign-in page, and back to where they wanted', async () => {
    stub.state.signedIn = false
    await go('/o/northwind/ledger')
    await heading('Sign in').waitFor()
    await page.getByRole('button', { name: /Tom Reyes/ }).click()
    await heading('Ledger').waitFor()
  })

  it('signing out leaves nothing of the session on the screen', async () => {
    await go('/o/northwind')
    await heading('Right now').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await heading('Sign in').waitFor()
    await page.goBack()
    await heading('Sign in').waitFor()
  })

  it('sign-in does not lead out of the console', async () => {
    stub.state.signedIn = false
    await go('/sign-in?back=//evil.example/o/x')
    await page.getByRole('button', { name: /Tom Reyes/ }).click()
    await heading('Right now').waitFor()
    assert.equal(new URL(page.url()).origin, stub.origin)
  })

  it('an organisation that is not theirs is not there', async () => {
    await go('/o/somebody-else')
    await heading('Nothing here').waitFor()
  })

  it('the first two people make two passkeys, one after the other', async () => {
    stub.state.signedIn = false
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const authenticator = {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    } as const
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: authenticator })
    await go('/set-up')
    await page.getByLabel('Code').fill('7KQ2-M4TD-0XZ9-RB6W-HN3E-YV8P')
    await page.getByLabel('Your name').fill('Priya Nair')
    await page.getByLabel('Your e-mail').fill('priya@northwind.example.com')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Make the first passkey' }).click()
    await page.getByText('Made', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Make the second passkey' }).click()
    await page.getByText('Both passkeys are registered').waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await heading('Right now').waitFor()
  })

  it('a new source shows its token once, with what to paste', async () => {
    stub.state.signedIn = false
    await go('/sign-in')
    await page.getByRole('button', { name: /Priya Nair/ }).click()
    await heading('Right now').waitFor()
    await page.getByRole('link', { name: 'Connections' }).click()
    await page.getByRole('button', { name: 'Add a source' }).click()
    await page.getByLabel('Name').fill('Okta production')
    await page.getByLabel('Tenant').fill('northwind.okta.com')
    await page.getByRole('button', { name: 'Add with passkey' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/curl -sS/).waitFor()
    assert.match((await dialog.textContent()) ?? '', /ps_northwind_/)
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText('ps_northwind_').waitFor({ state: 'detached' })
  })

  /** As the demo's administrator, whose passkey lies at the server. */
  const signInAsPriya = async (): Promise<void> => {
    stub.state.signedIn = false
    await go('/sign-in')
    await page.getByRole('button', { name: /Priya Nair/ }).click()
    await heading('Right now').waitFor()
  }

  /** What is sent to a path when this is done. */
  async function sent(path: string, press: () => Promise<unknown>): Promise<unknown> {
    const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith(path))
    await press()
    const { assertion: _assertion, ...rest } = (await asked).postDataJSON() as Record<string, unknown>
    return rest
  }

  it('a held ledger is said on every page, and goes on once two administrators have said so', async () => {
    await signInAsPriya()
    stub.state.held = { said: 0 }
    await go('/o/northwind/people')
    await page.getByText('The ledger is held.').waitFor()
    await page.getByRole('link', { name: 'What is missing' }).click()
    await heading('Held ledger').waitFor()
    await page.getByText('172').waitFor()
    const goOn = page.getByRole('button', { name: /Go on without them/ })
    await goOn.click()
    await page.getByText('Another administrator has to, too').waitFor()
    await goOn.click()
    await page.getByText('The ledger is held.').waitFor({ state: 'detached' })
  })

  it('the routes are changed in a form: channels, severity, hours, emergency', async () => {
    await signInAsPriya()
    await go('/o/northwind/connections')
    await page.getByRole('tab', { name: 'Routing' }).click()
    await page.getByText('Mon, Tue, Wed, Thu, Fri, 08:00 to 20:00 (Europe/Lisbon)').waitFor()
    await page.getByRole('button', { name: 'Change…' }).click()
    const dialog = page.getByRole('dialog')
    const second = dialog.getByRole('group', { name: 'Route 2' })
    await second.getByLabel('From severity').selectOption('low')
    await second.getByLabel('Sat').check()
    await second.getByRole('textbox', { name: 'To', exact: true }).fill('22:00')
    await dialog.getByRole('button', { name: 'Remove route 1' }).click()
    const wanted = await sent('/changes', () => dialog.getByRole('button', { name: 'Propose with passkey' }).click())
    assert.deepEqual(wanted, {
      kind: 'routing-changed',
      data: {
        routes: [
          {
            channels: ['desk-mail'],
            atLeast: 'low',
            hours: { zone: 'Europe/Lisbon', days: [1, 2, 3, 4, 5, 6], from: '08:00', to: '22:00' },
          },
        ],
        emergency: ['security-pager', 'desk-mail'],
      },
    })
    await dialog.waitFor({ state: 'detached' })
  })

  it('a channel is changed without its secret; what is left as it is, is not sent', async () => {
    await signInAsPriya()
    await go('/o/northwind/connections')
    await page.getByRole('tab', { name: 'Channels' }).click()
    await page
      .getByRole('button', { name: /^Change / })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Another name')
    await dialog.getByLabel('Somebody confirms that it is read').selectOption('24')
    const wanted = await sent('/changes', () => dialog.getByRole('button', { name: 'Change with passkey' }).click())
    const { kind, data } = wanted as { readonly kind: string; readonly data: Record<string, unknown> }
    assert.equal(kind, 'channel-settings')
    assert.deepEqual(Object.keys(data).sort(), ['confirmMs', 'id', 'label'])
    assert.deepEqual([data.label, data.confirmMs], ['Another name', 86_400_000])
  })

  it('an incident is closed by a passkey, on what the page shows; taking it is one press', async () => {
    await signInAsPriya()
    await go(`/o/northwind/incidents/${stub.known.incident}`)
    await page.getByRole('button', { name: 'Close…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What was it?').selectOption('benign')
    await dialog.getByLabel(/What do you know/).fill('I rang back on the known number.')
    const begun = page.waitForRequest((request) => request.url().endsWith('/close/begin'))
    const closed = await sent('/close', () => dialog.getByRole('button', { name: 'Close with passkey' }).click())
    const said = {
      verdict: 'benign',
      reason: 'I rang back on the known number.',
      evidence: `seen-${stub.known.incident}`,
    }
    assert.deepEqual([(await begun).postDataJSON(), closed], [said, said])
    await dialog.waitFor({ state: 'detached' })
    const taken = await sent('/assign', () => page.getByRole('button', { name: 'Take it' }).click())
    assert.deepEqual(taken, { to: 'priya' })
  })

  it('a change made outside of Postern is adopted by a passkey, with how the person was verified', async () => {
    await signInAsPriya()
    await go(`/o/northwind/incidents/${RESETS.open}`)
    await page.getByRole('button', { name: 'Adopt this change…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('How was the person verified?').selectOption('manager')
    await dialog.getByLabel('What shows it?').fill('Their manager asked for it in ticket 48112.')
    const begun = page.waitForRequest((request) => request.url().endsWith('/adopt/begin'))
    const adopted = await sent('/adopt', () => dialog.getByRole('button', { name: 'Adopt with passkey' }).click())
    const said = {
      identity: 'manager',
      statement: 'Their manager asked for it in ticket 48112.',
      evidence: `seen-${RESETS.open}`,
    }
    assert.deepEqual((await begun).postDataJSON(), said)
    assert.deepEqual(adopted, { ...said, salt: SALT })
    await dialog.waitFor({ state: 'detached' })
  })

  it('adopting is not offered to whom the server would refuse, and the page says why', async () => {
    await go(`/o/northwind/incidents/${RESETS.own}`)
    await page.getByText('You made the change').waitFor()
    assert.equal(await page.getByRole('button', { name: /Adopt/ }).count(), 0)
    stub.state.roles = ['agent']
    await go(`/o/northwind/incidents/${RESETS.open}`)
    await page.getByText('That takes an analyst, an approver or an administrator.').waitFor()
    assert.equal(await page.getByRole('button', { name: /Adopt/ }).count(), 0)
  })

  it('an adopted change shows who answered for it; what they stated, only to those who may read it', async () => {
    await go(`/o/northwind/incidents/${RESETS.adopted}`)
    const card = page.getByRole('region', { name: 'Adopted' })
    await card.getByText('Rung back on a number known before').waitFor()
    await card.getByText(/ticket 48112/).waitFor()
    stub.state.roles = ['agent']
    await page.reload()
    await card.getByText('Rung back on a number known before').waitFor()
    assert.equal(await card.getByText(/ticket 48112/).count(), 0)
  })

  it('who could reset outside of Postern is listed with what nothing explained first, and why they could', async () => {
    await go('/o/northwind/outside')
    const rows = page.getByRole('table', { name: 'Who could reset somebody' }).locator('tbody tr')
    await rows.first().waitFor()
    const texts = await rows.allTextContents()
    assert.match(texts[0] ?? '', /riya.*Authentication Administrator.*granted/s)
    assert.match(texts[1] ?? '', /HR Sync.*Declared: hr-sync.*The log shows that they did.*1,204/s)
    assert.match(texts[2] ?? '', /postern-recovery.*Postern’s own/s)
    await page.getByRole('link', { name: '2 unexplained, among the incidents' }).click()
    await heading('Incidents').waitFor()
  })

  it('an automation is declared in a form; what would be refused after two people agreed is not sent', async () => {
    await signInAsPriya()
    await go(`/o/northwind/incidents/${RESETS.open}`)
    await page.getByRole('link', { name: 'declare it as an automation' }).click()
    await page.getByText('A change of this waits').waitFor()
    await page.getByRole('button', { name: 'Declare one' }).click()
    const dialog = page.getByRole('dialog')
    const propose = dialog.getByRole('button', { name: 'Propose with passkey' })
    await dialog.getByLabel('Who makes the changes').fill('Postern-Recovery')
    await dialog.getByLabel(/^Group/).fill('New joiners')
    await dialog.getByLabel('Last day').fill(LAST_DAY)
    await dialog.getByRole('textbox', { name: 'Id' }).fill('hr-sync')
    await propose.click()
    await dialog.getByText(/Postern’s own credential/).waitFor()
    await dialog.getByLabel('Who makes the changes').fill('HR Sync')
    await propose.click()
    await dialog.getByText(/choose what it may/).waitFor()
    await dialog.getByLabel('Reset passwords').check()
    await dialog.getByLabel('Grant roles').check()
    await propose.click()
    await dialog.getByText('There is or was one of this id. Choose another.').waitFor()
    await dialog.getByRole('textbox', { name: 'Id' }).fill('hr-sync-2')
    await dialog.getByLabel('Sat').check()
    await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('24:00')
    const declared = await sent('/changes', () => propose.click())
    assert.deepEqual(declared, {
      kind: 'automation-declared',
      data: {
        id: 'hr-sync-2',
        provider: 'entra',
        tenant: '',
        who: 'HR Sync',
        kinds: ['password-reset', 'role-granted'],
        whom: { group: 'New joiners' },
        hours: { days: [1, 2, 3, 4, 5, 6], from: 480, to: 1440 },
        until: new Date(`${LAST_DAY}T23:59:59.999`).getTime(),
        privileged: false,
      },
    })
    await dialog.waitFor({ state: 'detached' })
  })

  it('an automation that is declared is ended by a passkey, one that is over is not; who only reads has nothing to press', async () => {
    await signInAsPriya()
    await go('/o/northwind/outside?tab=automations')
    await page.getByRole('button', { name: 'End hr-sync' }).click()
    const dialog = page.getByRole('dialog')
    const ended = await sent('/changes', () => dialog.getByRole('button', { name: 'End with passkey' }).click())
    assert.deepEqual(ended, { kind: 'automation-ended', data: { id: 'hr-sync' } })
    await dialog.waitFor({ state: 'detached' })
    assert.equal(await page.getByRole('button', { name: 'End leavers-2025' }).count(), 0)
    stub.state.roles = ['auditor']
    await page.reload()
    await page.getByText('Leavers job (retired)').waitFor()
    assert.equal(
      await page
        .locator('main')
        .getByRole('button', { name: /End|Declare/ })
        .count(),
      0,
    )
  })

  it('how long sign-ins are kept is changed under Settings', async () => {
    await signInAsPriya()
    await go('/o/northwind/settings')
    await page.getByRole('button', { name: 'Change how long…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Days').fill('30')
    const wanted = await sent('/changes', () => dialog.getByRole('button', { name: 'Change with passkey' }).click())
    assert.deepEqual(wanted, { kind: 'retention-changed', data: { keptDays: 30 } })
  })

  it('another organisation is proposed under Settings of the one that runs the installation', async () => {
    await signInAsPriya()
    await go('/o/northwind/settings')
    await page.getByText('by Priya Nair and Tom Reyes').waitFor()
    await page.getByRole('button', { name: 'Found another…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Birch & Co')
    const wanted = await sent('/changes', () => dialog.getByRole('button', { name: 'Propose with passkey' }).click())
    assert.deepEqual(wanted, { kind: 'organisation-founded', data: { name: 'Birch & Co' } })
    await dialog.waitFor({ state: 'detached' })
    await go('/o/bakker/settings')
    await page.getByText('This organisation', { exact: true }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Found another…' }).count(), 0)
  })

  it('a file is chosen by the keyboard, sent in parts with the header, looked at, and proposed', async () => {
    await signInAsPriya()
    await go('/o/northwind/imports')
    const line = `entra,t1,0123456789,${'a'.repeat(200)}@northwind.example.com\n`
    const lines = 24_000
    const content = `provider,tenant,account_id,user_name\n${line.repeat(lines)}`
    await page
      .getByLabel(/Choose a CSV file/)
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
    const parts: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/parts/')) parts.push(new URL(request.url()).search)
    })
    await page.getByText('people.csv').waitFor()
    await page.getByRole('button', { name: 'Send and look at it' }).press('Enter')
    await heading('Preview of an import').waitFor()
    await page.getByText('24,000 accounts, and no errors').waitFor()
    assert.equal(parts.length, 3)
    assert.equal(parts[0], '?after=0&more=true')
    assert.match(parts[1] ?? '', /^\?after=[0-9]{4}&more=true$/)
    assert.match(parts[2] ?? '', /^\?after=[0-9]{5}$/)
    const wanted = await sent('/changes', () => page.getByRole('button', { name: 'Propose with passkey' }).click())
    assert.deepEqual(wanted, { kind: 'directory-imported', data: { import: SENT } })
  })

  it('a sample is downloaded, and is what the page says', async () => {
    await go('/o/northwind/imports')
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download a sample' }).click()
    const download = await downloading
    assert.equal(download.suggestedFilename(), 'postern-people-sample.csv')
    assert.equal(await readFile(await download.path(), 'utf8'), SAMPLE)
  })

  it('a file that is dropped is chosen; one that cannot be sent leaves nothing behind', async () => {
    await signInAsPriya()
    await go('/o/northwind/imports')
    const dropped = await page.evaluateHandle(() => {
      const given = new DataTransfer()
      given.items.add(new File(['provider\nduo\n'], 'dropped.csv', { type: 'text/csv' }))
      return given
    })
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped })
    await page.getByText('dropped.csv').waitFor()
    await page.route('**/parts/1?*', (route) => route.abort())
    const discarded = page.waitForRequest((request) => request.method() === 'DELETE')
    await page.getByRole('button', { name: 'Send and look at it' }).click()
    await page.getByRole('alert').getByText('ERR_CONSOLE_UNREACHABLE').waitFor()
    assert.match((await discarded).url(), new RegExp(`/imports/${SENT}$`))
  })

  it('a connected provider is listed, and where it breaks off that is said and nothing is kept', async () => {
    await signInAsPriya()
    await go('/o/northwind/imports')
    await page.getByText('A connected provider', { exact: true }).click()
    await page.getByLabel('Provider', { exact: true }).selectOption({ label: 'Entra ID: northwind.example.com' })
    const problem = {
      status: 502,
      code: 'ERR_IMPORT_BROKEN_OFF',
      title: 'The list broke off',
      detail: 'Asked too often.',
      next: 'Wait.',
    }
    await page.route('**/listing', (route) => route.fulfill({ status: 502, json: problem }), { times: 1 })
    const discarded = page.waitForRequest((request) => request.method() === 'DELETE')
    await page.getByRole('button', { name: 'List and look at it' }).click()
    await page.getByText('The list broke off').waitFor()
    assert.match((await discarded).url(), new RegExp(`/imports/${SENT}$`))
    await page.getByRole('button', { name: 'List and look at it' }).click()
    await page.waitForURL(new RegExp(`/imports/${SENT}$`))
  })

  it('a file is stopped on its way, and nothing of it is kept', async () => {
    await signInAsPriya()
    await go('/o/northwind/imports')
    const content = `provider,tenant,account_id,user_name\nduo,t1,d-1,dora\n`
    await page
      .getByLabel(/Choose a CSV file/)
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
    const { promise: stopped, resolve: letOn } = Promise.withResolvers<void>()
    await page.route('**/parts/1?*', async (route) => {
      await stopped
      await route.continue()
    })
    const discarded = page.waitForRequest((request) => request.method() === 'DELETE')
    await page.getByRole('button', { name: 'Send and look at it' }).click()
    await page.getByRole('button', { name: 'Stop' }).click()
    letOn()
    await discarded
    await page.getByText('Stopped. Nothing of the file was kept.').waitFor()
  })

  it('an import with errors names lines of the file, and can only be thrown away', async () => {
    await signInAsPriya()
    await go(`/o/northwind/imports/${IMPORTS.faulty}`)
    await page.getByText('4 errors, so nothing of it can be imported').waitFor()
    await page.getByText('Line 104,771').waitFor()
    await page.getByText('ERR_IMPORT_DUPLICATE').waitFor()
    assert.equal(await page.getByRole('button', { name: /Propose/ }).count(), 0)
    const discarded = page.waitForRequest((request) => request.method() === 'DELETE')
    await page.getByRole('button', { name: 'Throw away' }).click()
    assert.match((await discarded).url(), new RegExp(`/imports/${IMPORTS.faulty}$`))
    await heading('Import people').waitFor()
  })

  it('an import whose directory changed says so, and what to do', async () => {
    await go(`/o/northwind/imports/${IMPORTS.stale}`)
    await page.getByText('The directory changed since').waitFor()
    await page.getByText(/ERR_IMPORT_STALE.*send the same file again/).waitFor()
    assert.equal(await page.getByRole('button', { name: /Propose/ }).count(), 0)
  })

  it('the second person comes from Changes to the preview, and sees whom a change is about', async () => {
    await signInAsPriya()
    await go('/o/northwind/changes')
    await page.getByText('Mon to Fri, 08:00 to 18:00; otherwise Ines Duarte').waitFor()
    await page.getByText('ana.silva (Okta)').waitFor()
    await page.getByText('HR Sync at Okta, any tenant').waitFor()
    await page.getByText('Reset passwords, register authenticators, issue temporary passes').waitFor()
    await page.getByText('people in the group New joiners, but nobody privileged').waitFor()
    await page.getByText('2,418 accounts: 31 new, 1 linked, 1 recreated, 1 in doubt.').waitFor()
    await page.getByRole('link', { name: /Look at the preview/ }).click()
    await page.getByText('It waits for a second person').waitFor()
    await page.getByRole('link', { name: 'Decide under Changes' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Throw away' }).count(), 0)
  })

  it('a doubt shows both sides by the keyboard alone; what was proposed is not proposed again', async () => {
    await signInAsPriya()
    await go('/o/northwind/doubts')
    await page.locator('main .opener').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('The person it may be').waitFor()
    const parted = await sent('/changes', () => dialog.getByRole('button', { name: /not theirs/ }).click())
    assert.deepEqual(parted, { kind: 'account-parted', data: { account: DOUBTS.open, person: ANA } })
    await dialog.waitFor({ state: 'detached' })
    await page.locator('main .opener').nth(1).click()
    await dialog.getByText('Proposed: it is theirs').waitFor()
    assert.equal(await dialog.getByRole('button', { name: /Propose/ }).count(), 0)
  })

  it('approvers are named in a form; what would be refused after two people agreed is not sent', async () => {
    await signInAsPriya()
    await go('/o/northwind/settings/people')
    await page.getByText('Mon to Fri, 08:00 to 18:00').waitFor()
    await page.getByText('Hours are in Europe/Lisbon.').waitFor()
    await page.getByText('A change of this waits').waitFor()
    await page.getByRole('button', { name: 'Change…' }).click()
    const dialog = page.getByRole('dialog')
    const propose = dialog.getByRole('button', { name: 'Propose with passkey' })
    await dialog.getByLabel(/Deputy/).selectOption('priya')
    await propose.click()
    await dialog.getByText('Nobody is their own deputy.').waitFor()
    await dialog.getByLabel(/Deputy/).selectOption('tom')
    await dialog.getByLabel('Sat').check()
    await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('24:00')
    const wanted = await sent('/changes', () => propose.click())
    const hours = { days: [1, 2, 3, 4, 5, 6], from: 480, to: 1440 }
    assert.deepEqual(wanted, {
      kind: 'approvers-named',
      data: { approvers: [{ member: 'priya', deputy: 'tom', hours }] },
    })
  })

  it('tier rules are added and removed as a whole list, a lowering is ended, an emergency account is registered', async () => {
    await signInAsPriya()
    await go('/o/northwind/settings/people')
    const dialog = page.getByRole('dialog')
    await page.getByRole('tab', { name: 'Tier rules' }).click()
    await page.getByRole('button', { name: 'Remove the rule for Finance' }).click()
    const removed = await sent('/changes', () => dialog.getByRole('button', { name: /Propose/ }).click())
    const administrators = { kind: 'role', name: 'Global Administrator', tier: 'privileged' }
    assert.deepEqual(removed, { kind: 'tier-rules-set', data: { rules: [administrators] } })
    await dialog.waitFor({ state: 'detached' })

    await page.getByRole('tab', { name: 'Above standard' }).click()
    const kept = await sent('/changes', () => page.getByRole('button', { name: /^Keep at privileged: ana/ }).click())
    assert.deepEqual(kept, { kind: 'tier-raised', data: { person: ANA, tier: 'privileged' } })

    await page.getByRole('tab', { name: 'Emergency accounts' }).click()
    await page.getByRole('button', { name: 'Register one' }).click()
    await dialog.getByLabel('Tenant').fill('t1')
    await dialog.getByLabel('Id of the account').fill('0c5f')
    await dialog.getByLabel('Login name').fill('break-glass-2')
    const noted = page.waitForRequest((request) => request.url().endsWith('/directory/accounts'))
    const registered = await sent('/changes', () => dialog.getByRole('button', { name: /Propose/ }).click())
    assert.deepEqual((await noted).postDataJSON(), {
      provider: 'entra',
      tenant: 't1',
      id: '0c5f',
      label: 'break-glass-2',
    })
    assert.deepEqual(registered, { kind: 'emergency-account-registered', data: { account: 'f'.repeat(32) } })
  })

  const PERSON = '/o/northwind/people'

  it('who was imported is listed before one types, and a row opens the person', async () => {
    await go(PERSON)
    await page.locator('main .opener').first().waitFor()
    const all = await page.locator('main .opener').count()
    await page.getByText('Frozen', { exact: true }).waitFor()
    await page.getByLabel('Name, address or employee number').fill('nobody at all')
    await page.getByText('Nobody is known by that').waitFor()
    await page.getByLabel('Name, address or employee number').fill('a')
    await page.locator('main .opener').first().waitFor()
    assert.ok((await page.locator('main .opener').count()) <= all)
    await heading('People').click()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Proof of identity' }).waitFor()
  })

  it('one person has one page, by whichever account one comes; each thing says from when on it counts', async () => {
    await go(`${PERSON}/${stub.known.account}`)
    await page.getByRole('heading', { name: 'Accounts' }).waitFor()
    await page.getByText('northwind', { exact: true }).waitFor()
    await page.getByRole('tab', { name: 'Proof of identity' }).click()
    const keys = page.getByRole('table', { name: 'Authenticators' })
    assert.match(
      (await keys.textContent()) ?? '',
      /Passkey.*Resistant.*Counts.*Push with number.*Not resistant.*Counts from/,
    )
    const contacts = (await page.getByRole('table', { name: 'Contacts and manager' }).textContent()) ?? ''
    assert.match(contacts, /E-mail.*a…@n….com.*baseline, import/)
    assert.match(contacts, /Ended.*still gets every notice/)
    assert.match(contacts, /Not what was imported.*Nobody acts on it/)
    await page.keyboard.press('ArrowRight')
    await page.getByText('87204').waitFor()
  })

  it('a freeze is sent with its reason; ending it, a lower tier and another owner wait for a second person', async () => {
    await signInAsPriya()
    const dialog = page.getByRole('dialog')
    await go(`${PERSON}/${stub.known.person}`)
    await page.getByRole('button', { name: 'Freeze…' }).click()
    await dialog.getByLabel('Why?').fill('A caller did not know her floor.')
    const frozen = await sent('/changes', () => dialog.getByRole('button', { name: 'Freeze with passkey' }).click())
    const { person } = stub.known
    assert.deepEqual(frozen, {
      kind: 'person-frozen',
      data: { person, reason: 'A caller did not know her floor.' },
    })
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Raise tier…' }).click()
    const raised = await sent('/changes', () => dialog.getByRole('button', { name: 'Raise with passkey' }).click())
    assert.deepEqual(raised, { kind: 'tier-raised', data: { person, tier: 'privileged' } })
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Keep it sensitive…' }).click()
    const kept = await sent('/changes', () => dialog.getByRole('button', { name: 'Keep with passkey' }).click())
    assert.deepEqual(kept, { kind: 'tier-raised', data: { person, tier: 'sensitive' } })
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Not theirs…' }).click()
    const parted = await sent('/changes', () => dialog.getByRole('button', { name: 'Propose with passkey' }).click())
    assert.deepEqual(parted, { kind: 'account-parted', data: { account: stub.known.account, person } })
    await page.getByText('This takes a second person: it waits under Changes.').waitFor()

    await go(`${PERSON}/${stub.known.frozen}`)
    await page.getByText(/did not know her floor/).waitFor()
    await page.getByRole('button', { name: 'Lower tier…' }).click()
    const lowered = await sent('/changes', () => dialog.getByRole('button', { name: 'Propose with passkey' }).click())
    assert.deepEqual(lowered, { kind: 'tier-lowered', data: { person: stub.known.frozen, tier: 'standard' } })
  })

  it('ending a freeze is offered until somebody has proposed it; who is to agree sees whom it is about', async () => {
    await signInAsPriya()
    await go(`${PERSON}/${stub.known.frozen}`)
    await page.getByRole('link', { name: 'Waits for a second person' }).first().click()
    await heading('Changes').waitFor()
    const card = page.getByRole('region', { name: 'Ends a person’s freeze.' })
    await card.getByText(/did not know her floor/).waitFor()
    await card.getByRole('link', { name: /@northwind/ }).click()
    await page.getByRole('heading', { name: 'Standing' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'End the freeze…' }).count(), 0)
    const nothing = (route: Route) =>
      route.request().method() === 'GET' ? route.fulfill({ json: [] }) : route.continue()
    await page.route('**/organisations/northwind/changes', nothing)
    await page.reload()
    await page.getByRole('button', { name: 'End the freeze…' }).click()
    const dialog = page.getByRole('dialog')
    const ended = await sent('/changes', () => dialog.getByRole('button', { name: 'Propose with passkey' }).click())
    assert.deepEqual(ended, { kind: 'person-unfrozen', data: { person: stub.known.frozen } })
  })

  it('who can vouch is named by search, and Enter there proposes nothing', async () => {
    await signInAsPriya()
    await go(`${PERSON}/${stub.known.person}`)
    await page.getByRole('tab', { name: 'Proof of identity' }).click()
    await page.getByRole('button', { name: 'Change…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog
      .getByRole('button', { name: /^Remove / })
      .first()
      .click()
    await dialog.getByLabel('Add somebody').fill('e')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: /^Add / }).first().click()
    const set = await sent('/changes', () => dialog.getByRole('button', { name: 'Propose with passkey' }).click())
    const { kind, data } = set as { readonly kind: string; readonly data: { readonly contacts: readonly string[] } }
    assert.deepEqual([kind, data.contacts.length, data.contacts[0]], ['trusted-contacts-set', 2, stub.known.beyond])
    assert.ok(!data.contacts.includes(stub.known.person))
  })

  it('who is beyond one’s role is said in a sentence, with the sign-ins and nothing to press', async () => {
    await go(`${PERSON}/${stub.known.beyond}`)
    await page.getByText(/The person is privileged, and your role does not reach so far/).waitFor()
    await page.getByRole('heading', { name: 'Recent sign-ins' }).waitFor()
    assert.equal(await page.getByRole('button', { name: /Freeze|tier/ }).count(), 0)
  })

  it('a role that only reads sees all of a person, and nothing to press', async () => {
    stub.state.roles = ['auditor']
    await go(`${PERSON}/${stub.known.person}`)
    await page.getByRole('heading', { name: 'Standing' }).waitFor()
    await page.getByRole('tab', { name: 'Proof of identity' }).click()
    await page.getByRole('table', { name: 'Trusted contacts' }).waitFor()
    assert.equal(await page.getByRole('button', { name: /…$/ }).count(), 0)
  })

  it('a heartbeat is confirmed by a press, and not by opening its link', async () => {
    await go('/o/northwind/channels/desk-mail')
    await heading('Heartbeat').waitFor()
    const button = page.getByRole('button', { name: 'I read this channel' })
    await button.waitFor()
    assert.equal(await page.getByText('Thank you').count(), 0)
    await button.click()
    await page.getByText('Thank you').waitFor()
  })

  it('a single role is given and taken, a passkey is removed, a playbook is taken out of force', async () => {
    await signInAsPriya()
    await go('/o/northwind/staff')
    const menu = page.getByRole('button', { name: /What one may do about/ }).nth(1)
    await menu.click()
    await page.getByRole('menuitem', { name: 'Give a role…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox').first().check()
    const given = await sent('/staff/acts', () => dialog.getByRole('button', { name: /Propose/ }).click())
    assert.match(JSON.stringify(given), /"kind":"role".*"grants":\[\{/)
    await go('/o/northwind/staff')
    await menu.click()
    await page.getByRole('menuitem', { name: 'Take a role away…' }).click()
    const taken = await sent('/staff/acts', () => dialog.getByRole('button', { name: /Take it/ }).click())
    assert.match(JSON.stringify(taken), /"type":"withdraw-role"/)
    await go('/o/northwind/staff')
    await page
      .getByRole('button', { name: /What one may do about/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Remove a passkey…' }).click()
    const removed = await sent('/staff/acts', () => dialog.getByRole('button', { name: /Remove with/ }).click())
    assert.match(JSON.stringify(removed), /"type":"remove-passkey"/)
    await go('/o/northwind/playbooks')
    await page.getByRole('button', { name: 'Remove…' }).first().click()
    const gone = await sent('/changes', () => dialog.getByRole('button', { name: /Propose/ }).click())
    assert.match(JSON.stringify(gone), /"kind":"playbook-removed"/)
  })

  it('the ledger is verified at a press', async () => {
    await go('/o/northwind/ledger')
    await page.getByRole('button', { name: 'Verify now' }).click()
    await page.getByText('It holds').waitFor()
  })

  it('the organisation can be switched, and the counts are its own', async () => {
    await go('/o/northwind')
    await page.getByRole('button', { name: /Northwind SA/ }).click()
    await page.getByRole('menuitem', { name: 'Bakker BV' }).click()
    await page.getByText('Bakker BV').first().waitFor()
    assert.match(page.url(), /\/o\/bakker$/)
  })
})
