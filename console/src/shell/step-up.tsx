/** What the server wants before it goes on: a fresh passkey for grave acts, or a sign-in when the session is over. */
import { Button, Modal } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { guardCalls } from '../api/call.ts'
import { ApiProblem } from '../api/problem.ts'
import { meQuery, signInAgain } from '../api/staff.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { queries } from './queries.ts'

interface Asked {
  resolve(): void
  reject(reason: unknown): void
}

const declined = () =>
  new ApiProblem({
    code: 'ERR_CONSOLE_STEP_UP',
    title: 'Not done',
    detail: 'This needs a sign-in that is only minutes old.',
    next: 'Start it again when your passkey is at hand. Nothing was changed.',
    status: 0,
  })

export function StepUp() {
  const [asked, setAsked] = useState<Asked>()
  useEffect(() => {
    guardCalls({
      onSignedOut: () => void queries.setQueryData(meQuery.queryKey, null),
      stepUp: () => new Promise<void>((resolve, reject) => setAsked({ resolve, reject })),
    })
  }, [])
  const again = useMutation({
    mutationFn: signInAgain,
    onSuccess: () => {
      asked?.resolve()
      setAsked(undefined)
    },
  })
  function decline(): void {
    asked?.reject(declined())
    setAsked(undefined)
    again.reset()
  }
  return (
    <Modal
      opened={asked !== undefined}
      onClose={decline}
      title={<b>Confirm that it is you</b>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="stack">
        <p>This act needs a sign-in that is only minutes old. Use your passkey once more; then it goes on by itself.</p>
        {again.isError && <ProblemCard error={again.error} />}
        <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={decline}>Not now</Button>
          <Button
            variant="filled"
            loading={again.isPending}
            onClick={() => again.mutate()}
            leftSection={<IconFingerprint size={18} aria-hidden />}
          >
            Use passkey
          </Button>
        </div>
      </div>
    </Modal>
  )
}
