/** Changes of settings that this room offers: approvals/ judges who has to agree (DESIGN §3 rule 24). */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import type { StaffRole } from '../http/index.ts'
import { handleIn } from '../ledger/index.ts'
import { type Applied, type Applying, type ChangeKind, changeKind, organisationOf } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { AUTOMATION, AUTOMATION_STREAM, type Automation, PlaybookId, PlaybookYaml } from './automation.ts'
import { parsePlaybook } from './parse-playbook.ts'
import { loadAutomation, lockAutomation } from './pause.ts'
import type { ResponseRoom } from './room.ts'
import { shippedPlaybooks } from './shipped.ts'
import { isWeakened, type Placed } from './weakening.ts'

const Strict = { additionalProperties: false }
const ROLES: readonly StaffRole[] = ['administrator']

type Room = Pick<ResponseRoom, 'ledger' | 'owe' | 'clock'>
type Command = Parameters<typeof AUTOMATION.decide>[1]

/** `playbook-set`, `playbook-removed` and `playbooks-resumed`, each in the organisation whose transaction it is (rule 25). */
export function playbookChanges(roomOf: (organisation: string) => Room): readonly ChangeKind[] {
  const roomIn = async (tx: OrganisationTransaction): Promise<Room> => roomOf(await organisationOf(tx))
  return [
    changeKind({
      name: 'playbook-set',
      summary: 'Puts a playbook into force, in the place of the one with its id if there is one.',
      data: Type.Object({ id: PlaybookId, yaml: PlaybookYaml }, Strict),
      roles: ROLES,
      async isWeakening(tx, { id, yaml }) {
        const room = await roomIn(tx)
        const after = placed(yaml, room.clock())
        const known = (await loadAutomation(tx, room)).playbooks.get(id)
        const before = known === undefined ? undefined : placed(known.yaml, known.since)
        // One that cannot be read any more did nothing; still, two people look at what takes its place.
        return after === undefined || (known !== undefined && before === undefined) || isWeakened(before, after)
      },
      async apply(tx, change) {
        const room = await roomIn(tx)
        const { id, yaml } = change.data
        const refused = refusal(yaml, id, await loadAutomation(tx, room))
        if (refused !== undefined) return refused
        return await say(tx, room, change, { do: 'set', at: change.now, playbook: id, yaml })
      },
    }),
    changeKind({
      name: 'playbook-removed',
      summary: 'Takes a playbook out of force.',
      data: Type.Object({ id: PlaybookId }, Strict),
      roles: ROLES,
      isWeakening: async () => true,
      async apply(tx, change) {
        const room = await roomIn(tx)
        const { id } = change.data
        if (!(await loadAutomation(tx, room)).playbooks.has(id)) return unknown()
        return await say(tx, room, change, { do: 'remove', at: change.now, playbook: id })
      },
    }),
    changeKind({
      name: 'playbooks-resumed',
      summary: 'Lets playbooks run again after a pause. What waits goes on waiting for a person.',
      data: Type.Object({}, Strict),
      roles: ['administrator', 'approver'],
      isWeakening: async () => true,
      async apply(tx, change) {
        const room = await roomIn(tx)
        const { paused } = await loadAutomation(tx, room)
        if (paused === undefined) return notPaused()
        await room.owe(tx, [{ about: 'resumed', at: change.now }])
        return await say(tx, room, change, { do: 'resume', at: change.now })
      },
    }),
  ]
}

/** Puts those that come with Postern into force: once, when an organisation is made. */
export async function installShipped(
  tx: OrganisationTransaction,
  room: Room,
  { actor, now }: { readonly actor: string; readonly now: number },
): Promise<void> {
  for (const { id, yaml } of shippedPlaybooks()) {
    await say(tx, room, { actor, decisions: [], now }, { do: 'set', at: now, playbook: id, yaml })
  }
}

type Deciding = Pick<Applying<unknown, unknown>, 'actor' | 'decisions' | 'now'>

async function say(
  tx: OrganisationTransaction,
  { ledger }: Room,
  { actor, decisions, now }: Deciding,
  command: Command,
): Promise<Applied> {
  const whose = decisions.length === 0 ? {} : { decisions }
  const request = { stream: AUTOMATION_STREAM, command, actor, time: formatInstant(now), ...whose }
  await handleIn(tx, ledger, request, AUTOMATION, { lock: lockAutomation })
  return { applied: true }
}

function placed(yaml: string, since: number): Placed | undefined {
  const parsed = parsePlaybook(yaml)
  return 'playbook' in parsed ? { playbook: parsed.playbook, since } : undefined
}

function refusal(yaml: string, id: string, { playbooks }: Automation): Applied | undefined {
  const parsed = parsePlaybook(yaml)
  if ('problem' in parsed) {
    const { code, line, message } = parsed.problem
    return { applied: false, code, message: `Line ${line}: ${message}` }
  }
  if (playbooks.has(id) || playbooks.size < DEFAULTS.response.playbooksMax) return undefined
  const message = `There are ${DEFAULTS.response.playbooksMax} playbooks already. Remove one first.`
  return { applied: false, code: 'ERR_PLAYBOOK_TOO_MANY', message }
}

function unknown(): Applied {
  return { applied: false, code: 'ERR_PLAYBOOK_UNKNOWN', message: 'There is no such playbook in force.' }
}

function notPaused(): Applied {
  return { applied: false, code: 'ERR_PLAYBOOKS_RUNNING', message: 'The playbooks run already.' }
}
