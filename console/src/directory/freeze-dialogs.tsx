/** Freezing a person at once, and ending it with a second person (docs/directory.md, Freezes). */
import { ReasonField } from '../approvals/reason-field.tsx'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import type { PersonDialogProps } from './tier-dialogs.tsx'

export function FreezeDialog({ person: { person }, onClose }: PersonDialogProps) {
  const change = useChange()
  return (
    <FormDialog
      opened
      title="Freeze this person"
      action="Freeze with passkey"
      isGrave
      onClose={onClose}
      onSubmit={({ reason }) => change({ kind: 'person-frozen', data: { person, reason } })}
    >
      <p>
        At once, with all of their accounts: Postern does nothing that gives them access until two people end it.
        Whoever is signed in stays signed in.
      </p>
      <ReasonField label="Why?" />
    </FormDialog>
  )
}

export function UnfreezeDialog({ person: { person }, onClose }: PersonDialogProps) {
  const change = useChange()
  return (
    <FormDialog
      opened
      title="End the freeze"
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={() => change({ kind: 'person-unfrozen', data: { person } })}
    >
      <p>It ends once a second person agrees under Changes. Until then nothing gives this person access.</p>
    </FormDialog>
  )
}
