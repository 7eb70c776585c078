/** What the entries about channels and routes say. */
import { type Sentences, textOf } from '../ledger/index.ts'

export const NOTICE_SENTENCES: Sentences = {
  'channel-added': ({ kind, label }) => `The channel “${textOf(label)}” (${textOf(kind)}) was added.`,
  'channel-removed': () => 'The channel was removed: nothing is told on it from now on.',
  'channel-settings': ({ label, resent }) =>
    `The settings of the channel “${textOf(label)}” were changed${resent === 0 ? '' : `; ${textOf(resent)} notices that it had refused are sent again`}.`,
  'routing-changed': ({ routes, emergency }) =>
    `Who is told of what was changed: ${counted(routes, 'route')}, and ${counted(emergency, 'channel')} for emergency accounts.`,
}

function counted(list: unknown, what: string): string {
  const count = Array.isArray(list) ? list.length : 0
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
