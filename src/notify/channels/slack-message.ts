/**
 * A notice as Slack's Block Kit. Text goes into `rich_text` and `plain_text` only, which Slack never parses: mrkdwn,
 * mentions and emoji codes in a name stay letters. There are no buttons: nothing is decided in a chat (DESIGN rule 7).
 * Limits: docs.slack.dev/reference/block-kit (header 150 characters, 50 blocks; about 13,000 characters in all).
 */
import { cut } from '../outside-text.ts'
import type { Words } from '../words.ts'

export interface SlackMessage {
  /** What a phone's notification shows. Our own words only, because Slack does parse it. */
  readonly text: string
  readonly blocks: readonly object[]
}

interface Element {
  readonly type: 'text'
  readonly text: string
  readonly style?: { readonly bold: true }
}

export function slackMessage(words: Words): SlackMessage {
  return {
    text: words.headline,
    blocks: [
      { type: 'header', text: plain(cut(words.headline, 150)) },
      {
        type: 'rich_text',
        elements: [
          section(text(words.title, true)),
          ...words.lines.map((line) => section(text(line))),
          ...words.facts.map(({ label, value }) => section(text(`${label}: `, true), text(value))),
          { type: 'rich_text_section', elements: [{ type: 'link', url: words.link.url, text: words.link.label }] },
        ],
      },
      { type: 'context', elements: [plain(words.footer)] },
    ],
  }
}

function section(...elements: readonly Element[]) {
  const last = elements.at(-1) as Element
  return { type: 'rich_text_section', elements: [...elements.slice(0, -1), { ...last, text: `${last.text}\n` }] }
}

function text(content: string, bold = false): Element {
  return { type: 'text', text: content, ...(bold ? { style: { bold: true as const } } : {}) }
}

function plain(content: string) {
  return { type: 'plain_text', text: content, emoji: false }
}
