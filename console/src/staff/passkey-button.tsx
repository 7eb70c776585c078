/** The one way in. */
import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'

interface PasskeyButtonProps {
  readonly isPending: boolean
  onPress(): void
}

export function PasskeyButton({ isPending, onPress }: PasskeyButtonProps) {
  return (
    <Button
      variant="filled"
      size="md"
      fullWidth
      leftSection={<IconFingerprint size={20} aria-hidden />}
      loading={isPending}
      onClick={onPress}
    >
      Sign in with a passkey
    </Button>
  )
}
