/** Giving a member one more role, taking one away, and removing a passkey. */
import { Checkbox, NativeSelect } from '@mantine/core'
import { newId, type Role, type StaffMember } from '../api/staff.ts'
import { FieldGroup } from '../design/field-group.tsx'
import { FormDialog } from '../design/form-dialog.tsx'
import { capital } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { ROLES } from './roles.ts'
import { type Code, useStaffAct } from './use-act.ts'

export interface MemberActProps {
  readonly member: StaffMember
  onClose(): void
  onCode(code: Code): void
}

/** Takes two people, and counts after 72 hours. */
export function GiveRoles({ member, onClose, onCode }: MemberActProps) {
  const { organisation } = useHere()
  const act = useStaffAct(onCode)
  const scope = { organisations: [organisation], groups: 'all', tierMax: 'emergency' }
  const held = new Set(
    member.grants.filter((grant) => grant.scope.organisations.includes(organisation)).map(({ role }) => role),
  )
  return (
    <FormDialog
      opened
      title={`More roles for ${member.name ?? member.id}`}
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={(chosen) => {
        const grants = ROLES.filter(({ role }) => chosen[role] !== undefined).map(({ role }) => ({
          id: newId(),
          role,
          scope,
        }))
        const proposal = { type: 'propose', proposal: newId(), kind: 'role', subject: member.id, grants }
        return act(proposal, 'Proposed: a second person has to confirm.')
      }}
    >
      <p>A second person confirms, and it counts after 72 hours.</p>
      <FieldGroup legend="Roles">
        {ROLES.filter(({ role }) => !held.has(role)).map(({ role, may }) => (
          <Checkbox key={role} name={role} label={capital(role)} description={may} />
        ))}
      </FieldGroup>
    </FormDialog>
  )
}

export function WithdrawRole({ member, onClose, onCode }: MemberActProps) {
  const act = useStaffAct(onCode)
  return (
    <TakeAway
      title={`Take a role from ${member.name ?? member.id}`}
      action="Take it with passkey"
      warning="At once. Giving it again takes two people and 72 hours."
      label="Role"
      choices={member.grants.map(({ id, role }) => ({ value: id, label: nameOf(role) }))}
      onClose={onClose}
      onChosen={(grant) => act({ type: 'withdraw-role', member: member.id, grant }, 'Taken.')}
    />
  )
}

export function RemovePasskey({ member, onClose, onCode }: MemberActProps) {
  const act = useStaffAct(onCode)
  return (
    <TakeAway
      title={`Remove a passkey of ${member.name ?? member.id}`}
      action="Remove with passkey"
      warning="At once, and for good: for one that is lost, or that somebody else may have. Everybody has two, so add another first."
      label="Passkey"
      choices={member.passkeys.map(({ id, model }, index) => ({
        value: id,
        label: `Passkey ${index + 1}${model === null ? '' : `: ${model}`}`,
      }))}
      onClose={onClose}
      onChosen={(passkey) => act({ type: 'remove-passkey', member: member.id, passkey }, 'Removed.')}
    />
  )
}

interface TakeAwayProps {
  readonly title: string
  readonly action: string
  readonly warning: string
  readonly label: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  onClose(): void
  onChosen(value: string | undefined): Promise<unknown>
}

/** One of several things of a member, chosen and taken. */
function TakeAway({ title, action, warning, label, choices, onClose, onChosen }: TakeAwayProps) {
  return (
    <FormDialog
      opened
      title={title}
      action={action}
      isGrave
      onClose={onClose}
      onSubmit={({ chosen }) => onChosen(chosen)}
    >
      <p>{warning}</p>
      <NativeSelect name="chosen" label={label} data={choices} />
    </FormDialog>
  )
}

function nameOf(role: Role): string {
  return `${capital(role)}: ${ROLES.find((known) => known.role === role)?.may ?? ''}`
}
