/**
 * The other way round: how the person knows that agent and case are real. Two words that stand on the claimant's own page, and in the
 * notices of the case, are on the agent's screen too, and the agent says them first. They prove nothing about the person, are
 * no part of any answer, and differ for each claimant: who opens a case in somebody's name learns nothing that is on that
 * person's page.
 */
import { hash } from 'node:crypto'
import { DEFAULTS } from '../base/defaults.ts'
import type { Asking, VerificationRoom } from './room.ts'
import { secretFor } from './secret.ts'
import { BYTES_PER_WORD, wordsFrom } from './words.ts'

/** `garden tulip`, as two words. The same as long as the case lasts. */
export function phraseFor(
  { directory }: VerificationRoom,
  asking: Pick<Asking, 'case' | 'claimant'>,
): readonly string[] {
  const { phraseWords } = DEFAULTS.verification
  const nonce = hash('sha256', JSON.stringify([asking.case, asking.claimant]), 'buffer')
  const bytes = secretFor('phrase', directory.tokenKey, { id: asking.case, nonce }, phraseWords * BYTES_PER_WORD)
  return wordsFrom(bytes, phraseWords)
}
