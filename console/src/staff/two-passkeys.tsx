/** Making two passkeys, one after the other, so that losing one locks nobody out. */
import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Registration, register } from '../api/passkey.ts'
import type { TwoPasskeys } from '../api/staff.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Pill } from '../design/pill.tsx'

interface TwoPasskeysFormProps {
  readonly options: TwoPasskeys['options']
  /** With both of them. */
  onDone(registrations: readonly Registration[]): Promise<void>
}

export function TwoPasskeysForm({ options, onDone }: TwoPasskeysFormProps) {
  const [made, setMade] = useState<readonly Registration[]>([])
  const making = useMutation({
    mutationFn: async () => {
      const next = options[made.length]
      // What was made stays made, should the second or the server fail.
      const registrations = next === undefined ? made : [...made, await register(next)]
      setMade(registrations)
      if (registrations.length === 2) await onDone(registrations)
    },
  })
  return (
    <div className="stack">
      <ol className="stack tight" style={{ margin: 0, paddingLeft: 20 }}>
        <Step
          title="The passkey for every day"
          text="Your laptop or phone itself: its PIN, face or finger."
          isMade={made.length > 0}
        />
        <Step
          title="The passkey in reserve"
          text="On another device: a security key that you plug in, or a phone. Keep it somewhere else."
          isMade={made.length > 1}
        />
      </ol>
      {making.isError && <ProblemCard error={making.error} />}
      <Button
        variant="filled"
        size="md"
        fullWidth
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={making.isPending}
        onClick={() => making.mutate()}
      >
        {made.length === 0 ? 'Make the first passkey' : made.length === 1 ? 'Make the second passkey' : 'Try again'}
      </Button>
    </div>
  )
}

function Step({ title, text, isMade }: { readonly title: string; readonly text: string; readonly isMade: boolean }) {
  return (
    <li>
      <span className="row wrap" style={{ gap: 8 }}>
        <b>{title}</b>
        {isMade && <Pill tone="ok">Made</Pill>}
      </span>
      <span className="muted">{text}</span>
    </li>
  )
}

export function Steps({ at, names }: { readonly at: number; readonly names: readonly string[] }) {
  return (
    <ol className="steps" aria-label="Steps">
      {names.map((name, index) => (
        <li key={name} className={index < at ? 'done' : undefined} aria-current={index === at ? 'step' : undefined}>
          {name}
        </li>
      ))}
    </ol>
  )
}
