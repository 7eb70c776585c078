/** How answers are kept: shown at once, asked again when the feed hints at news, and after a while in any case. */
import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '../api/problem.ts'

/** News comes by the feed; this is for what the feed missed. */
const STALE_MS = 30_000
const RETRIES_MAX = 2

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      // A refusal stays a refusal; a server that is away may come back.
      retry: (failures, error) =>
        failures < RETRIES_MAX && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
    },
  },
})
