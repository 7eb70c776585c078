import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setUpWords } from './set-up-words.ts'

it('given nobody, or one of the two founders, when the server starts, then the terminal says which of them is missing', () => {
  const at = 'http://localhost:7070'
  const [nobody] = setUpWords(at, { code: '7KQ2-M4TD', here: 0 })
  const [one] = setUpWords(at, { code: '7KQ2-M4TD', here: 1 })
  assert.match(nobody ?? '', /^Nobody works here yet\. Open http:\/\/localhost:7070\/set-up .*\n\n {4}7KQ2-M4TD\n$/)
  assert.match(one ?? '', /^One person works here, and it takes two\. The second one opens http.*\n\n {4}7KQ2-M4TD\n$/)
})
