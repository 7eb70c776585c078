/** Something that is shown once, and then never again. */
import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

export function Copied({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <CopyButton value={value} timeout={3000}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? 'Copied' : label}
        </Button>
      )}
    </CopyButton>
  )
}

/** A token, a code or a command: its text, and a button that copies it. */
export function Shown({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <div className="secret">
      <pre>{value}</pre>
      <div style={{ marginTop: 8 }}>
        <Copied value={value} label={label} />
      </div>
    </div>
  )
}
