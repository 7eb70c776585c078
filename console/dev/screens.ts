/**
 * Takes a picture of every page at 1360 and 390 pixels, light and dark: `node console/dev/screens.ts FOLDER [name…]`. For eyes, not
 * for the repository.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './browser.ts'
import { open, pagesOf } from './pages.ts'
import { startStub } from './stub.ts'

const [folder = 'screens', ...names] = process.argv.slice(2)
const SIZES = [
  { width: 1360, height: 900 },
  { width: 390, height: 844 },
] as const
/** Narrow in dark alone would show the same layout again. */
const LOOKS = [
  { colorScheme: 'light', sizes: SIZES },
  { colorScheme: 'dark', sizes: SIZES },
] as const

mkdirSync(folder, { recursive: true })
const stub = await startStub()
const browser = await openBrowser()
try {
  const known = pagesOf(stub.known).filter(({ name }) => names.length === 0 || names.includes(name))
  for (const { colorScheme, sizes } of LOOKS) {
    for (const viewport of sizes) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      for (const one of known) {
        stub.state.signedIn = one.isOutside !== true
        const page = await context.newPage()
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(`${one.name}: ${message.text()}`)
        })
        page.on('pageerror', (error) => console.error(`${one.name}: ${error.message}`))
        try {
          await open(page, stub.origin, one)
        } catch (error) {
          console.error(`${one.name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
        }
        const file = join(folder, `${one.name}-${viewport.width}-${colorScheme}.png`)
        await page.screenshot({ path: file, fullPage: one.prepare === undefined })
        await page.close()
      }
      await context.close()
    }
  }
} finally {
  await browser.close()
  await stub.stop()
}
