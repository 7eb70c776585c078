/** Whether there are enough people: one is one, whatever they could do (DESIGN §3 rules 2 and 16). Pure. */

/** Somebody other than the person who is asking. The id is the name that evidence has for them: a keyed token. */
export interface Helper {
  readonly id: string
  /** From when on they can be asked, in milliseconds; their hours say so. Now, if left out. */
  readonly from?: number
}

/**
 * Gives somebody else to each place, in its order; undefined where there are too few. A place is a list of those who could take it,
 * the preferred ones first. (Augmenting paths: whoever has a place moves on to another if that lets one more sit.)
 */
export function seated(places: readonly (readonly Helper[])[]): readonly Helper[] | undefined {
  const placeOf = new Map<string, number>()
  const sitting: Helper[] = []
  const seat = (place: number, asked: Set<string>): boolean => {
    const [free, others] = [false, true].map((isTaken) =>
      places[place]?.filter(({ id }) => placeOf.has(id) === isTaken),
    )
    for (const helper of [...(free ?? []), ...(others ?? [])]) {
      if (asked.has(helper.id)) continue
      asked.add(helper.id)
      const taken = placeOf.get(helper.id)
      if (taken !== undefined && !seat(taken, asked)) continue
      placeOf.set(helper.id, place)
      sitting[place] = helper
      return true
    }
    return false
  }
  return places.every((_, place) => seat(place, new Set())) ? sitting : undefined
}
