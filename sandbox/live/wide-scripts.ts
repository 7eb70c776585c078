/** Trouble of many: a rule that somebody switched on, and an outage. What they switch is the sandbox's, so that they put it back. */
import { newId } from '../secrets.ts'
import type { Rule, World } from '../world.ts'
import { MINUTE, type Scene, type Script, SECOND, type Stage } from './scene.ts'
import type { Somebody } from './somebody.ts'
import { signsIn } from './ways.ts'

const RULE = 'No sign-ins from home'
const LASTS_MS = 20 * MINUTE

/** The rule that a scene switches on and off; it is there, and off, from the first start on. */
function homeRule(world: World): Rule {
  const known = world.rules.find(({ name }) => name === RULE)
  if (known !== undefined) return known
  const rule: Rule = {
    id: newId('rule'),
    name: RULE,
    enabled: false,
    when: { networks: ['Homes'] },
    effect: 'block',
  }
  world.rules.push(rule)
  return rule
}

/** As it was before a scene that a stop has cut. */
export function putBack(world: World): void {
  homeRule(world).enabled = false
  world.settings.outage = 'none'
}

async function* policyBlock({ sandbox, people, administration, meant }: Stage): Scene {
  const { id } = homeRule(sandbox.world)
  await administration.switches(id, true)
  try {
    for (const person of people) {
      yield LASTS_MS / people.length
      await person.home.begins()
    }
    await administration.switches(id, false)
  } finally {
    putBack(sandbox.world)
  }
  for (const person of people) {
    yield 40 * SECOND
    yield* signsIn(person, person.home)
  }
  meant({ what: 'policy-block', policy: RULE, people: people.map(({ belongings }) => belongings.userName) })
}

async function* outage({ sandbox, people, meant }: Stage): Scene {
  // From many addresses, as an outage is.
  const placeOf = (person: Somebody, index: number) => (index % 2 === 0 ? person.home : person.office)
  try {
    sandbox.world.settings.outage = 'second-step'
    for (const [index, person] of people.entries()) {
      yield LASTS_MS / people.length
      yield* signsIn(person, placeOf(person, index))
    }
  } finally {
    putBack(sandbox.world)
  }
  for (const [index, person] of people.entries()) {
    yield 40 * SECOND
    yield* signsIn(person, placeOf(person, index))
  }
  meant({ what: 'outage', people: people.map(({ belongings }) => belongings.userName) })
}

export const WIDE_SCRIPTS: readonly Script[] = [
  { name: 'policy-block', weight: 3, isWide: true, count: 7, needs: () => true, play: policyBlock },
  { name: 'outage', weight: 3, isWide: true, count: 9, needs: () => true, play: outage },
]
