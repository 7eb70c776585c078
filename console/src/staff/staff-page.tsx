/** Staff: who they are, what they may, and what is proposed. */
import { Button } from '@mantine/core'
import { IconFingerprint, IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addPasskey, staffQuery } from '../api/staff.ts'
import { Page } from '../design/card.tsx'
import { sayDone, sayProblem } from '../design/done.ts'
import { Loaded } from '../design/loaded.tsx'
import { useHere } from '../shell/organisation.ts'
import { CodeShown } from './code-shown.tsx'
import { Invite } from './invite.tsx'
import { Members } from './members.tsx'
import { Proposals } from './proposals.tsx'
import type { Code } from './use-act.ts'

/** No news tells of staff, and two people work on a proposal at the same time. */
const ASK_AGAIN_MS = 5000

export function StaffPage() {
  const { name, may } = useHere()
  const queries = useQueryClient()
  const query = useQuery({ ...staffQuery, refetchInterval: ASK_AGAIN_MS })
  const [isInviting, setIsInviting] = useState(false)
  const [code, setCode] = useState<Code>()
  const adding = useMutation({
    mutationFn: addPasskey,
    onSuccess: () => {
      sayDone('Your new passkey is registered. It counts in 72 hours; everybody who administers is told.')
      void queries.invalidateQueries({ queryKey: staffQuery.queryKey })
    },
    onError: sayProblem,
  })
  return (
    <Page
      crumbs={name}
      title="Staff"
      lead="Nobody alone makes, recovers or promotes anybody. What is new counts after 72 hours; what is taken is gone at once."
      actions={
        <>
          <Button
            leftSection={<IconFingerprint size={16} aria-hidden />}
            loading={adding.isPending}
            onClick={() => adding.mutate()}
          >
            Add a passkey of mine
          </Button>
          {may('administrator') && (
            <Button
              variant="filled"
              leftSection={<IconUserPlus size={16} aria-hidden />}
              onClick={() => setIsInviting(true)}
            >
              Invite somebody
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} lines={6}>
        {(staff) => (
          <div className="stack">
            <Proposals staff={staff} onCode={setCode} />
            <Members staff={staff} onCode={setCode} />
          </div>
        )}
      </Loaded>
      <Invite opened={isInviting} onClose={() => setIsInviting(false)} onCode={setCode} />
      <CodeShown code={code} onClose={() => setCode(undefined)} />
    </Page>
  )
}
