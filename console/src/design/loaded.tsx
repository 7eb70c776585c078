/** A question to the server in its four states: being asked, failed, empty, answered. */
import { Button, Skeleton } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asProblem } from '../api/problem.ts'
import { Pill } from './pill.tsx'

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>
  /** Lines of the grey shape that stands there meanwhile. */
  readonly lines?: number
  readonly children: (data: Data) => ReactNode
}

/** What was answered stays, with a note, if asking again fails. */
export function Loaded<Data>({ query, lines = 4, children }: LoadedProps<Data>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Stale error={query.error} />}
        {children(query.data)}
      </>
    )
  }
  if (query.isError) return <ProblemCard error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div role="status" aria-label="Loading" className="stack tight">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a grey shape have nothing else
        <Skeleton key={line} height={line === 0 ? 22 : 44} width={line === 0 ? '40%' : '100%'} radius={8} />
      ))}
    </div>
  )
}

function Stale({ error }: { readonly error: unknown }) {
  const problem = asProblem(error)
  return (
    <p role="status" style={{ marginBottom: 10 }}>
      <Pill tone="warn">{problem.title}: this may be old</Pill>
    </p>
  )
}

/** What happened, and what to do. */
export function ProblemCard({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { code, title, message, next, instance } = asProblem(error)
  return (
    <div className="card danger problem" role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
      <p>
        <b>What to do:</b> {next}
      </p>
      <div className="row wrap" style={{ marginTop: 10 }}>
        {onRetry !== undefined && (
          <Button leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
            Try again
          </Button>
        )}
        <small className="mono">
          {code}
          {instance === undefined ? '' : ` · ${instance}`}
        </small>
      </div>
    </div>
  )
}
