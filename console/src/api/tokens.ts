/** Tokens of programs: they read and open, and never decide. */
import { queryOptions } from '@tanstack/react-query'
import Type from 'typebox'
import { at, get } from './call.ts'
import { Instant, Nullable } from './verdicts.ts'

const Token = Type.Object({
  id: Type.String(),
  name: Type.String(),
  permissions: Type.Array(Type.String()),
  created: Instant,
  expires: Instant,
  lastUsed: Nullable(Instant),
  closed: Nullable(Instant),
})

export const tokensQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'tokens'],
    queryFn: () => get(at`/organisations/${organisation}/tokens`, Type.Array(Token)),
  })
