/** For who is signed in, and for whom nothing is open: the first person, until a second one is there; and who has no role. */
import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { actOnStaff, meQuery, signOut, staffQuery } from '../api/staff.ts'
import { Loaded, ProblemCard } from '../design/loaded.tsx'
import { Pill } from '../design/pill.tsx'
import { Shown } from '../design/secret-shown.tsx'
import { Gate } from './gate.tsx'

/** Nothing tells somebody who may see no organisation of news, so it is asked for. */
const ASK_AGAIN_MS = 3000

export function NothingOpen() {
  const queries = useQueryClient()
  const staff = useQuery({ ...staffQuery, refetchInterval: ASK_AGAIN_MS })
  const count = staff.data?.members.length
  // Roles count from the moment at which the second person joined.
  useEffect(() => {
    if (count !== undefined && count > 1) void queries.invalidateQueries({ queryKey: meQuery.queryKey })
  }, [count, queries])
  return <Loaded query={staff}>{({ members }) => (members.length === 1 ? <SecondPerson /> : <NoRole />)}</Loaded>
}

function SecondPerson() {
  const inviting = useMutation({ mutationFn: () => actOnStaff({ type: 'invite-founder' }) })
  const code = inviting.data?.code
  return (
    <Gate
      title="Now the second person"
      lead="You are in. Nobody decides alone here, so nothing opens before a second person has come in, too."
    >
      <div className="stack">
        {inviting.isError && <ProblemCard error={inviting.error} />}
        {code === undefined ? (
          <Button
            variant="filled"
            size="md"
            fullWidth
            leftSection={<IconFingerprint size={20} aria-hidden />}
            loading={inviting.isPending}
            onClick={() => inviting.mutate()}
          >
            Show a code for them
          </Button>
        ) : (
          <div className="card stack">
            <p>
              <b>It is shown once</b> and works once, for 30 minutes. They open this page, and type it together with
              their own name, e-mail and two passkeys of their own:
            </p>
            <Shown value={`${window.location.origin}/set-up`} label="Copy address" />
            <Shown value={code} label="Copy code" />
            <div role="status">
              <Pill tone="info">Waiting for them: this page goes on by itself</Pill>
            </div>
          </div>
        )}
        <Leave />
      </div>
    </Gate>
  )
}

function NoRole() {
  return (
    <Gate
      title="Nothing is open to you yet"
      lead="You are signed in, but no role of yours counts at the moment. A new role counts 72 hours after it was confirmed; an administrator sees it under Staff."
    >
      <Leave />
    </Gate>
  )
}

function Leave() {
  // A page loaded anew remembers nothing of what was shown.
  const leaving = useMutation({ mutationFn: signOut, onSuccess: () => window.location.assign('/sign-in') })
  return (
    <Button fullWidth loading={leaving.isPending} onClick={() => leaving.mutate()}>
      Sign out
    </Button>
  )
}
