/** Plays one scenario by itself, in a small organisation: for tests and for looking at what a scenario makes. */
import { silence } from './cannot.ts'
import type { Happening } from './happening.ts'
import { changesJudge } from './judge/changes.ts'
import { lockoutJudge } from './judge/lockouts.ts'
import { windowsJudge } from './judge/windows.ts'
import { organisation } from './people.ts'
import type { Truth } from './truth.ts'
import { truthBook } from './truth-book.ts'
import { providerOf, TRAITS, type Vendor } from './vendors.ts'
import { DAY, type World } from './world.ts'
import { WRITERS } from './writers/index.ts'

export interface Rehearsal {
  readonly world: World
  /** Everything that was scheduled, in order of time. */
  readonly happenings: readonly Happening[]
  /** The vendor's lines, in order of time. */
  readonly rows: readonly string[]
  readonly truth: Truth
}

export const REHEARSAL_START = Date.UTC(2026, 0, 5)
const DAYS = 12

export function rehearse(vendor: Vendor, seed: number, play: (world: World) => void): Rehearsal {
  const happenings: Happening[] = []
  const end = REHEARSAL_START + DAYS * DAY
  const book = truthBook(providerOf(vendor), silence(vendor))
  const org = organisation({ people: 80, seed, name: 'Rehearsal', traits: TRAITS[vendor] })
  let serial = 0
  const world: World = {
    org,
    seed,
    start: REHEARSAL_START,
    end,
    vendor,
    notes: book,
    schedule: (happening) => void happenings.push(happening),
    serial: () => ++serial,
  }
  play(world)
  happenings.sort((a, b) => a.time - b.time)
  const writer = WRITERS[vendor](org, seed)
  const judges = [lockoutJudge(book, end, TRAITS[vendor].correlates), windowsJudge(book), changesJudge(book)] as const
  const rows = happenings.flatMap((happening) => {
    const written = writer.rows(happening)
    if (written.length === 0) return []
    if (happening.kind === 'attempt') for (const judge of judges) judge.attempt(happening)
    if (happening.kind === 'change') for (const judge of [judges[0], judges[2]]) judge.change(happening)
    return [...written]
  })
  for (const judge of judges) judge.close()
  rows.sort((a, b) => a.time - b.time)
  return {
    world,
    happenings,
    rows: rows.map((row) => row.text),
    truth: book.close(
      { start: REHEARSAL_START, end },
      [...org.people, ...org.services, ...org.emergency],
      writer.nameOf,
    ),
  }
}
