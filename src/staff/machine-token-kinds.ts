/**
 * Adding and closing a program's token, as changes of settings. Neither weakens: nobody is watched, told, slowed or asked less when
 * a program can read what its maker can, or cannot any more. A leaked token has to be closed by one, at once.
 */
import { Type } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import type { Permission } from '../http/index.ts'
import { appendEntries, type Draft, entryType, type Random, type Sealer } from '../ledger/index.ts'
import { type Applying, type ChangeKind, changeKind, organisationOf } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { closeToken, insertToken, listTokens } from './machine-tokens.ts'
import { newId } from './room.ts'
import { TIERS } from './scope.ts'

export interface MachineTokenKindsOptions {
  readonly random: Random
  sealerOf(organisation: string): Sealer
}

const DAY_MS = 86_400_000
const SECRET_BYTES = 32
const Strict = { additionalProperties: false }
/** What it is for: `siem`, `wall display`. It goes into the ledger; no @, so that no address gets there. */
const Name = Type.String({ pattern: '^[^@\\n]{1,80}$' })
const Permissions = Type.Unsafe<readonly Permission[]>(
  Type.Array(Type.String({ pattern: '^[a-z][a-z-]{0,31}:(read|open)$' }), {
    minItems: 1,
    maxItems: 20,
    uniqueItems: true,
  }),
)
const Tier = Type.Enum(TIERS)
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' })

const Added = Type.Object({ name: Name, permissions: Permissions, tierMax: Tier, expires: Type.Integer() }, Strict)
const tokenAdded = entryType('machine-token-added', Added)
const tokenClosed = entryType('machine-token-closed', Type.Object({}, Strict))

/** `machine-token-added`, which shows the token once, and `machine-token-closed`. */
export function machineTokenKinds({ random, sealerOf }: MachineTokenKindsOptions): readonly ChangeKind[] {
  async function write(
    tx: OrganisationTransaction,
    organisation: string,
    id: string,
    said: Pick<Draft, 'type' | 'version' | 'data'>,
    { actor, decisions, now }: Applying<unknown, unknown>,
  ): Promise<void> {
    const entry = { stream: `machine-token/${id}`, actor, time: formatInstant(now), decisions: [...decisions] }
    await appendEntries(tx, [{ ...said, ...entry }], sealerOf(organisation))
  }

  const added = changeKind({
    name: 'machine-token-added',
    summary: 'Lets a program read, or open what somebody decides, until the token expires.',
    data: Type.Object(
      {
        name: Name,
        permissions: Permissions,
        tierMax: Type.Optional(Tier),
        days: Type.Optional(Type.Integer({ minimum: 1, maximum: DEFAULTS.machineTokens.daysMax })),
      },
      Strict,
    ),
    roles: ['administrator'],
    isWeakening: async () => false,
    stands: async () => null,
    reach: ({ tierMax = 'standard' }) => tierMax,
    async apply(tx, change) {
      const { name, permissions, tierMax = 'standard', days = DEFAULTS.machineTokens.daysMax } = change.data
      const { actor: addedBy, now } = change
      const open = (await listTokens(tx)).filter(({ closed, expires }) => closed === null && expires > now)
      if (open.length >= DEFAULTS.machineTokens.openMax) {
        return { applied: false, code: 'ERR_TOKEN_FULL', message: 'There are too many tokens. Close those not in use.' }
      }
      const [id, expires] = [newId(random), now + days * DAY_MS]
      const organisation = await organisationOf(tx)
      const kept = { id, name, permissions, tierMax, addedBy, created: now, expires }
      const shown = await insertToken(tx, organisation, kept, random(SECRET_BYTES))
      await write(tx, organisation, id, tokenAdded.write({ name, permissions, tierMax, expires }), change)
      return { applied: true, shown }
    },
  })

  const closed = changeKind({
    name: 'machine-token-closed',
    summary: 'Closes a program’s token; it opens nothing from then on.',
    data: Type.Object({ token: Id }, Strict),
    roles: ['administrator'],
    isWeakening: async () => false,
    stands: async () => null,
    async apply(tx, change) {
      const { token } = change.data
      if (!(await closeToken(tx, token, change.now))) {
        return {
          applied: false,
          code: 'ERR_TOKEN_UNKNOWN',
          message: 'There is no such token, or it is closed already.',
        }
      }
      await write(tx, await organisationOf(tx), token, tokenClosed.write({}), change)
      return { applied: true }
    },
  })

  return [added, closed]
}
