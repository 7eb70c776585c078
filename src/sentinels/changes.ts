/** Changes of settings that this room offers: automations are declared by two people and ended by one (DESIGN §3 rule 24). */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import type { StaffRole } from '../http/index.ts'
import { handleIn } from '../ledger/index.ts'
import { type Applied, type Applying, type ChangeKind, changeKind, organisationOf } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import {
  AUTOMATIONS,
  AUTOMATIONS_STREAM,
  type AutomationCommand,
  AutomationId,
  DeclaredAutomation,
} from './automation.ts'
import { loadAutomations, type SentinelRoom } from './explaining.ts'

const Strict = { additionalProperties: false }
const ROLES: readonly StaffRole[] = ['administrator']

type Room = Pick<SentinelRoom, 'ledger' | 'ownNames'>

/** `automation-declared` and `automation-ended`. `roomOf` gives the room of the organisation whose they are. */
export function automationChanges(roomOf: (organisation: string) => Room): readonly ChangeKind[] {
  const roomIn = async (tx: OrganisationTransaction) => roomOf(await organisationOf(tx))
  return [
    changeKind({
      name: 'automation-declared',
      summary: 'Declares an automation: what it changes at the provider, as declared, opens no incident.',
      data: DeclaredAutomation,
      roles: ROLES,
      // Somebody is told less afterwards.
      isWeakening: async () => true,
      stands: async (tx, { id }) => (await loadAutomations(tx, await roomIn(tx))).get(id) ?? null,
      reach: () => 'privileged',
      async apply(tx, change) {
        const room = await roomIn(tx)
        const { provider, who } = change.data
        const isOurs = room.ownNames(provider).some((name) => name.toLowerCase() === who.toLowerCase())
        const by = change.decisions.map(({ staff }) => staff)
        return await say(tx, room, change, { do: 'declare', at: change.now, automation: change.data, isOurs, by })
      },
    }),
    changeKind({
      name: 'automation-ended',
      summary: 'Ends a declared automation: what it changes from now on opens an incident.',
      data: Type.Object({ id: AutomationId }, Strict),
      roles: [...ROLES, 'approver', 'analyst'],
      // More is told afterwards.
      isWeakening: async () => false,
      async apply(tx, change) {
        return await say(tx, await roomIn(tx), change, { do: 'end', at: change.now, id: change.data.id })
      },
    }),
  ]
}

async function say(
  tx: OrganisationTransaction,
  { ledger }: Room,
  { actor, decisions, now }: Pick<Applying<unknown, unknown>, 'actor' | 'decisions' | 'now'>,
  command: AutomationCommand,
): Promise<Applied> {
  const request = { stream: AUTOMATIONS_STREAM, command, actor, time: formatInstant(now), decisions }
  const { refused } = await handleIn(tx, ledger, request, AUTOMATIONS, { lock: lockAutomations })
  return refused === undefined
    ? { applied: true }
    : { applied: false, code: refused.code as `ERR_${string}`, message: refused.message }
}

/** One command about automations at a time. */
async function lockAutomations(tx: OrganisationTransaction): Promise<void> {
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
}
