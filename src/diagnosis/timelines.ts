/** Gathers the timelines of chosen people in a second pass over the rows. */
import { formatInstant } from '../base/time.ts'
import { type SignIn, traceOf } from '../signin/index.ts'
import type { Timeline, TimelineEntry, TimelineTone } from './timeline.ts'
import { traceInWords } from './words.ts'

export interface Timelines {
  see(signIn: SignIn): void
  /** In the order in which people were first seen. `files` are the names that the entries' numbers stand for. */
  finish(files: readonly string[]): readonly Timeline[]
}

interface Gathering {
  readonly who: Pick<Timeline, 'person' | 'account' | 'provider'>
  readonly entries: (Omit<TimelineEntry, 'file' | 'time'> & { readonly fileNumber: number; readonly at: number })[]
  cut: number
}

/** `chosen` says whether a row belongs to a timeline; at most `entriesMax` entries are kept of each, the newest. */
export function createTimelines(chosen: (signIn: SignIn) => boolean, entriesMax: number): Timelines {
  const byPerson = new Map<string, Gathering>()
  return {
    see(signIn) {
      if (signIn.person === '' || signIn.activity === 'other' || signIn.activity === 'refresh' || !chosen(signIn))
        return
      let gathering = byPerson.get(signIn.person)
      if (gathering === undefined) {
        const { name, account, provider } = signIn
        gathering = { who: { person: name === '' ? account : name, account, provider }, entries: [], cut: 0 }
        byPerson.set(signIn.person, gathering)
      }
      if (gathering.entries.length >= entriesMax) {
        gathering.entries.shift()
        gathering.cut++
      }
      gathering.entries.push({
        at: signIn.time,
        what: traceInWords(traceOf(signIn)),
        tone: toneOf(signIn),
        fileNumber: signIn.file,
        line: signIn.line,
        event: signIn.id,
      })
    },
    finish: (files) =>
      [...byPerson.values()].map(({ who, entries, cut }) => ({
        ...who,
        entries: entries.map(({ at, fileNumber, ...rest }) => ({
          time: formatInstant(at),
          ...rest,
          file: files[fileNumber] ?? '',
        })),
        ...(cut > 0 ? { cut } : {}),
      })),
  }
}

function toneOf(signIn: SignIn): TimelineTone {
  if (signIn.activity === 'report' || signIn.reason === 'refused' || signIn.reason === 'reported') return 'warn'
  if (signIn.outcome === 'failure') return 'bad'
  if (signIn.activity === 'change') return 'warn'
  return signIn.complete ? 'ok' : 'info'
}
