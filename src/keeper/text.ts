/** What messages hold as text, read and written: both sides of the connection use the same. */
import {
  type CheckpointAnswer,
  type Edge,
  type OrganisationKeys,
  type Place,
  printSealMemory,
  type SealMemory,
  type SealRefusal,
} from '../ledger/index.ts'
import type { AnswerTo, Opened, RequestOf } from './messages.ts'

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

type PlaceText = RequestOf<'open'>['place']

export function printPlace({ origin, seq, previous }: Place): PlaceText {
  return { origin, seq, previous: base64(previous) }
}

export function parsePlace({ previous, ...rest }: PlaceText): Place {
  return { ...rest, previous: Buffer.from(previous, 'base64') }
}

type EdgeText = RequestOf<'checkpoint'>['edge']

export function printEdge({ size, levels }: Edge): EdgeText {
  return { size, levels: levels.map((hashes) => hashes.map(base64)) }
}

export function parseEdge({ size, levels }: EdgeText): Edge {
  return { size, levels: levels.map((hashes) => hashes.map((one) => Buffer.from(one, 'base64'))) }
}

export function printCheckpointAnswer(
  answer: CheckpointAnswer,
  memory: SealMemory | undefined,
): AnswerTo<'checkpoint'> {
  if ('followed' in answer) return answer
  if ('refused' in answer) return { refused: { ...answer.refused } }
  const { origin, size, root } = answer.checkpoint
  return { origin, size, root: base64(root), note: answer.note, remembered: printMemory(memory) }
}

export function parseCheckpointAnswer(answer: AnswerTo<'checkpoint'>): CheckpointAnswer {
  if ('followed' in answer) return answer
  // Made by our own keeper from nothing else.
  if ('refused' in answer) return { refused: answer.refused as unknown as SealRefusal }
  const { note, root, origin, size } = answer
  return { checkpoint: { origin, size, root: Buffer.from(root, 'base64') }, note }
}

function printMemory(memory: SealMemory | undefined): string | null {
  return memory === undefined ? null : printSealMemory(memory)
}

/** The public halves, and what is no key that signs. */
export async function printKeys(keys: OrganisationKeys): Promise<Omit<Opened, 'short' | 'providers'>> {
  const remembered = await keys.memory.load()
  return {
    origin: keys.origin,
    entries: keys.entries.verifier.text,
    checkpoints: keys.checkpoints.map(({ verifier }) => verifier.text),
    tokenKey: base64(keys.tokenKey),
    remembered: printMemory(remembered),
  }
}
