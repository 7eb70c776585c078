/**
 * Lockouts, attacks and trouble of many, for ever: at any time one may begin, often while somebody looks on, rarely otherwise.
 * The scenes are those of `simulate`.
 */
import { ACCOUNTS } from '../attacks/accounts.ts'
import { PROMPTS } from '../attacks/prompts.ts'
import type { AttackScenario } from '../attacks/scene.ts'
import { SIGN_INS } from '../attacks/sign-ins.ts'
import { silence } from '../cannot.ts'
import { ACCOUNT } from '../lockouts/account.ts'
import { SECOND_STEP } from '../lockouts/second-step.ts'
import { RULES, WIDE, type WideScenario } from '../lockouts/wide.ts'
import { type Random, random } from '../random.ts'
import type { LockoutScenario } from '../scene.ts'
import { HOUR, MINUTE, type World } from '../world.ts'
import type { FreePeople } from './people.ts'
import { type LiveVendor, NUMBERS, type Trouble } from './tenant.ts'

export interface TroubleSettings {
  readonly vendor: LiveVendor
  readonly seed: number
  readonly begin: number
  readonly free: FreePeople
  /** How many troubles a day, of all kinds. */
  perDay(time: number): number
  /** Whether trouble of many may begin then: what is staged has to stand alone. */
  mayBeWide(time: number): boolean
}

/** In each stretch of this length at most one trouble begins. */
const SLOT_MS = 5 * MINUTE
const SLOTS_PER_DAY = 288
/** Two at once would be one story to anybody who looks from outside. */
const WIDE_APART_MS = 6 * HOUR
/** Numbers of happenings below this are everyday life's. */
const NUMBERS_FROM = 2 ** 31

type Kind = 'lockout' | 'attack' | 'wide'
const KINDS: readonly (readonly [Kind, number])[] = [
  ['lockout', 74],
  ['attack', 22],
  ['wide', 4],
]

/** Gives what begins from `from` up to `to`. Stretches are asked for once, one after another. */
export function createTroubles({ vendor, seed, begin, free, perDay, mayBeWide }: TroubleSettings) {
  const scenes = scenesOf(vendor)
  let wideAt = Number.NEGATIVE_INFINITY

  function troubleAt(time: number, numbers: number, rng: Random): Trouble | undefined {
    const kind = rng.weighted(KINDS)
    const tag = { incident: 0 }
    if (kind === 'wide') {
      if (!mayBeWide(time) || time - wideAt < WIDE_APART_MS) return undefined
      wideAt = time
      const scenario = rng.weighted(scenes.wide)
      return { time, numbers, play: (world) => playWide(world, scenario, time, free, rng) }
    }
    if (kind === 'attack') {
      const scenario = rng.weighted(scenes.attacks)
      return {
        time,
        numbers,
        play(world) {
          const count = scenario.victims(world.org.people.length, rng)
          const victims = free.take(world, { count, time, needs: scenario.needs }, rng)
          if (count > 0 && victims.length === 0) return
          scenario.play({ world, victims, time, rng, tag: { ...tag, attack: true } })
        },
      }
    }
    const scenario = rng.weighted(scenes.lockouts)
    return {
      time,
      numbers,
      play(world) {
        const [person] = free.take(world, { count: 1, time, needs: scenario.needs }, rng)
        if (person !== undefined) scenario.play({ world, person, time, rng, tag: { ...tag, cause: scenario.cause } })
      },
    }
  }

  return (from: number, to: number): readonly Trouble[] => {
    const found: Trouble[] = []
    for (let slot = Math.ceil((from - begin) / SLOT_MS); begin + slot * SLOT_MS < to; slot++) {
      const rng = random(seed, 0x7b1e, slot)
      const time = Math.round(begin + slot * SLOT_MS + rng.between(0, SLOT_MS))
      const isNow = rng.chance(perDay(time) / SLOTS_PER_DAY)
      const trouble = isNow ? troubleAt(time, NUMBERS_FROM + slot * NUMBERS, rng) : undefined
      if (trouble !== undefined) found.push(trouble)
    }
    return found
  }
}

interface Scenes {
  readonly lockouts: readonly (readonly [LockoutScenario, number])[]
  readonly attacks: readonly (readonly [AttackScenario, number])[]
  readonly wide: readonly (readonly [WideScenario, number])[]
}

/** Those that the vendor's log can say, and that need nothing done before the run begins. */
function scenesOf(vendor: LiveVendor): Scenes {
  const silent = silence(vendor)
  const lockouts = [...SECOND_STEP, ...ACCOUNT, ...RULES]
  const attacks = [...PROMPTS, ...SIGN_INS, ...ACCOUNTS]
  return {
    lockouts: lockouts
      .filter(({ cause, prepare }) => prepare === undefined && !silent.has(cause))
      .map((scenario) => [scenario, scenario.weight]),
    attacks: attacks.filter(({ detection }) => !silent.has(detection)).map((scenario) => [scenario, scenario.weight]),
    wide: WIDE.filter(({ cause, prepare }) => prepare === undefined && !silent.has(cause)).map((scenario) => [
      scenario,
      scenario.monthly,
    ]),
  }
}

function playWide(world: World, scenario: WideScenario, time: number, free: FreePeople, rng: Random): void {
  const share = rng.between(scenario.share[0], scenario.share[1])
  const count = Math.max(5, Math.min(scenario.most, Math.round(world.org.people.length * share)))
  const people = free.take(world, { count, time }, rng)
  if (people.length > 0) scenario.play(world, time, people, rng, 0)
}
