/**
 * A notice as an Adaptive Card for a Teams workflow. All text is in TextRuns, which know no Markdown (TextBlocks and facts
 * do). The only action opens a page. A message may have 28 KB (learn.microsoft.com, Teams limits). Version 1.4 is what all
 * Teams clients show. learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
import type { Severity } from '../severity.ts'
import type { Words } from '../words.ts'

const COLOURS: Readonly<Record<Severity, string>> = {
  info: 'Default',
  low: 'Default',
  medium: 'Warning',
  high: 'Attention',
  critical: 'Attention',
}

export function teamsCard(words: Words): object {
  const over = words.state === 'closed'
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: words.headline,
    msteams: { width: 'Full' },
    body: [
      block({ text: words.headline, weight: 'Bolder', size: 'Medium', color: over ? 'Good' : COLOURS[words.severity] }),
      block({ text: words.title, weight: 'Bolder' }),
      ...words.lines.map((text) => block({ text })),
      ...words.facts.map(({ label, value }) => block({ text: `${label}: `, weight: 'Bolder' }, { text: value })),
      block({ text: words.footer, isSubtle: true, size: 'Small' }),
    ],
    actions: [{ type: 'Action.OpenUrl', title: words.link.label, url: words.link.url }],
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  }
}

function block(...runs: readonly Record<string, unknown>[]) {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) }
}
