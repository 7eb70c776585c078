/** What playbooks did about an incident, entry by entry, for its page. What only reports did nothing, and is left out. */
import { type Entry, lastOfStream, type NameOf, sentenceOf } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { responsesOfIncident, type ShownResponse, type ShownStep } from './views.ts'
import { RESPONSE_SENTENCES, STEP_WORDS } from './words.ts'

export interface ResponseAct {
  readonly entry: Entry
  /** Who did it, where it was no member of staff. */
  readonly by: string
  say(nameOf: NameOf): string
}

/** Of one response; a long one has some forty. */
const ENTRIES_MAX = 100

/** In the order of the ledger. */
export async function actsAbout(tx: OrganisationTransaction, incident: string): Promise<readonly ResponseAct[]> {
  const acts: ResponseAct[] = []
  for (const response of await responsesOfIncident(tx, incident)) {
    const entries = await lastOfStream(tx, `response/${response.id}`, ENTRIES_MAX)
    if (entries.some(isReport)) continue
    const by = `Playbook “${response.about.playbook}”`
    acts.push(...entries.map((entry) => ({ entry, by, say: (nameOf: NameOf) => sayOf(entry, response, nameOf) })))
  }
  return acts.sort((one, other) => one.entry.seq - other.entry.seq)
}

function isReport({ type, data }: Entry): boolean {
  return type === 'response-opened' && data.as === 'report'
}

/** Of a step by what it does and to which address; the ledger's page has its number only. */
function sayOf(entry: Entry, { steps }: ShownResponse, nameOf: NameOf): string {
  const { type, data } = entry
  const step = typeof data.step === 'number' ? steps[data.step] : undefined
  if (step === undefined || (type !== 'step-ended' && type !== 'undo-ended')) {
    return sentenceOf(entry, RESPONSE_SENTENCES, nameOf)
  }
  const outcome = `${data.outcome}${data.code === undefined ? '' : `, ${data.code}`}`
  return `${type === 'undo-ended' ? 'Taken back: ' : ''}${wordsOf(step)}: ${outcome}.`
}

function wordsOf({ do: what, address }: ShownStep): string {
  return `${STEP_WORDS[what] ?? what}${address === undefined ? '' : ` ${address}`}`
}
