/**
 * HTML from templates in which nothing can be forgotten: whatever is put into `html` is neutralised and escaped, unless it
 * was itself made by `html`. Attribute values are always quoted, and no value ever stands in a tag, a URL or a style.
 */
import { neutralise } from '../../base/neutralise.ts'

const MADE_HERE = Symbol('markup')

/** Markup that this module made. Nothing read from a log can be one, whatever its members. */
export interface Markup {
  readonly [MADE_HERE]: string
}

/** What may stand in a template: `false`, null and undefined are left out, so that conditions read well. */
export type Content = string | number | Markup | readonly Content[] | false | null | undefined

/** Tag for templates: html`<p>${text}</p>`. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = parts[0] as string
  values.forEach((value, index) => {
    text += render(value) + (parts[index + 1] as string)
  })
  return { [MADE_HERE]: text }
}

/** Markup as text, for the one place that writes the page. */
export function serialise(markup: Markup): string {
  return markup[MADE_HERE]
}

function render(value: Content): string {
  if (value === undefined || value === null || value === false) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escapeText(value)
  if (Array.isArray(value)) return value.map(render).join('')
  return (value as Markup)[MADE_HERE]
}

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text that means itself, in an element and in a quoted attribute (OWASP XSS prevention, rules 1 and 2). */
export function escapeText(text: string): string {
  return neutralise(text).replace(/[&<>"'`]/g, (sign) => ENTITY[sign] as string)
}

/** An id for an element, from a kind and a hash; signs other than letters, digits and `-` become `-`. */
export function anchor(kind: string, id: string): string {
  return `${kind}-${id.slice(0, 80).replace(/[^A-Za-z0-9-]/g, '-')}`
}
