/** Changes of sources, as approvals/ offers them (DESIGN §3 rule 24). */
import Type from 'typebox'
import { newToken } from '../base/organisation-token.ts'
import type { Sealer } from '../ledger/index.ts'
import { type Applied, type ChangeKind, changeKind, organisationOf } from '../organisation/index.ts'
import { insertSource, markClosed, NAME_TAKEN, replaceToken, SOURCE_TOKEN } from './sources.ts'

export interface SourceChangesOptions {
  sealerOf(organisation: string): Sealer
  /** So many random bytes. */
  random(count: number): Uint8Array
  /** Where a source delivers to, as its vendor sees this server: `https://…/ingest/ID`. */
  addressOf(source: string): string
}

const Strict = { additionalProperties: false }
/** A name for people and the provider's id of the tenant: on one line, and nothing that could be taken for something else. */
const Line = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\p{C}\\p{Zl}\\p{Zp}]+$' })
const Named = Type.Object({ source: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }) }, Strict)

const NOT_OPEN = {
  applied: false,
  code: 'ERR_SOURCE_UNKNOWN',
  message: 'There is no such open source that is pushed to. Load the list of sources again.',
} as const

/** `source-added`, `source-closed` and `source-token-renewed`. */
export function sourceChanges({ sealerOf, random, addressOf }: SourceChangesOptions): readonly ChangeKind[] {
  /** What the vendor needs, in the form in which it is typed there. */
  const shown = (id: string, token: string): string => `${addressOf(id)}\nAuthorization: Bearer ${token}`

  return [
    changeKind({
      name: 'source-added',
      summary: 'Adds a source, to which a provider can deliver sign-ins.',
      data: Type.Object({ name: Line, tenant: Line }, Strict),
      roles: ['administrator'],
      // What is pushed raises suspicion, and never lowers or closes anything (rule 7).
      isWeakening: async () => false,
      async apply(tx, { data, ...doing }): Promise<Applied> {
        const organisation = await organisationOf(tx)
        const id = Buffer.from(random(9)).toString('hex')
        const { token, hash } = newToken(SOURCE_TOKEN, organisation, random(32))
        const source = { id, ...data }
        const isAdded = await insertSource(tx, { kind: 'push', source, hash }, sealerOf(organisation), doing)
        if (!isAdded) return { applied: false, code: 'ERR_SOURCE_NAME_TAKEN', message: NAME_TAKEN }
        return { applied: true, shown: shown(id, token) }
      },
    }),
    changeKind({
      name: 'source-closed',
      summary: 'Closes a source for good. What it would deliver from then on is not seen.',
      data: Named,
      roles: ['administrator'],
      isWeakening: async () => true,
      async apply(tx, { data, ...doing }): Promise<Applied> {
        const isClosed = await markClosed(tx, data.source, sealerOf(await organisationOf(tx)), doing)
        return isClosed ? { applied: true } : { ...NOT_OPEN, message: 'There is no such open source.' }
      },
    }),
    changeKind({
      name: 'source-token-renewed',
      summary: 'Gives a source another token. The one before ends once the new one is used, or after 24 hours.',
      data: Named,
      roles: ['administrator'],
      // With the new token in one person's hand, the vendor's deliveries can be made to end: a source switched off.
      isWeakening: async () => true,
      async apply(tx, { data, ...doing }): Promise<Applied> {
        const organisation = await organisationOf(tx)
        const { token, hash } = newToken(SOURCE_TOKEN, organisation, random(32))
        const isRenewed = await replaceToken(tx, data.source, hash, sealerOf(organisation), doing)
        return isRenewed ? { applied: true, shown: shown(data.source, token) } : NOT_OPEN
      },
    }),
  ]
}
