/** RED TEAM R41: script, formula, markup, reversing and control characters in names and reasons do nothing anywhere. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../test/property.ts'
import type { Notice } from '../notice.ts'
import { HOSTILE, NOTICES, sendingOf, withNames } from '../sample-notices.ts'
import { wordsOf } from '../words.ts'
import { mailMessage } from './mail-message.ts'
import { ocsfFinding } from './ocsf-finding.ts'
import { pagerDutyEvent } from './pagerduty-event.ts'
import { slackMessage } from './slack-message.ts'
import { syslogMessage } from './syslog-message.ts'
import { teamsCard } from './teams-card.ts'
import { webhookBody } from './webhook.ts'

const notices: readonly Notice[] = Object.values(NOTICES)
const anyName = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
  fc
    .array(fc.constantFrom(...'<>&|*_~`[](){}!@:=+-"\'\\\r\n\u202e\u200b\u001b', 'a', '://', 'www.'), {
      minLength: 1,
      maxLength: 40,
    })
    .map((parts) => parts.join('')),
)
const anyNotice = fc.tuple(fc.constantFrom(...notices), anyName).map(([notice, name]) => withNames(notice, name))

/** Every string in a value, with the path of members that leads to it. */
function* strings(value: unknown, path = ''): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (Array.isArray(value)) for (const one of value) yield* strings(one, `${path}[]`)
  else if (typeof value === 'object' && value !== null) {
    for (const [member, one] of Object.entries(value)) yield* strings(one, `${path}.${member}`)
  }
}

/** The shape of a value without its strings: what a name must not be able to change. */
function types(value: unknown): readonly string[] {
  return [...strings(value)].flatMap(([path, text]) => (path.endsWith('type') ? [text] : []))
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

describe('names are inert', () => {
  it('in Slack: only text that is never parsed, and a notification without names', () => {
    holds(
      fc.property(anyNotice, (notice) => {
        const message = slackMessage(wordsOf(notice))
        assert.doesNotMatch(message.text, /[<>&*_~`]/)
        for (const kind of types(message)) {
          assert.ok(
            ['header', 'plain_text', 'rich_text', 'rich_text_section', 'text', 'link', 'context'].includes(kind),
            kind,
          )
        }
        const links = [...strings(message)].filter(([path]) => path.endsWith('.url')).map(([, url]) => url)
        assert.deepEqual(links, [notice.link])
        for (const [, text] of strings(message)) assert.doesNotMatch(text.replace(/\n$/, ''), UNSEEN)
        // Slack counts about 13,000 characters of a message's blocks.
        assert.ok(JSON.stringify(message.blocks).length < 13_000)
      }),
      300,
    )
  })

  it('in Teams: only TextRuns, which know no Markdown, and one action that opens our page', () => {
    holds(
      fc.property(anyNotice, (notice) => {
        const card = teamsCard(wordsOf(notice))
        for (const kind of types(card)) {
          assert.ok(
            ['message', 'AdaptiveCard', 'RichTextBlock', 'TextRun', 'Action.OpenUrl'].includes(kind) ||
              kind.startsWith('application/'),
            kind,
          )
        }
        const urls = [...strings(card)].filter(([path]) => path.endsWith('.url')).map(([, url]) => url)
        assert.deepEqual(urls, [notice.link])
        for (const [path, text] of strings(card)) if (path.endsWith('text')) assert.doesNotMatch(text, /\{\{/)
        assert.ok(Buffer.byteLength(JSON.stringify(card)) < 28 * 1024)
      }),
      300,
    )
  })

  it('in mail: one line of subject, no tag and no attribute but ours', () => {
    holds(
      fc.property(anyNotice, (notice) => {
        const { subject, html, text, headers } = mailMessage(sendingOf(notice), 'postern.example.com')
        assert.doesNotMatch(subject, UNSEEN)
        for (const value of Object.values(headers)) assert.doesNotMatch(value, /[\r\n]/)
        for (const [, tag = ''] of html.matchAll(/<\/?([^\s>]*)/g)) {
          assert.match(tag, /^(!doctype|html|head|meta|title|body|h1|p|b|bdi|table|tr|th|td|a|small)$/)
        }
        assert.deepEqual(
          [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
          [notice.link.replaceAll('&', '&amp;')],
        )
        assert.doesNotMatch(text.replaceAll('\n', ''), UNSEEN)
      }),
      300,
    )
  })

  it('in PagerDuty and webhooks: visible text, within their limits', () => {
    holds(
      fc.property(anyNotice, (notice) => {
        const event = pagerDutyEvent(sendingOf(notice)) as { readonly payload?: { readonly summary: string } }
        assert.ok((event.payload?.summary.length ?? 0) <= 1024)
        const body = webhookBody(sendingOf(notice))
        assert.ok(Buffer.byteLength(JSON.stringify(body)) < 20_000)
        for (const value of [event, body]) for (const [, text] of strings(value)) assert.doesNotMatch(text, UNSEEN)
      }),
      300,
    )
  })

  it('in syslog: one line of ASCII whose JSON is the finding', () => {
    holds(
      fc.property(anyNotice, (notice) => {
        const finding = ocsfFinding(sendingOf(notice))
        const header = { severity: notice.severity, time: notice.changed, hostname: 'postern-1', kind: notice.kind }
        const message = syslogMessage(header, finding)
        assert.match(message, /^[\x20-\x7e]*$/)
        assert.deepEqual(JSON.parse(message.slice(message.indexOf('{'))), finding)
      }),
      300,
    )
  })
})
