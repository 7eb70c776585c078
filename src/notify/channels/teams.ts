/**
 * Microsoft Teams, by a workflow ("When a Teams webhook request is received"). It answers 202 before the card is posted:
 * delivered means that the workflow has it. The connectors of Office 365 (webhook.office.com) are retired.
 */
import type { Channel } from '../channel.ts'
import { outcomeOf } from '../network/answer.ts'
import { failureOf } from '../network/failure.ts'
import type { Network } from '../network/lookup.ts'
import { type Progress, post } from '../network/post.ts'
import { wordsOf } from '../words.ts'
import { teamsCard } from './teams-card.ts'

export interface TeamsSettings {
  /** The workflow's address. Its `sig` is a secret. */
  readonly url: string
}

export function createTeams({ url }: TeamsSettings, network: Network): Channel {
  return {
    kind: 'teams',
    async send({ notice, now }, signal) {
      const progress: Progress = { sent: 'no' }
      try {
        const headers = { 'content-type': 'application/json; charset=utf-8' }
        const body = JSON.stringify(teamsCard(wordsOf(notice)))
        return outcomeOf(await post({ url, headers, body }, network, signal, progress), now)
      } catch (error) {
        return failureOf(error, progress.sent)
      }
    },
    // No probe: any request runs the workflow and would post. The heartbeat message answers the question.
  }
}
