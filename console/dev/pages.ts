/** Every page of the console, for tests and pictures: its address, and a heading by which one knows that it is there. */
import type { Page } from 'playwright-core'
import { IMPORTS } from './import-answers.ts'
import { RESETS } from './resets.ts'
import type { Known } from './sample.ts'

export interface KnownPage {
  readonly name: string
  readonly path: string
  readonly heading: RegExp
  /** Shown before anybody is signed in. */
  readonly isOutside?: true
  /** While the ledger is held. */
  readonly isHeld?: true
  /** What to press for a state that has no address. */
  prepare?(page: Page): Promise<void>
}

const HOME = '/o/northwind'

export function pagesOf({ incident, person, frozen, beyond }: Known): readonly KnownPage[] {
  return [
    { name: 'sign-in', path: '/sign-in', heading: /Sign in/, isOutside: true },
    { name: 'set-up', path: '/set-up', heading: /Set up/, isOutside: true },
    { name: 'join', path: '/join', heading: /Join/, isOutside: true },
    { name: 'overview', path: HOME, heading: /Right now/ },
    { name: 'lockouts', path: `${HOME}/lockouts`, heading: /Lockouts/ },
    {
      name: 'lockout',
      path: `${HOME}/lockouts`,
      heading: /Lockouts/,
      prepare: async (page) => {
        await page.locator('main .opener').first().click()
        await page.getByRole('dialog').getByText('Next step').waitFor()
      },
    },
    { name: 'incidents', path: `${HOME}/incidents`, heading: /Incidents/ },
    { name: 'incident', path: `${HOME}/incidents/${incident}`, heading: /:/ },
    ...Object.entries(RESETS).map(([name, id]) => ({
      name: `reset-${name}`,
      path: `${HOME}/incidents/${id}`,
      heading: /A change that no case explains/,
    })),
    {
      name: 'reset-adopt',
      path: `${HOME}/incidents/${RESETS.open}`,
      heading: /A change that no case explains/,
      prepare: pressed('Adopt this change…'),
    },
    { name: 'outside', path: `${HOME}/outside`, heading: /Outside Postern/ },
    { name: 'outside-automations', path: `${HOME}/outside?tab=automations`, heading: /Outside Postern/ },
    {
      name: 'outside-declare',
      path: `${HOME}/outside?tab=automations`,
      heading: /Outside Postern/,
      prepare: pressed('Declare one'),
    },
    { name: 'people', path: `${HOME}/people`, heading: /People/ },
    { name: 'person', path: `${HOME}/people/${person}`, heading: /./ },
    { name: 'person-frozen', path: `${HOME}/people/${frozen}`, heading: /./ },
    { name: 'person-beyond', path: `${HOME}/people/${beyond}`, heading: /./ },
    { ...tab(`people/${person}`, 'Proof of identity'), name: 'person-proof', heading: /./ },
    { ...tab(`people/${person}`, 'History'), name: 'person-history', heading: /./ },
    { name: 'person-freeze', path: `${HOME}/people/${person}`, heading: /./, prepare: pressed('Freeze…') },
    {
      name: 'person-trusted',
      path: `${HOME}/people/${person}`,
      heading: /./,
      prepare: async (page) => {
        await page.getByRole('tab', { name: 'Proof of identity' }).click()
        await pressed('Change…')(page)
        await page.getByRole('dialog').getByLabel('Add somebody').fill('a')
        await page.getByRole('button', { name: /^Add / }).first().waitFor()
      },
    },
    { name: 'switchboard', path: `${HOME}/switchboard`, heading: /Switchboard/ },
    { name: 'playbooks', path: `${HOME}/playbooks`, heading: /Playbooks/ },
    { name: 'changes', path: `${HOME}/changes`, heading: /Changes/ },
    { name: 'ledger', path: `${HOME}/ledger`, heading: /Ledger/ },
    { name: 'connections', path: `${HOME}/connections`, heading: /Connections/ },
    tab('connections', 'Quarantine'),
    tab('connections', 'Channels'),
    tab('connections', 'Routing'),
    tab('connections', 'Programs'),
    tab('playbooks', 'What they did'),
    { name: 'staff', path: `${HOME}/staff`, heading: /Staff/ },
    { name: 'settings', path: `${HOME}/settings`, heading: /Settings/ },
    { name: 'settings-retention', path: `${HOME}/settings`, heading: /Settings/, prepare: pressed('Change how long…') },
    { name: 'imports', path: `${HOME}/imports`, heading: /Import people/ },
    {
      name: 'imports-provider',
      path: `${HOME}/imports`,
      heading: /Import people/,
      prepare: async (page) => {
        await page.getByText('A connected provider', { exact: true }).click()
        await page.getByLabel('Provider', { exact: true }).waitFor()
      },
    },
    ...Object.entries(IMPORTS).map(([name, id]) => ({
      name: `import-${name}`,
      path: `${HOME}/imports/${id}`,
      heading: /of an import/,
    })),
    { name: 'doubts', path: `${HOME}/doubts`, heading: /Doubts/ },
    {
      name: 'doubt',
      path: `${HOME}/doubts`,
      heading: /Doubts/,
      prepare: async (page) => {
        await page.locator('main .opener').first().click()
        await page.getByRole('dialog').getByText('Finance').waitFor()
      },
    },
    { name: 'settings-people', path: `${HOME}/settings/people`, heading: /People/ },
    {
      name: 'approvers-change',
      path: `${HOME}/settings/people`,
      heading: /People/,
      prepare: pressed('Change…'),
    },
    peopleTab('Tier rules', 'Add a rule'),
    peopleTab('Above standard'),
    peopleTab('Emergency accounts', 'Register one'),
    { name: 'held', path: `${HOME}/held`, heading: /Held ledger/, isHeld: true },
    { name: 'heartbeat', path: `${HOME}/channels/desk-mail`, heading: /Heartbeat/ },
    {
      name: 'channel-change',
      path: `${HOME}/connections`,
      heading: /Connections/,
      prepare: async (page) => {
        await page.getByRole('tab', { name: 'Channels' }).click()
        await pressed(/^Change /)(page)
      },
    },
    {
      name: 'routing-change',
      path: `${HOME}/connections`,
      heading: /Connections/,
      prepare: async (page) => {
        await page.getByRole('tab', { name: 'Routing' }).click()
        await pressed('Change…')(page)
      },
    },
    { name: 'nothing', path: `${HOME}/nowhere`, heading: /Nothing here/ },
  ]
}

/** Opens a dialog by its button. */
function pressed(name: string | RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('button', { name }).first().click()
    await page.getByRole('dialog').waitFor()
  }
}

/** A part of the settings for people, and a dialog in it. */
function peopleTab(name: string, dialog?: string): KnownPage {
  const known = tab('settings/people', name)
  if (dialog === undefined) return known
  return {
    ...known,
    async prepare(page) {
      await known.prepare?.(page)
      await pressed(dialog)(page)
    },
  }
}

/** A part of a page behind a tab. */
function tab(page: string, name: string): KnownPage {
  return {
    name: `${page.replace('/', '-')}-${name.toLowerCase().replaceAll(' ', '-')}`,
    path: `${HOME}/${page}`,
    heading: new RegExp(page.split('/').at(-1) ?? page, 'i'),
    prepare: async (opened) => {
      await opened.getByRole('tab', { name }).click()
      await opened.waitForFunction(() => document.querySelector('[aria-label="Loading"]') === null)
    },
  }
}

/** Opens a page and waits until its answers stand there. */
export async function open(page: Page, origin: string, { path, heading, prepare }: KnownPage): Promise<void> {
  await page.goto(`${origin}${path}`)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await page.waitForFunction(() => document.querySelector('[aria-label="Loading"]') === null)
  await prepare?.(page)
  await page.evaluate(() => document.fonts.ready)
}
