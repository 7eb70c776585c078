/** The kinds of change that there are, and what each asks of data and people. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { Value } from 'typebox/value'
import { DEFAULTS } from '../base/defaults.ts'
import type { ChangeKind } from '../organisation/index.ts'
import { type Grant, isWithin, type Role } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type RefusalCode, type Refused, refusedAs } from './refusal.ts'

export interface Wanted {
  readonly kind: string
  readonly data: Readonly<Record<string, unknown>>
}

/** How a change looks from where things stand: whether it weakens, and a digest of what it would replace. */
export interface Judged {
  readonly weakens: boolean
  readonly stands: string
}

export interface Kinds {
  readonly roles: readonly Role[]
  find(name: string): ChangeKind | undefined
}

/** Throws TypeError for two kinds of one name, and for one without a role. */
export function kindsOf(kinds: readonly ChangeKind[]): Kinds {
  const named = new Map(kinds.map((kind) => [kind.name, kind]))
  if (named.size < kinds.length) throw new TypeError('Two kinds of change have one name.')
  if (kinds.some(({ roles }) => roles.length === 0)) throw new TypeError('A kind of change says who may propose it.')
  return { roles: [...new Set(kinds.flatMap(({ roles }) => roles))], find: (name) => named.get(name) }
}

/** Why this cannot be what the kind takes; undefined if it can. */
export function whyNotData(kind: ChangeKind, data: unknown, secret: unknown): Refused | undefined {
  const faults = [
    ...[...Value.Errors(kind.data, data)].map(({ instancePath, message }) => ({
      instancePath: `/data${instancePath}`,
      message,
    })),
    ...secretErrors(kind, secret),
  ]
  if (faults.length > 0) {
    const errors = faults
      .slice(0, 10)
      .map(({ instancePath, message }) => ({ pointer: `#${instancePath}`, detail: message }))
    return { refused: { ...refusedAs('ERR_CHANGE_DATA').refused, errors } }
  }
  const bytes = Buffer.byteLength(canonicalize(data) ?? '')
  return bytes > DEFAULTS.approvals.dataBytesMax ? refusedAs('ERR_CHANGE_TOO_LARGE') : undefined
}

function secretErrors(kind: ChangeKind, secret: unknown) {
  if (secret === undefined) return []
  if (kind.secret === undefined) return [{ instancePath: '/secret', message: 'is not taken by this kind' }]
  return [...Value.Errors(kind.secret, secret)].map(({ instancePath }) => ({
    instancePath: `/secret${instancePath}`,
    message: 'does not have the form that this kind takes',
  }))
}

/** Whether these grants let somebody propose or confirm this, in this organisation; the code of why not. */
export function whyNotBy(
  grants: readonly Grant[],
  kind: ChangeKind,
  { organisation, data }: { readonly organisation: string; readonly data: Wanted['data'] },
): RefusalCode | undefined {
  const held = grants.filter(
    ({ role, scope }) => kind.roles.includes(role) && scope.organisations.includes(organisation),
  )
  if (held.length === 0) return 'ERR_CHANGE_ROLE'
  const needed = { organisations: [organisation], groups: 'all', tierMax: kind.reach?.(data) ?? 'standard' } as const
  return isWithin(
    needed,
    held.map(({ scope }) => scope),
  )
    ? undefined
    : 'ERR_CHANGE_SCOPE'
}

/** From where things stand in this transaction. */
export async function judge(tx: OrganisationTransaction, kind: ChangeKind, data: Wanted['data']): Promise<Judged> {
  const weakens = await kind.isWeakening(tx, data)
  const stands = kind.stands === undefined ? await appliedOf(tx, kind.name) : await kind.stands(tx, data)
  return { weakens, stands: digestOf(stands ?? null) }
}

/** How many of a kind were applied: for kinds that do not say what they replace. */
async function appliedOf(tx: OrganisationTransaction, kind: string): Promise<number> {
  const { n } = await tx
    .selectFrom('changes')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('kind', '=', kind)
    .where('standing', '=', 'applied')
    .executeTakeFirstOrThrow()
  return Number(n)
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalize(value)!).digest('base64url')
}
