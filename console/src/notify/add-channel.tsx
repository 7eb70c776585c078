/** Adding a channel: what may be read is signed, its secret goes beside it and is never shown again. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Channel } from '../api/connections.ts'
import { useChange } from '../approvals/use-change.ts'
import { FormDialog } from '../design/form-dialog.tsx'
import { type Field, KIND_NAMES, NEEDS } from './kinds.ts'

type Values = Readonly<Record<string, string>>

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
      onSubmit={(values) =>
        change({
          kind: 'channel-added',
          data: {
            id: values.id,
            kind,
            label: values.label,
            ...(values.readWith ? { readWith: values.readWith } : {}),
            ...pick(settings, values),
          },
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
      <TextInput name="label" label="Name" required maxLength={64} />
      <TextInput
        name="id"
        label="Short name"
        description="Small letters, digits and dashes; routes name the channel by it."
        pattern="[a-z0-9][a-z0-9\-]{0,62}"
        required
      />
      {settings.map((field) => (
        <Input key={field.name} field={field} />
      ))}
      {secret.map((field) => (
        <Input key={field.name} field={field} isSecret />
      ))}
      <TextInput
        name="readWith"
        label="Its readers sign in there with"
        description="The identity provider, if any: this channel is silent when that is down."
        placeholder="entra, okta, … or nothing"
      />
    </FormDialog>
  )
}

function pick(fields: readonly Field[], values: Values): Values {
  return Object.fromEntries(fields.flatMap(({ name }) => (values[name] ? [[name, values[name]]] : [])))
}

function Input({ field, isSecret = false }: { readonly field: Field; readonly isSecret?: boolean }) {
  return (
    <TextInput
      name={field.name}
      label={field.label}
      description={field.hint}
      required={field.isOptional !== true}
      {...(isSecret ? { type: 'password', autoComplete: 'off' } : {})}
    />
  )
}
