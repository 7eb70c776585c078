/**
 * The hospital's people live at the sandbox: they sign in, mistype, lose phones, are attacked, and somebody goes round Postern.
 * One thing is done at a time, in the order of time, by the pages that everybody uses.
 */
import { type EverydaySignIn, random } from '../../src/simulator/index.ts'
import type { Belongings } from '../organisation.ts'
import type { Sandbox } from '../server.ts'
import { administrationOf } from './administration.ts'
import { everyday } from './everyday.ts'
import type { Pace } from './pace.ts'
import { HOUR, type Meant, MINUTE, type Scene } from './scene.ts'
import { newSomebody, type Somebody } from './somebody.ts'
import type { Timetable, Trouble } from './timetable.ts'
import { putBack } from './wide-scripts.ts'

export interface LiveOptions {
  readonly sandbox: Sandbox
  /** Whose clock is the sandbox's. */
  readonly pace: Pace
  readonly belongings: readonly Belongings[]
  readonly timetable: Timetable
  readonly seed: number
  /** What a scene meant to happen has happened. */
  readonly onMeant?: (meant: Meant) => void
  /** A scene has failed and ends; everybody else goes on. */
  readonly onError: (error: unknown) => void
}

export interface Live {
  /** Ends what is under way where it is, and puts back what it switched. */
  stop(): Promise<void>
}

interface Due {
  readonly time: number
  readonly go: () => Promise<void> | void
}

const DAY = 24 * HOUR
/** What was missed by more than this is left out: the machine slept. */
const LATE_MS = 10 * MINUTE
/** After a trouble somebody is left alone for so long. */
const CALM_MS = 2 * DAY

/** Goes on from now: what would have begun before is not played, so that a restart doubles nothing. */
export function startLive({ sandbox, pace, belongings, timetable, seed, onMeant, onError }: LiveOptions): Live {
  const { clock } = pace
  const cut = new AbortController()
  const everybody = new Map(belongings.map((each) => [each.account, newSomebody(sandbox, clock, each)]))
  const administrator = [...everybody.values()].find((each) => each.isAdministrator)
  if (administrator === undefined) throw new Error('Nobody here administers the sandbox.')
  const administration = administrationOf(sandbox, clock, administrator)
  const busy = new Set<Somebody>([administrator])
  const calmUntil = new Map<Somebody, number>()
  let isWide = false
  /** In the order of time. */
  const waiting: Due[] = []

  function put(time: number, go: Due['go']): void {
    const before = waiting.findLastIndex((due) => due.time <= time)
    waiting.splice(before + 1, 0, { time, go })
  }

  function plan(day: number): void {
    const isToCome = ({ time }: { readonly time: number }) => time >= clock()
    for (const signIn of timetable.signInsOn(day).filter(isToCome)) put(signIn.time, () => begin(signIn))
    for (const trouble of timetable.troublesOn(day).filter(isToCome)) put(trouble.time, () => strike(day, trouble))
    put((day + 1) * DAY, () => plan(day + 1))
  }

  async function begin(signIn: EverydaySignIn): Promise<void> {
    const somebody = everybody.get(signIn.account)
    if (somebody === undefined || busy.has(somebody) || clock() > signIn.time + LATE_MS) return
    await play([somebody], everyday(somebody, signIn))
  }

  async function strike(day: number, { time, script, number }: Trouble): Promise<void> {
    if (clock() > time + LATE_MS || (script.isWide && isWide)) return
    const rng = random(seed, 0x5ce9e, day, number)
    const free = [...everybody.values()].filter(
      (each) => !busy.has(each) && (calmUntil.get(each) ?? 0) <= time && script.needs(each),
    )
    const drawn = free.map((each) => [rng.next(), each] as const).sort(([one], [other]) => one - other)
    const [first, ...others] = drawn.slice(0, script.count).map(([, each]) => each)
    if (first === undefined || others.length < script.count - 1) return
    const people = [first, ...others] as const
    for (const each of people) calmUntil.set(each, time + CALM_MS)
    const stage = { sandbox, rng, people, administration, meant: (meant: Meant) => onMeant?.(meant) }
    if (!script.isWide) return await play(people, script.play(stage))
    isWide = true
    await play(people, script.play(stage), () => {
      isWide = false
    })
  }

  async function play(people: readonly Somebody[], scene: Scene, onOver = () => {}): Promise<void> {
    for (const each of people) busy.add(each)
    try {
      const { done, value } = await scene.next()
      if (!done) return put(clock() + value, () => play(people, scene, onOver))
    } catch (error) {
      if (!cut.signal.aborted) onError(error)
    }
    for (const each of people) busy.delete(each)
    onOver()
  }

  async function run(): Promise<void> {
    while (!cut.signal.aborted) {
      const next = waiting.shift() as Due
      try {
        await pace.until(next.time, cut.signal)
      } catch {
        break
      }
      await next.go()
    }
    putBack(sandbox.world)
  }

  putBack(sandbox.world)
  plan(Math.floor(clock() / DAY))
  const running = run()
  return {
    async stop() {
      cut.abort()
      await running
    },
  }
}
