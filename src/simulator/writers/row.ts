import type { Happening, Person } from '../happening.ts'
import type { TruthPerson } from '../truth.ts'

/** One line of a vendor's log. */
export interface Row {
  readonly time: number
  readonly text: string
}

/** Writes happenings as a vendor does; a happening that the vendor does not log gives no row. */
export interface Writer {
  rows(happening: Happening): readonly Row[]
  nameOf(person: Person): TruthPerson
}
