/** Adding a channel: what may be read is signed, its secret goes beside it and is never shown again. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Channel } from '../api/connections.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { KIND_NAMES, NEEDS } from './kinds.ts'
import { pick, SettingsField } from './settings-field.tsx'

export function AddChannel({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const [kind, setKind] = useState<Channel['kind']>('slack')
  const change = useChange()
  const { settings, secret } = NEEDS[kind]
  return (
    <FormDialog
      opened={opened}
      title="Add a channel"
      action="Add with passkey"
      onClose={onClose}
      onSubmit={({ id, label, readWith, ...values }) =>
        change({
          kind: 'channel-added',
          data: { id, kind, label, readWith: readWith || 'none', ...pick(settings, values) },
          ...(secret.length === 0 ? {} : { secret: pick(secret, values) }),
        })
      }
    >
      <NativeSelect
        label="Kind"
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Channel['kind'])}
        data={Object.entries(KIND_NAMES).map(([value, label]) => ({ value, label }))}
      />
      <TextInput name="label" label="Name" required maxLength={100} />
      <TextInput
        name="id"
        label="Short name"
        description="Small letters, digits and dashes; routes name the channel by it."
        pattern="[a-z0-9][a-z0-9\-]{0,39}"
        required
      />
      {settings.map((field) => (
        <SettingsField key={`${kind} ${field.name}`} field={field} />
      ))}
      {secret.map((field) => (
        <SettingsField key={`${kind} ${field.name}`} field={field} isSecret />
      ))}
      <TextInput
        name="readWith"
        label="Its readers sign in there with"
        description="The identity provider, if any: this channel is silent when that is down."
        placeholder="entra, okta, … or nothing"
        pattern="[a-z0-9][a-z0-9\-]{0,39}"
      />
    </FormDialog>
  )
}
