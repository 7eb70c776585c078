/** The API's description as one page: no script, nothing from outside, so that it passes our own policy. */

interface Operation {
  readonly summary?: string
  readonly 'x-access'?: readonly string[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: object
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> }
  readonly responses?: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema?: object }>> }
    >
  >
}

/** What the page reads of an OpenAPI document. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** HTML for an API document; `nonce` for its one style element. */
export function apiPage(document: ApiDocument, nonce: string): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)} API</title>
<style nonce="${escapeHtml(nonce)}">${STYLE}</style>
<header>
<h1>${escapeHtml(document.info.title)} API <small>${escapeHtml(document.info.version)}</small></h1>
<p>${operations.length} operations. For programs: <a href="/openapi.json">openapi.json</a>. Errors are problem details (RFC 9457).</p>
</header>
<main>
${operations.map(({ method, path, operation }) => renderOperation(method, path, operation)).join('\n')}
</main>
</html>
`
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code><td>${escapeHtml(place)}${required ? '' : ', optional'}<td>${renderSchema(schema)}`,
  )
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<h3>Body, <code>${escapeHtml(type)}</code></h3>${schema ? renderSchema(schema) : ''}`,
  )
  const answers = Object.entries(operation.responses ?? {}).flatMap(([status, { description, content = {} }]) => {
    const title = `<h3>${escapeHtml(status === 'default' ? 'Otherwise' : status)}: ${escapeHtml(description)}</h3>`
    const types = Object.entries(content).map(
      ([type, { schema }]) => `<p><code>${escapeHtml(type)}</code></p>${schema ? renderSchema(schema) : ''}`,
    )
    return [title, ...types]
  })
  return `<details id="${escapeHtml(`${method} ${path}`)}">
<summary><b>${escapeHtml(method.toUpperCase())}</b> <code>${escapeHtml(path)}</code> <span>${escapeHtml(operation.summary ?? '')}</span></summary>
<p>Who may: ${escapeHtml((operation['x-access'] ?? []).join('; or '))}.</p>
${parameters.length > 0 ? `<h3>Parameters</h3><table>${parameters.join('')}</table>` : ''}
${bodies.join('')}
${answers.join('')}
</details>`
}

function renderSchema(schema: object): string {
  return `<pre tabindex="0">${escapeHtml(JSON.stringify(schema, null, 2))}</pre>`
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Colours of the console (shared design tokens), by the reader's own choice of light or dark. */
const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#fbfaf7, #151a18); --card: light-dark(#fff, #1d2421); --line: light-dark(#e6e2d9, #33403a); --ink: light-dark(#1d2321, #e6ebe8); --muted: light-dark(#5c6661, #a3aea8); --accent: light-dark(#0f5c4d, #7fd1bd) }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.4rem; margin: 0 } h3 { font-size: .9rem; margin: 1rem 0 .25rem } small, span { color: var(--muted) } a { color: var(--accent) }
details { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: .5rem 0; padding: .6rem .9rem }
summary { cursor: pointer; overflow-wrap: anywhere } b { color: var(--accent); display: inline-block; min-width: 3.5rem }
pre { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; margin: 0; max-height: 24rem; overflow: auto; padding: .6rem; font-size: .8rem }
table { border-collapse: collapse; width: 100% } td { border-top: 1px solid var(--line); padding: .3rem .5rem .3rem 0; vertical-align: top }
`
