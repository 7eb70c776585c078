import assert from 'node:assert/strict'
import { it } from 'node:test'
import { phraseFor } from './proof.ts'
import type { VerificationRoom } from './room.ts'

const room = (byte: number) => ({ directory: { tokenKey: Buffer.alloc(32, byte) } }) as unknown as VerificationRoom

it('given one claimant of one case, then the phrase stays; given another claimant, case or installation, then it is another', () => {
  const phrase = phraseFor(room(1), { case: 'c1', claimant: 'b1' }).join(' ')
  assert.equal(phraseFor(room(1), { case: 'c1', claimant: 'b1' }).join(' '), phrase)
  const others = [
    phraseFor(room(1), { case: 'c1', claimant: 'b2' }),
    phraseFor(room(1), { case: 'c2', claimant: 'b1' }),
    phraseFor(room(2), { case: 'c1', claimant: 'b1' }),
  ]
  assert.ok(others.every((other) => other.length === 2 && other.join(' ') !== phrase))
})
