/** Writing a playbook. The server reads it before anybody signs, and says what it does not understand. */
import { Textarea, TextInput } from '@mantine/core'
import type { Playbook } from '../api/response.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'

const FRESH = `name: Unwanted prompts
when:
  finding: mfa-fatigue
  severity: high
mode: report-only for 14 days
do:
  - notify
`

interface EditPlaybookProps {
  /** Absent for a new one. */
  readonly playbook?: Playbook
  readonly opened: boolean
  onClose(): void
}

export function EditPlaybook({ playbook, opened, onClose }: EditPlaybookProps) {
  const change = useChange()
  return (
    <FormDialog
      opened={opened}
      title={playbook === undefined ? 'A new playbook' : `Change ${playbook.name}`}
      action="Propose with passkey"
      size="lg"
      onClose={onClose}
      onSubmit={({ id, yaml }) => change({ kind: 'playbook-set', data: { id: playbook?.id ?? id, yaml } })}
    >
      <p>It takes a second person, unless it is certain that nobody is watched, told or slowed less than before.</p>
      {playbook === undefined && (
        <TextInput
          name="id"
          label="Short name"
          description="Small letters, digits and dashes."
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
          required
        />
      )}
      <Textarea
        name="yaml"
        label="Playbook, as YAML"
        defaultValue={playbook?.yaml ?? FRESH}
        rows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
    </FormDialog>
  )
}
