/** HTTP: the tokens of programs. Adding and closing one are changes of settings (approvals/). */
import { Type } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Route, route, staff } from '../http/index.ts'
import type { Store } from '../store/index.ts'
import { listTokens } from './machine-tokens.ts'
import { TIERS } from './scope.ts'

const Strict = { additionalProperties: false }
const Instant = Type.Union([Type.String(), Type.Null()])

const Token = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    permissions: Type.Array(Type.String()),
    tierMax: Type.Enum(TIERS),
    /** Id of the member. */
    addedBy: Type.String(),
    created: Type.String(),
    expires: Type.String(),
    lastUsed: Instant,
    closed: Instant,
  },
  Strict,
)

export function machineTokenRoutes(store: Pick<Store, 'in'>): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/tokens',
      on: 'console',
      access: [staff(['administrator', 'auditor'])],
      summary: 'The tokens of programs, newest first; never their text.',
      params: Type.Object({ organisation: Type.String() }, Strict),
      answers: { 200: Type.Array(Token) },
      async handle({ params }) {
        const tokens = await store.in(params.organisation).transaction(listTokens)
        const body = tokens.map(({ addedBy, created, expires, lastUsed, closed, permissions, ...token }) => ({
          ...token,
          permissions: [...permissions],
          addedBy: addedBy.replace(/^staff\//, ''),
          created: formatInstant(created),
          expires: formatInstant(expires),
          lastUsed: lastUsed === null ? null : formatInstant(lastUsed),
          closed: closed === null ? null : formatInstant(closed),
        }))
        return { status: 200, body }
      },
    }),
  ]
}
