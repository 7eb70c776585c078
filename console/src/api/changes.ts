/** Changes of settings: proposed with a passkey, and where they weaken something confirmed by a second person (rule 24). */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post, tell } from './call.ts'
import { prove, RequestOptions } from './passkey.ts'
import { Instant, Nullable } from './verdicts.ts'

const Change = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  summary: Type.String(),
  data: Type.Unknown(),
  by: Type.String(),
  proposed: Instant,
  until: Nullable(Instant),
  weakens: Type.Boolean(),
})
export type Change = Static<typeof Change>

const Outcome = Type.Union([
  Type.Object({ applied: Type.Literal(true), shown: Type.Optional(Type.String()) }),
  Type.Object({ change: Type.String(), waitsFor: Type.String() }),
])
export type Outcome = Static<typeof Outcome>

const Begun = Type.Object({ options: RequestOptions, weakens: Type.Boolean() })
const BegunAgain = Type.Object({ options: RequestOptions })

export interface Wanted {
  readonly kind: string
  readonly data: unknown
  /** Goes to the server beside the change, and is never signed or shown again. */
  readonly secret?: unknown
}

export const changesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'changes'],
    queryFn: () => get(at`/organisations/${organisation}/changes`, Type.Array(Change)),
  })

/** Asks what a change would be: whether it weakens, and what the passkey is to sign. */
const beginChange = (organisation: string, { kind, data }: Wanted) =>
  post(at`/organisations/${organisation}/changes/begin`, { kind, data }, Begun)

/** Makes a change, or leaves it with the second person. */
export async function makeChange(organisation: string, wanted: Wanted): Promise<Outcome> {
  const { options } = await beginChange(organisation, wanted)
  const assertion = await prove(options)
  return await post(at`/organisations/${organisation}/changes`, { ...wanted, assertion }, Outcome)
}

export async function confirmChange(organisation: string, change: string): Promise<Outcome> {
  const { options } = await post(
    at`/organisations/${organisation}/changes/${change}/confirm/begin`,
    undefined,
    BegunAgain,
  )
  const assertion = await prove(options)
  return await post(at`/organisations/${organisation}/changes/${change}/confirm`, { assertion }, Outcome)
}

export const withdrawChange = (organisation: string, change: string) =>
  tell(at`/organisations/${organisation}/changes/${change}/withdraw`)
