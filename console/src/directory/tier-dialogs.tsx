/** Raising a person's tier at once, proposing a lower one, and objecting to that (docs/directory.md, Tiers). */
import { NativeSelect } from '@mantine/core'
import { type DirectoryPerson, type Tier, tiersAbove, tiersBelow } from '../api/directory.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { TIERS } from './words.ts'

export interface PersonDialogProps {
  readonly person: DirectoryPerson
  onClose(): void
}

export function RaiseTierDialog({ person, onClose }: PersonDialogProps) {
  const change = useChange()
  return (
    <FormDialog
      opened
      title="Raise the tier"
      action="Raise with passkey"
      onClose={onClose}
      onSubmit={({ tier }) => change({ kind: 'tier-raised', data: { person: person.person, tier } })}
    >
      <p>It counts at once: from now on more is asked of whoever wants to get back in as this person.</p>
      <TierSelect of={tiersAbove(person.tier)} />
    </FormDialog>
  )
}

export function LowerTierDialog({ person, onClose }: PersonDialogProps) {
  const change = useChange()
  return (
    <FormDialog
      opened
      title="Lower the tier"
      action="Propose with passkey"
      onClose={onClose}
      onSubmit={({ tier }) => change({ kind: 'tier-lowered', data: { person: person.person, tier } })}
    >
      <p>
        A second person has to agree under Changes. Then it takes seven days in which anybody who decides on tiers can
        object. A role or group that asks for more has to go first.
      </p>
      <TierSelect of={tiersBelow(person.tier)} />
    </FormDialog>
  )
}

/** To say again what is so ends the wait. */
export function KeepTierDialog({ person: { person, tier }, onClose }: PersonDialogProps) {
  const change = useChange()
  return (
    <FormDialog
      opened
      title="Keep the tier"
      action="Keep with passkey"
      onClose={onClose}
      onSubmit={() => change({ kind: 'tier-raised', data: { person, tier } })}
    >
      <p>
        The wait for a lower tier ends, and the person stays {TIERS[tier].name.toLowerCase()}. Lowering it then takes
        two people and seven days again.
      </p>
    </FormDialog>
  )
}

function TierSelect({ of }: { readonly of: readonly Tier[] }) {
  return <NativeSelect name="tier" label="To" data={of.map((tier) => ({ value: tier, label: TIERS[tier].name }))} />
}
