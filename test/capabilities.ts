/** For tests: what a connector can do that knows these verbs alone. */
import { type Capabilities, VERBS, type Verb } from '../src/providers/index.ts'

export function onlyNative(...verbs: readonly Verb[]): Capabilities {
  const each = VERBS.map((verb) => [verb, verbs.includes(verb) ? 'native' : { instead: 'It is done by hand.' }])
  return Object.fromEntries(each) as Capabilities
}
