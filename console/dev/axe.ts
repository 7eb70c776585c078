/** axe-core in a page. */
import engine from 'axe-core'
import type { Page } from 'playwright-core'
/** What of WCAG 2.2 AA a machine can see, and what the field holds to be good. */
export const TAGS: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What may differ between the light and the dark look. */
export const CONTRAST: readonly string[] = ['color-contrast']

interface Found {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly html: string }[]
}

/** One line for each thing found: the rule, and where. `rules`: tags of rules, or rules themselves. */
export async function axe(page: Page, rules: readonly string[]): Promise<readonly string[]> {
  // Evaluated through the debugger, so that the page's policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(engine.source)
  const found = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as {
      axe: { run(context: Document, options: object): Promise<{ violations: readonly Found[] }> }
    }
    const { violations } = await axe.run(document, { runOnly: rules })
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3) }))
  }, rules)
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${help} at ${target.join(' ')}: ${html.slice(0, 160)}`),
  )
}
