/** The page's signs: drawn once, used by reference. Each has its own shape, so that colour is never needed to tell them. */
import { html, type Markup } from './markup.ts'

export type Icon = 'ok' | 'bad' | 'warn' | 'info' | 'outage' | 'policy' | 'person'

/** The drawings; stands once in the page, before any use. */
export function iconSheet(): Markup {
  return html`<svg width="0" height="0" aria-hidden="true" class="sheet">
<symbol id="i-ok" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" class="f"/><path d="M4.8 8.4l2.2 2.2 4.2-4.8" class="s"/></symbol>
<symbol id="i-bad" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" rx="3" class="f"/><path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" class="s"/></symbol>
<symbol id="i-warn" viewBox="0 0 16 16"><path d="M8 1l7.4 13.5H.6z" class="f"/><path d="M8 5.8v4M8 12v.2" class="s"/></symbol>
<symbol id="i-info" viewBox="0 0 16 16"><circle cx="8" cy="8" r="4.2" class="o"/></symbol>
<symbol id="i-outage" viewBox="0 0 16 16"><path d="M9 1L2.5 9.2H7L6.4 15l7-8.6H8.6z" class="f"/></symbol>
<symbol id="i-policy" viewBox="0 0 16 16"><path d="M8 1l6 2.2v4.3c0 3.6-2.5 6.2-6 7.5-3.5-1.3-6-3.9-6-7.5V3.2z" class="f"/><path d="M5.2 8h5.6" class="s"/></symbol>
<symbol id="i-person" viewBox="0 0 16 16"><rect x="2.5" y="7" width="11" height="8" rx="2" class="f"/><path d="M5 7V5a3 3 0 016 0v2" class="o"/></symbol>
</svg>`
}

/** One sign. The words beside it say the same, so readers of the page's text lose nothing. */
export function icon(name: Icon): Markup {
  return html`<svg class="icon ${name}" width="16" height="16" aria-hidden="true"><use href="#i-${name}"/></svg>`
}
