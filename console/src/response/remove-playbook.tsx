/** Taking a playbook out of force. */
import type { Playbook } from '../api/response.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'

interface RemovePlaybookProps {
  readonly playbook: Playbook
  readonly opened: boolean
  onClose(): void
}

export function RemovePlaybook({ playbook: { id, name }, opened, onClose }: RemovePlaybookProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title={`Remove ${name}`}
      action="Propose with passkey"
      isGrave
      onClose={onClose}
      onSubmit={() => change({ kind: 'playbook-removed', data: { id } })}
    >
      <p>Its findings are answered by nobody then, unless a person does. So a second person has to agree.</p>
    </FormDialog>
  )
}
