/** Back from the identity provider: its answer stands in the address, and is handed to the server once. */
import { Loader } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { finishProviderSignIn, meQuery } from '../api/staff.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Gate } from './gate.tsx'

export function ProviderSignInPage() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { mutate, isError, error } = useMutation({
    mutationFn: finishProviderSignIn,
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: meQuery.queryKey })
      await navigate({ to: '/', replace: true })
    },
  })
  useEffect(() => mutate(window.location.search), [mutate])
  return (
    <Gate title="Sign in" lead="Your organisation’s provider has answered.">
      {isError ? (
        <div className="stack">
          <ProblemCard error={error} />
          <Link to="/sign-in">To the sign-in page</Link>
        </div>
      ) : (
        <Loader aria-label="Loading" />
      )}
    </Gate>
  )
}
