/** Adding a source: its token is shown once, with what to paste at the vendor. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useChange } from '../approvals/use-change.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Shown } from '../design/secret-shown.tsx'
import { instructionsFor, targetIn, VENDORS } from './vendors.ts'

interface Added {
  readonly name: string
  readonly vendor: string
  /** As the server shows it, once. */
  readonly shown: string
}

export function AddSource({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const [added, setAdded] = useState<Added>()
  const change = useChange()
  const adding = useMutation({
    mutationFn: async ({ name, tenant, vendor }: Readonly<Record<string, string>>) => {
      const data = { name: name ?? '', tenant: tenant ?? '' }
      const outcome = await change({ kind: 'source-added', data })
      if ('applied' in outcome && outcome.shown !== undefined) {
        setAdded({ name: data.name, vendor: vendor ?? 'other', shown: outcome.shown })
      } else close()
    },
  })
  function close(): void {
    // Whoever closes it has seen the token for the last time.
    setAdded(undefined)
    adding.reset()
    onClose()
  }
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()])
    adding.mutate(Object.fromEntries(entries))
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      closeOnClickOutside={added === undefined}
      title={<b>{added === undefined ? 'Add a source' : `Connect ${added.name}`}</b>}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {added === undefined ? (
        <form onSubmit={submit} className="stack">
          <TextInput
            name="name"
            label="Name"
            description="As your people call it; it stands beside its sign-ins."
            required
            maxLength={64}
            data-autofocus
          />
          <NativeSelect
            name="vendor"
            label="What will send"
            data={VENDORS.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextInput
            name="tenant"
            label="Tenant"
            description="Whose log it is, where the log does not say: the provider’s id or domain."
            required
            maxLength={200}
          />
          {adding.isError && <ProblemCard error={adding.error} />}
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" variant="filled" loading={adding.isPending}>
              Add with passkey
            </Button>
          </div>
        </form>
      ) : (
        <Connect added={added} onClose={close} />
      )}
    </Modal>
  )
}

function Connect({ added: { vendor, shown }, onClose }: { readonly added: Added; readonly onClose: () => void }) {
  const target = targetIn(shown)
  const instructions = target === undefined ? undefined : instructionsFor(vendor, target)
  return (
    <div className="stack">
      <p>
        <b>This is shown once.</b> The token is kept nowhere in readable form: if it is lost, the source gets another
        one.
      </p>
      <Shown value={shown} label="Copy" />
      {instructions !== undefined && (
        <div>
          <h3>{instructions.steps}</h3>
          <Shown value={instructions.text} label="Copy this" />
        </div>
      )}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="filled" onClick={onClose}>
          I have kept it
        </Button>
      </div>
    </div>
  )
}
