/** A ledger whose database went back in time, and going on from there in a new epoch. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post } from './call.ts'
import { prove, RequestOptions } from './passkey.ts'
import { Nullable } from './verdicts.ts'

const Lost = Type.Object({
  /** What the ledger was called, and what the new one will be. */
  follows: Type.String(),
  opens: Type.String(),
  /** Entries that are there, and those that are gone. */
  kept: Type.Integer(),
  missing: Type.Integer(),
})
export type Lost = Static<typeof Lost>

export const epochQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'epoch'],
    queryFn: () => get(at`/organisations/${organisation}/epoch`, Type.Object({ lost: Nullable(Lost) })),
    // It is found out when the server starts, and does not change before it starts again.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** One administrator's word; with the second's it is open, and the server starts again. */
export async function confirmEpoch(organisation: string): Promise<{ readonly opened: boolean }> {
  const path = at`/organisations/${organisation}/epoch`
  const { options } = await post(`${path}/begin`, undefined, Type.Object({ options: RequestOptions }))
  return await post(path, { assertion: await prove(options) }, Type.Object({ opened: Type.Boolean() }))
}
