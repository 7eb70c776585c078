/** Inviting somebody: proposed here, confirmed by a second person; each tells one half of the code. */
import { Checkbox, TextInput } from '@mantine/core'
import { newId, type Role } from '../api/staff.ts'
import { FieldGroup } from '../design/field-group.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { ROLES } from './roles.ts'
import { type Code, useStaffAct } from './use-act.ts'

interface InviteProps {
  readonly opened: boolean
  onClose(): void
  onCode(code: Code): void
}

export function Invite({ opened, onClose, onCode }: InviteProps) {
  const { organisation } = useHere()
  const act = useStaffAct(onCode)
  const grant = (role: Role) => ({
    id: newId(),
    role,
    scope: { organisations: [organisation], groups: 'all', tierMax: 'emergency' },
  })
  return (
    <FormDialog
      opened={opened}
      title="Invite somebody"
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={({ name, email, ...chosen }) =>
        act(
          {
            type: 'propose',
            proposal: newId(),
            kind: 'invitation',
            subject: newId(),
            grants: ROLES.filter(({ role }) => chosen[role] !== undefined).map(({ role }) => grant(role)),
            profile: { name, email },
          },
          'Proposed: a second person has to confirm.',
        )
      }
    >
      <p>A second person confirms. Each of you then tells the invited person one half of a code.</p>
      <TextInput name="name" label="Name" required maxLength={200} />
      <TextInput name="email" type="email" label="E-mail" required maxLength={254} />
      <FieldGroup legend="Roles">
        {ROLES.map(({ role, may }) => (
          <Checkbox key={role} name={role} label={capital(role)} description={may} defaultChecked={role === 'agent'} />
        ))}
      </FieldGroup>
    </FormDialog>
  )
}
