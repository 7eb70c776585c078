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
        <Input key={`${kind} ${field.name}`} field={field} />
      ))}
      {secret.map((field) => (
        <Input key={`${kind} ${field.name}`} field={field} isSecret />
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

/** Those that were filled in, in the form in which the server takes them. */
function pick(fields: readonly Field[], values: Values): Readonly<Record<string, unknown>> {
  const filled = fields.filter(({ name }) => values[name])
  return Object.fromEntries(filled.map(({ name, as }) => [name, formOf(as, values[name] ?? '')]))
}

function formOf(as: Field['as'], text: string): unknown {
  if (as === 'number') return Number(text)
  return as === 'list' ? [text] : text
}

const HIDDEN = new Set(['token', 'routingKey', 'secrets', 'password'])

function Input({ field, isSecret = false }: { readonly field: Field; readonly isSecret?: boolean }) {
  const { name, label, hint, choices, isOptional, as } = field
  if (choices !== undefined) return <NativeSelect name={name} label={label} data={[...choices]} />
  return (
    <TextInput
      name={name}
      label={label}
      description={hint}
      required={isOptional !== true}
      inputMode={as === 'number' ? 'numeric' : undefined}
      pattern={as === 'number' ? '[0-9]{1,5}' : undefined}
      {...(isSecret ? { autoComplete: 'off' } : {})}
      {...(HIDDEN.has(name) ? { type: 'password' } : {})}
    />
  )
}
