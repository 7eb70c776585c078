/** What the entries about changes of settings say. */
import { type NameOf, type Sentences, textOf } from '../ledger/index.ts'

const name = (id: unknown, nameOf: NameOf): string => (typeof id === 'string' ? nameOf(id) : 'Somebody')

export const CHANGE_SENTENCES: Sentences = {
  'change-proposed': ({ by, kind, weakens }, nameOf) =>
    weakens === true
      ? `${name(by, nameOf)} proposed a change that weakens, and waits for a second person: ${textOf(kind)}.`
      : `${name(by, nameOf)} proposed a change: ${textOf(kind)}.`,
  'change-confirmed': ({ by }, nameOf) => `${name(by, nameOf)} agreed to the change, as the second person.`,
  'change-applied': () => 'The change was carried out.',
  'change-withdrawn': ({ by }, nameOf) => `${name(by, nameOf)} withdrew the change.`,
  'change-expired': () => 'Nobody agreed to the change in time: it is over, and nothing was changed.',
  'change-refused': ({ by, code, ends }, nameOf) =>
    `The change was refused when ${name(by, nameOf)} agreed to it: ${textOf(code)}. ${ends === true ? 'It is over.' : 'It goes on waiting.'}`,
}
