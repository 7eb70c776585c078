/** Directory audits of Entra ID (Graph directoryAudit resource), in whichever shape they came. */
import type { Row } from '../decoder.ts'
import { paths } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import { type Target, writeOperation } from './entra-change.ts'
import { operationOf } from './entra-operations.ts'
import type { Modified } from './entra-user-update.ts'
import { addressOf, instantOf, type Members, membersOf, textOf } from './entra-values.ts'

/** Graph's names of what is read, by ours. */
export const AUDIT = {
  id: 'id',
  attempt: 'correlationId',
  time: 'activityDateTime',
  operation: 'activityDisplayName',
  result: 'result',
  words: 'resultReason',
  actorId: 'initiatedBy.user.id',
  actorUserName: 'initiatedBy.user.userPrincipalName',
  actorTitle: 'initiatedBy.user.displayName',
  actorIp: 'initiatedBy.user.ipAddress',
  actorApp: 'initiatedBy.app.displayName',
  targets: 'targetResources',
} as const

const at = paths(AUDIT)

/** Writes a directory audit; operations that are nobody's way in stay `other`, and their targets unread. */
export function decodeAudit(row: Row, draft: Draft, time: string, operation = row.text(at.operation)): void {
  draft.time = instantOf(time)
  draft.family = 'audit'
  draft.id = row.text(at.id)
  draft.ip = addressOf(row.text(at.actorIp))
  const targets = operationOf(operation) ? membersOf(row.json(at.targets)) : []
  writeOperation(
    {
      operation,
      words: row.text(at.words),
      failed: row.text(at.result) !== '' && row.text(at.result).toLowerCase() !== 'success',
      actor: actorOf(row),
      targets: targets.map(targetOf),
      modified: targets.flatMap((target) => membersOf(target.modifiedProperties).map(modifiedOf)),
    },
    draft,
  )
  // One run through self-service writes a row for each of its pages.
  if (draft.change === 'recovery-asked') draft.attempt = row.text(at.attempt)
}

function actorOf(row: Row): { id: string; name: string; user: boolean } {
  const id = row.text(at.actorId)
  const name = row.text(at.actorUserName) || row.text(at.actorTitle)
  if (id === '' && name === '') return { id: '', name: row.text(at.actorApp), user: false }
  return { id, name, user: true }
}

function targetOf(target: Members): Target {
  return {
    kind: (textOf(target.type) || textOf(target.Type)).toLowerCase(),
    id: textOf(target.id),
    name: textOf(target.userPrincipalName),
    title: textOf(target.displayName),
  }
}

function modifiedOf(modified: Members): Modified {
  return {
    name: textOf(modified.displayName),
    before: textOf(modified.oldValue),
    after: textOf(modified.newValue),
  }
}
