/** Pages from typed templates: whatever is put in is escaped, unless it is such a piece itself. */

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Html | readonly Html[] | undefined | false

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.map((part, index) => part + (index < values.length ? write(values[index]) : '')).join(''))
}

function write(value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(({ text }) => text).join('')
  return String(value).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] as string)
}

export interface PageOptions {
  /** Loads the page again after so many seconds. */
  readonly refreshS?: number
  /** Path of a script of our own. */
  readonly script?: string
}

export function page(title: string, body: Html, { refreshS, script }: PageOptions = {}): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox</title>
<link rel="stylesheet" href="/sandbox.css">
${refreshS !== undefined && html`<meta http-equiv="refresh" content="${refreshS}">`}
${script !== undefined && html`<script type="module" src="${script}"></script>`}
</head>
<body>
<header>Sandbox identity provider · for demo and tests</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`.text
}

/** Why it did not work, read out by screen readers. */
export function alertBox(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p role="alert"><span aria-hidden="true">⚠ </span>${text}</p>`
}

export const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{margin:0}header{padding:.5rem 1rem;border-bottom:1px solid;font-size:.875rem}
main{max-width:60rem;margin:0 auto;padding:1rem;box-sizing:border-box}
main>form,main>section>form{max-width:24rem}
label{display:block;margin-top:.75rem}input,select,button{font:inherit;padding:.5rem;box-sizing:border-box}
label input{display:block;width:100%}button{margin-top:.75rem;min-height:2.75rem}
[role=alert]{border:2px solid;padding:.5rem;font-weight:600}.number{font-size:3rem;font-weight:700;letter-spacing:.2em}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:middle}
td form{display:inline}td button{margin:0 .25rem .25rem 0}
.acts{display:flex;flex-wrap:wrap;gap:.5rem}.acts button{margin:0}`
