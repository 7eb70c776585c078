/** A notice as mail: plain text, and HTML that loads nothing and runs nothing. */
import type { Sending } from '../channel.ts'
import { revisionKey, subjectKey } from '../identity.ts'
import { cut } from '../outside-text.ts'
import { type Words, wordsOf } from '../words.ts'

export interface MailMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same in every try of one state: many servers then drop the second. */
  readonly messageId: string
  readonly headers: Readonly<Record<string, string>>
}

/** RFC 5322 wants lines below 998 octets; ours is what a list of mails shows. */
const SUBJECT_MAX = 150

/** `domain` is that of the sender's address. */
export function mailMessage(sending: Sending, domain: string): MailMessage {
  const words = wordsOf(sending.notice)
  // One thread a subject: every mail refers to the same root, which need not exist (RFC 5322 §3.6.4).
  const root = `<${subjectKey(sending)}@${domain}>`
  return {
    subject: cut(`[Postern] ${words.title}`, SUBJECT_MAX),
    text: plainText(words),
    html: html(words),
    messageId: `<${revisionKey(sending)}@${domain}>`,
    headers: {
      References: root,
      'In-Reply-To': root,
      // RFC 3834: no out-of-office answers to a machine.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  }
}

function plainText({ headline, title, lines, facts, link, footer }: Words): string {
  return [
    headline,
    title,
    '',
    ...lines,
    '',
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    '',
    `${link.label}: ${link.url}`,
    '',
    footer,
    '',
  ].join('\n')
}

function html({ headline, title, lines, facts, link, footer }: Words): string {
  const rows = facts.map(
    ({ label, value }) => `<tr><th align="left">${escapeHtml(label)}</th><td>${outside(value)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(headline)}</title></head>
<body style="font-family: sans-serif">
<h1 style="font-size: 1.2em">${escapeHtml(headline)}</h1>
<p><b>${outside(title)}</b></p>
${lines.map((line) => `<p>${outside(line)}</p>`).join('\n')}
<table>${rows.join('')}</table>
<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>
<p><small>${escapeHtml(footer)}</small></p>
</body></html>
`
}

/** Text of another writing direction stays within its own place. */
function outside(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
