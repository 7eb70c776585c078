/** Pausing, which one person may, or a limit: nothing is begun any more without a human, and everybody is told. */
import { formatInstant } from '../base/time.ts'
import { type Decision, handleIn, lastOfStream, loadState } from '../ledger/index.ts'
import type { Intent, Role } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { AUTOMATION, AUTOMATION_STREAM, type Automation } from './automation.ts'
import type { ResponseRoom } from './room.ts'

export async function loadAutomation(
  tx: OrganisationTransaction,
  room: Pick<ResponseRoom, 'ledger'>,
): Promise<Automation> {
  return await loadState(tx, room.ledger, AUTOMATION_STREAM, AUTOMATION)
}

/** Whether anything was ever said about playbooks here. */
export async function hadPlaybooks(tx: OrganisationTransaction): Promise<boolean> {
  return (await lastOfStream(tx, AUTOMATION_STREAM, 1)).length > 0
}

interface Pausing {
  /** `staff/…`, or `system/…` for a limit. */
  readonly by: string
  readonly reason: string
  /** Of a person. */
  readonly decisions?: readonly Decision[]
}

/** Who may, each alone. */
export const PAUSING_ROLES: readonly Role[] = ['analyst', 'approver', 'administrator']

/** What a person signs who pauses. Whoever has the entry can make it again. */
export function pausing(organisation: string, reason: string): Intent {
  return { organisation, action: 'playbooks/pause', about: { reason } }
}

/** Pauses all playbooks; the last part of a transaction. What is paused already stays so, and nobody is told again. */
export async function pause(
  tx: OrganisationTransaction,
  room: Pick<ResponseRoom, 'ledger' | 'owe' | 'clock'>,
  { by, reason, decisions }: Pausing,
): Promise<void> {
  const at = room.clock()
  await handleIn(
    tx,
    room.ledger,
    {
      stream: AUTOMATION_STREAM,
      command: { do: 'pause' as const, at, by, reason },
      actor: by,
      time: formatInstant(at),
      ...(decisions === undefined ? {} : { decisions }),
    },
    AUTOMATION,
    { lock: lockAutomation, project: (tx) => room.owe(tx, [{ about: 'pause', by, reason, at }]) },
  )
}

/** One command about playbooks at a time. */
export async function lockAutomation(tx: OrganisationTransaction): Promise<void> {
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
}
