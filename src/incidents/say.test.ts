/** What is said on the phone: whoever is there may be the attacker. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextOf, sayOf } from './say.ts'

const NATURES = ['notice', 'trouble', 'attempt', 'inside'] as const
const proposal = { by: 'riya', verdict: 'benign', reason: 'Rang back.' } as const

describe('what to say', () => {
  it('given an attack, then nothing tells that, what, from where or since when something was noticed', () => {
    for (const nature of ['notice', 'attempt', 'inside'] as const) {
      for (const closedAt of [undefined, 1]) {
        const said = sayOf({ nature, closedAt })
        assert.doesNotMatch(said, /attack|attempt|suspic|detect|notic|unusual|secur|incident|block|compromis|alert/i)
        assert.doesNotMatch(said, /\d/)
      }
    }
  })

  it('given anything, then no reset is promised and no secret asked for; a call back goes to a number known before', () => {
    for (const nature of NATURES) {
      for (const closedAt of [undefined, 1]) {
        const said = sayOf({ nature, closedAt })
        assert.doesNotMatch(said, /(will|can|shall) (be )?reset|your (password|code)|tell me/i)
        if (/ring/.test(said)) assert.match(said, /number that we already have/)
      }
    }
  })

  it('given trouble, then callers hear that it is not their phone', () => {
    assert.match(sayOf({ nature: 'trouble', closedAt: undefined }), /not your phone.*nobody needs a reset/)
  })
})

describe('what to do next', () => {
  it('given a finding that says it, then that; else what fits its nature; never a reset of an authenticator', () => {
    const open = { closedAt: undefined, proposal: undefined }
    assert.equal(nextOf({ nature: 'attempt', ...open }, 'Ring Ana.'), 'Ring Ana.')
    for (const nature of ['attempt', 'inside', 'trouble'] as const) {
      assert.match(nextOf({ nature, ...open }, undefined), /Reset (nothing|nobody|no authenticator)/)
    }
  })

  it('given a proposal or an end, then that comes first', () => {
    assert.match(nextOf({ nature: 'inside', closedAt: undefined, proposal }, 'Ring Ana.'), /second person/)
    assert.match(nextOf({ nature: 'inside', closedAt: 1, proposal: undefined }, 'Ring Ana.'), /closed/)
  })
})
