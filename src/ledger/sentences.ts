/** What entries say, in a plain sentence each. Every room brings the sentences of its own types. */
import type { Entry } from './entry.ts'

/** How people are shown: the name of a member of staff, else the id. */
export type NameOf = (member: string) => string

/** `data` is of any version of the type, as it was written: what is not there is left out of the sentence. */
export type Sentence = (data: Readonly<Record<string, unknown>>, nameOf: NameOf) => string

/** By the entry's type. */
export type Sentences = Readonly<Record<string, Sentence>>

export const LEDGER_SENTENCES: Sentences = {
  'ledger-opened': ({ kind }) => `The ledger was opened, for ${kind === 'demo' ? 'demo' : 'real'} data, for ever.`,
  'epoch-opened': ({ follows }) =>
    `The database had gone back in time; two people went on from here. The ledger was called ${textOf(follows)} before.`,
  'key-added': ({ use }) => `A key for ${textOf(use)} counts from the next entry on.`,
  'key-retired': ({ use, id }) => `Key ${textOf(id)} for ${textOf(use)} counts no longer.`,
  'sign-ins-sealed': ({ day, rows }) =>
    `${rows === 1 ? '1 sign-in' : `${textOf(rows)} sign-ins`} of ${textOf(day)} kept and sealed.`,
  'person-erased': () => 'A person’s key was destroyed, and with it what was kept about them.',
}

/** The sentence of an entry; of a type that nobody has words for, its name. */
export function sentenceOf({ type, data }: Pick<Entry, 'type' | 'data'>, sentences: Sentences, nameOf: NameOf): string {
  const say = Object.hasOwn(sentences, type) ? sentences[type] : undefined
  return say?.(data, nameOf) ?? `${type.charAt(0).toUpperCase()}${type.slice(1).replaceAll('-', ' ')}.`
}

/** A value of an entry as text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?'
}

/** The member of staff that an actor is; undefined for sources, programs and the system. */
export function memberOfActor(actor: string): string | undefined {
  return actor.startsWith('staff/') ? actor.slice('staff/'.length) : undefined
}
