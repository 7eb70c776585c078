/** Setting Postern up: the first person, with the code from the terminal; and the second, with the code of the first. */
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { beginSetUp, type Founder, meQuery, setUp, signIn, type TwoPasskeys } from '../api/staff.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Pill } from '../design/pill.tsx'
import { Gate } from './gate.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import { Steps, TwoPasskeysForm } from './two-passkeys.tsx'

interface Begun {
  readonly founder: Founder
  readonly options: TwoPasskeys['options']
}

export function SetUpPage() {
  const [begun, setBegun] = useState<Begun>()
  const [isDone, setIsDone] = useState(false)
  return (
    <Gate
      title="Set up Postern"
      lead="The first two people set it up together. Whatever weakens the watch later takes two people as well."
    >
      <Steps
        at={isDone ? 2 : begun === undefined ? 0 : 1}
        names={['Code and name', 'Two passkeys', 'Signing in with one']}
      />
      {isDone ? (
        <FirstSignIn />
      ) : begun === undefined ? (
        <FounderForm onBegun={setBegun} />
      ) : (
        <TwoPasskeysForm
          options={begun.options}
          onDone={async (registrations) => {
            await setUp(begun.founder, registrations)
            setIsDone(true)
          }}
        />
      )}
    </Gate>
  )
}

function FirstSignIn() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: meQuery.queryKey })
      await navigate({ to: '/', replace: true })
    },
  })
  return (
    <div className="stack">
      <div>
        <Pill tone="ok">Both passkeys are registered</Pill>
      </div>
      {entering.isError && <ProblemCard error={entering.error} />}
      <PasskeyButton isPending={entering.isPending} onPress={() => entering.mutate()} />
    </div>
  )
}

function FounderForm({ onBegun }: { readonly onBegun: (begun: Begun) => void }) {
  const beginning = useMutation({
    mutationFn: async (founder: Founder) => ({ founder, ...(await beginSetUp(founder)) }),
    onSuccess: onBegun,
  })
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const text = (name: string) => String(values.get(name) ?? '').trim()
    beginning.mutate({ code: text('code'), name: text('name'), email: text('email') })
  }
  return (
    <form onSubmit={submit} className="stack">
      <TextInput
        name="code"
        label="Code"
        description="From the terminal in which Postern was started, or from the first person. It works once, for 30 minutes."
        required
        autoComplete="one-time-code"
        maxLength={60}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
      />
      <TextInput name="name" label="Your name" required autoComplete="name" maxLength={200} />
      <TextInput name="email" type="email" label="Your e-mail" required autoComplete="email" maxLength={254} />
      {beginning.isError && <ProblemCard error={beginning.error} />}
      <Button type="submit" variant="filled" size="md" loading={beginning.isPending}>
        Go on
      </Button>
    </form>
  )
}
