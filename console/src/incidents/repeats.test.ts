/** What an attack that goes on says again and again is one line. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { foldRepeats } from './repeats.ts'

const said = (time: string, kind: string, text: string) => ({ time, kind, text })
const keyOf = ({ kind, text }: { readonly kind: string; readonly text: string }) => (kind === 'act' ? text : undefined)
const summary = (entries: Parameters<typeof foldRepeats<ReturnType<typeof said>>>[0]) =>
  foldRepeats(entries, keyOf).map(({ time, text, times, until }) => `${time}-${until} ${text} ${times}`)

describe('what is said again', () => {
  it('given the same act again, also with sign-ins between, then it is one with its count and its last time', () => {
    const entries = [
      said('1', 'act', 'opened'),
      said('2', 'act', 'goes on'),
      said('3', 'sign-in', 'refused'),
      said('4', 'act', 'goes on'),
      said('5', 'sign-in', 'refused'),
      said('6', 'act', 'goes on'),
    ]
    assert.deepEqual(summary(entries), ['1-1 opened 1', '2-6 goes on 3', '3-3 refused 1', '5-5 refused 1'])
  })

  it('given another act between, then what follows it stands anew', () => {
    const entries = [said('1', 'act', 'goes on'), said('2', 'act', 'Ada took it'), said('3', 'act', 'goes on')]
    assert.deepEqual(summary(entries), ['1-1 goes on 1', '2-2 Ada took it 1', '3-3 goes on 1'])
  })
})
