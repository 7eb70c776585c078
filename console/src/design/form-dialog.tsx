/** A question in a dialog: fields, one button that does it, and what went wrong in place. */
import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { ProblemCard } from './loaded.tsx'

interface FormDialogProps {
  readonly opened: boolean
  readonly title: string
  /** What the button does: "Close the source". */
  readonly action: string
  /** It takes something away or is hard to undo. */
  readonly isGrave?: boolean
  readonly size?: string
  onClose(): void
  /** With the values of the named fields. The dialog closes when it resolves, unless it resolves to `stay`. */
  onSubmit(values: Readonly<Record<string, string>>): Promise<unknown>
  readonly children: ReactNode
}

export function FormDialog({ opened, title, action, isGrave, size, onClose, onSubmit, children }: FormDialogProps) {
  const sending = useMutation({
    mutationFn: onSubmit,
    onSuccess: (result) => {
      if (result !== 'stay') onClose()
    },
  })
  function close(): void {
    sending.reset()
    onClose()
  }
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()])
    sending.mutate(Object.fromEntries(entries))
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<b>{title}</b>}
      size={size ?? 'md'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} className="stack">
        {children}
        {sending.isError && <ProblemCard error={sending.error} />}
        <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={close}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={sending.isPending}
            {...(isGrave ? { color: 'red.9', className: 'grave' } : {})}
          >
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
