/** Every page in a real browser, under the real policy: readable for machines that read aloud, and on a narrow screen. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { axe, CONTRAST, TAGS } from './dev/axe.ts'
import { hasChromium, openBrowser } from './dev/browser.ts'
import { open, pagesOf } from './dev/pages.ts'
import { type Stub, startStub } from './dev/stub.ts'

const skip = hasChromium ? false : 'Chromium is not installed'

describe('every page of the console', { skip }, () => {
  let stub: Stub
  let browser: Browser
  before(async () => {
    stub = await startStub()
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await stub?.stop()
  })

  for (const width of [1360, 390]) {
    it(`${width} pixels wide: nothing for axe, nothing beside the screen, nothing against the policy`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' })
      const wrong: string[] = []
      for (const known of pagesOf(stub.known)) {
        stub.state.signedIn = known.isOutside !== true
        stub.state.held = known.isHeld === true ? { said: 0 } : undefined
        const page = await newPage(context, (text) => wrong.push(`${known.name}: ${text}`))
        await open(page, stub.origin, known)
        for (const found of await axe(page, TAGS)) wrong.push(`${known.name}: ${found}`)
        // Colours are the same on a narrow screen.
        if (width === 1360) {
          await page.emulateMedia({ colorScheme: 'dark' })
          for (const found of await axe(page, CONTRAST)) wrong.push(`${known.name}, dark: ${found}`)
        }
        const beside = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (beside > 0) wrong.push(`${known.name}: ${beside} pixels lie beside the screen`)
        await page.close()
      }
      await context.close()
      assert.deepEqual(wrong, [])
    })
  }
})

/** A page whose errors are told: exceptions, and what the browser refused. */
async function newPage(context: BrowserContext, tell: (text: string) => void): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => tell(error.message))
  page.on('console', (message) => {
    // A 401 is how one learns that nobody is signed in, a 403 that somebody is beyond one's role.
    if (message.type() === 'error' && !/40[13]/.test(message.text())) tell(message.text())
  })
  return page
}
