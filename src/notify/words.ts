/** A notice as words that are safe to show: what all channels lay out, each in its own way. None adds a sentence. */
import { type Notice, type NoticeState, stateOf } from './notice.ts'
import { cut } from './outside-text.ts'
import { commonFacts, type Fact, FOOTER, headlineOf, LINK_LABEL, tell } from './sentences.ts'
import type { Severity } from './severity.ts'

export interface Words {
  /** What it is, without a word from outside, at most 100 characters. */
  readonly headline: string
  /** The same with names, at most 250. Begins with our own words, as does every line. */
  readonly title: string
  /** Sentences, at most 8, each at most 700 characters. */
  readonly lines: readonly string[]
  /** At most 8; a value has at most 400 characters. */
  readonly facts: readonly Fact[]
  readonly link: { readonly label: string; readonly url: string }
  /** What cannot be done from where this is read. */
  readonly footer: string
  readonly severity: Severity
  readonly state: NoticeState
}

const TITLE_MAX = 250

/** The words of a notice; everything from outside in them is harmless text of bounded length. */
export function wordsOf(notice: Notice): Words {
  const told = tell(notice)
  return {
    headline: headlineOf(told, notice.severity),
    title: cut(told.about === '' ? told.headline : `${told.headline}: ${told.about}`, TITLE_MAX),
    lines: told.lines,
    facts: [...told.facts, ...commonFacts(notice)],
    link: { label: LINK_LABEL, url: notice.link },
    footer: FOOTER,
    severity: notice.severity,
    state: stateOf(notice),
  }
}
