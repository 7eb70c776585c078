/** Joining, or coming back: with two half codes, each told by another person. */
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { beginJoining, type Invited, join, type TwoPasskeys } from '../api/staff.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Pill } from '../design/pill.tsx'
import { Gate } from './gate.tsx'
import { Steps, TwoPasskeysForm } from './two-passkeys.tsx'

interface Begun {
  readonly invited: Invited
  readonly options: TwoPasskeys['options']
}

/** The link that both tell names the proposal. */
function proposalOfAddress(): string {
  return new URLSearchParams(window.location.search).get('proposal') ?? ''
}

export function JoinPage() {
  const [begun, setBegun] = useState<Begun>()
  const [isDone, setIsDone] = useState(false)
  return (
    <Gate
      title="Join Postern"
      lead="Two people each tell you half of a code, on their own: on the phone or face to face, never in one message."
    >
      <Steps at={isDone ? 2 : begun === undefined ? 0 : 1} names={['Two half codes', 'Two passkeys', 'Wait']} />
      {isDone ? (
        <Joined />
      ) : begun === undefined ? (
        <CodesForm onBegun={setBegun} />
      ) : (
        <TwoPasskeysForm
          options={begun.options}
          onDone={async (registrations) => {
            await join(begun.invited, registrations)
            setIsDone(true)
          }}
        />
      )}
    </Gate>
  )
}

function Joined() {
  return (
    <div className="card">
      <Pill tone="ok">Your passkeys are registered</Pill>
      <p style={{ margin: '10px 0' }}>
        They count in 72 hours. Until then all administrators are told, and any one of them can stop it. That keeps
        somebody who pretends to be you from getting in quickly.
      </p>
      <Link to="/sign-in">To the sign-in page</Link>
    </div>
  )
}

function CodesForm({ onBegun }: { readonly onBegun: (begun: Begun) => void }) {
  const beginning = useMutation({
    mutationFn: async (invited: Invited) => ({ invited, ...(await beginJoining(invited)) }),
    onSuccess: onBegun,
  })
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const text = (name: string) => String(values.get(name) ?? '').trim()
    beginning.mutate({ proposal: text('proposal'), codes: [text('first'), text('second')] })
  }
  const code = { required: true, maxLength: 60, autoComplete: 'off', styles: { input: { fontFamily: 'var(--mono)' } } }
  return (
    <form onSubmit={submit} className="stack">
      <TextInput
        name="proposal"
        label="Number of the invitation"
        description="Both who invite you see it; the link that they send brings it along."
        defaultValue={proposalOfAddress()}
        required
        maxLength={64}
        autoComplete="off"
      />
      <TextInput name="first" label="Half code from the first person" {...code} />
      <TextInput name="second" label="Half code from the second person" {...code} />
      {beginning.isError && <ProblemCard error={beginning.error} />}
      <Button type="submit" variant="filled" size="md" loading={beginning.isPending}>
        Go on
      </Button>
    </form>
  )
}
