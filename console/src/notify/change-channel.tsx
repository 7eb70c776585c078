/** Changing a channel: its name, its readers, its settings. What is left empty stays; secrets are never shown. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Channel } from '../api/connections.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { NEEDS } from './kinds.ts'
import { pick, SettingsField } from './settings-field.tsx'

const HOUR_MS = 3_600_000
const CONFIRMED = [
  { value: '', label: 'As it is' },
  { value: 'never', label: 'Not asked for' },
  { value: '24', label: 'Every day' },
  { value: '72', label: 'Every three days' },
  { value: '168', label: 'Every week' },
]

export function ChangeChannel({ channel, onClose }: { readonly channel: Channel; readonly onClose: () => void }) {
  const change = useChange()
  const { settings, secret } = NEEDS[channel.kind]
  const [isRenewing, setIsRenewing] = useState(false)
  return (
    <FormDialog
      opened
      title={`Change ${channel.label}`}
      action="Change with passkey"
      onClose={onClose}
      onSubmit={({ label, readWith, confirmed, renewing: _renewing, ...values }) => {
        const named = {
          ...(label === channel.label ? {} : { label }),
          ...((readWith || 'none') === channel.readWith ? {} : { readWith: readWith || 'none' }),
          ...confirmIn(confirmed ?? ''),
        }
        const open = pick(settings, values)
        const data = { id: channel.id, ...named, ...open, ...(isRenewing ? { renewed: true } : {}) }
        return change({ kind: 'channel-settings', data, ...(isRenewing ? { secret: pick(secret, values) } : {}) })
      }}
    >
      <p>
        What could keep people from being told waits for a second person. A secret cannot wait, so it is changed here
        only while the channel refuses everything; else add another channel with it, and change the routes.
      </p>
      <TextInput name="label" label="Name" required maxLength={100} defaultValue={channel.label} />
      <TextInput
        name="readWith"
        label="Its readers sign in there with"
        description="The identity provider, if any: this channel is silent when that is down."
        pattern="[a-z0-9][a-z0-9\-]{0,39}"
        defaultValue={channel.readWith === 'none' ? '' : channel.readWith}
      />
      <NativeSelect name="confirmed" label="Somebody confirms that it is read" data={CONFIRMED} />
      {settings.map((field) => (
        <SettingsField key={field.name} field={field} isKept />
      ))}
      {secret.length > 0 && (
        <NativeSelect
          name="renewing"
          label="Secret"
          value={isRenewing ? 'new' : 'same'}
          data={[
            { value: 'same', label: 'As it is' },
            { value: 'new', label: 'Another one' },
          ]}
          onChange={(event) => setIsRenewing(event.currentTarget.value === 'new')}
        />
      )}
      {isRenewing && secret.map((field) => <SettingsField key={field.name} field={field} isSecret />)}
    </FormDialog>
  )
}

function confirmIn(chosen: string): { readonly confirmMs?: number | null } {
  if (chosen === '') return {}
  return { confirmMs: chosen === 'never' ? null : Number(chosen) * HOUR_MS }
}
