/** One setting of a channel as a field, and what was filled in as the server takes it. */
import { NativeSelect, TextInput } from '@mantine/core'
import type { Field } from './kinds.ts'

/** Those that were filled in. */
export function pick(
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const filled = fields.filter(({ name }) => values[name])
  return Object.fromEntries(filled.map(({ name, as }) => [name, formOf(as, values[name] ?? '')]))
}

function formOf(as: Field['as'], text: string): unknown {
  if (as === 'number') return Number(text)
  return as === 'list' ? [text] : text
}

const HIDDEN = new Set(['token', 'routingKey', 'secrets', 'password'])

interface SettingsFieldProps {
  readonly field: Field
  readonly isSecret?: boolean
  /** What is set stays where this is left empty. */
  readonly isKept?: boolean
}

export function SettingsField({ field, isSecret = false, isKept = false }: SettingsFieldProps) {
  const { name, label, hint, choices, isOptional, as } = field
  if (choices !== undefined) {
    const data = isKept ? [{ value: '', label: 'As it is' }, ...choices] : [...choices]
    return <NativeSelect name={name} label={label} data={data} />
  }
  return (
    <TextInput
      name={name}
      label={label}
      description={hint}
      required={isOptional !== true && !isKept}
      {...(isKept ? { placeholder: 'As it is' } : {})}
      inputMode={as === 'number' ? 'numeric' : undefined}
      pattern={as === 'number' ? '[0-9]{1,5}' : undefined}
      {...(isSecret ? { autoComplete: 'off' } : {})}
      {...(HIDDEN.has(name) ? { type: 'password' } : {})}
    />
  )
}
