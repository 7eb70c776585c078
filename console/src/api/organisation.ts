/** An organisation's settings, and what is missing where its database went back in time. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, failedChecks, get, post } from './call.ts'
import { prove, RequestOptions } from './passkey.ts'
import { Instant, Nullable } from './verdicts.ts'

const Settings = Type.Object({
  name: Type.String(),
  keptDays: Type.Integer(),
  /** IANA name. */
  zone: Type.String(),
  /** It runs this installation: others are founded here. */
  home: Type.Boolean(),
  /** Why nothing is written; null while all is well. */
  held: Nullable(Type.String()),
})
export type Settings = Static<typeof Settings>

export const settingsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'settings'],
    queryFn: () => get(at`/organisations/${organisation}/settings`, Settings),
  })

const Founded = Type.Object({
  id: Type.String(),
  name: Type.String(),
  founded: Instant,
  by: Type.Array(Type.Object({ id: Type.String(), name: Nullable(Type.String()) })),
})

export const foundedQuery = (home: string) =>
  queryOptions({
    queryKey: [home, 'founded'],
    queryFn: () => get(at`/organisations/${home}/founded`, Type.Array(Founded)),
  })

/** Names of checks that fail now. */
export const readyQuery = queryOptions({ queryKey: ['ready'], queryFn: failedChecks, staleTime: 0, retry: false })

const Lost = Type.Object({
  follows: Type.String(),
  opens: Type.String(),
  kept: Type.Integer(),
  missing: Type.Integer(),
})
export type Lost = Static<typeof Lost>

export const epochQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'epoch'],
    queryFn: () => get(at`/organisations/${organisation}/epoch`, Type.Object({ lost: Nullable(Lost) })),
  })

/** One person's word that this is what happened; true once the second person has said so, too. */
export async function openEpoch(organisation: string): Promise<boolean> {
  const begun = Type.Object({ options: RequestOptions })
  const { options } = await post(at`/organisations/${organisation}/epoch/begin`, undefined, begun)
  const assertion = await prove(options)
  const { opened } = await post(
    at`/organisations/${organisation}/epoch`,
    { assertion },
    Type.Object({ opened: Type.Boolean() }),
  )
  return opened
}
