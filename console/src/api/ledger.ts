/** The ledger: what cannot be unsaid, and whether it holds. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, download, get, post, query } from './call.ts'
import { Instant, Nullable } from './verdicts.ts'

const Entry = Type.Object({
  seq: Type.Integer(),
  time: Instant,
  type: Type.String(),
  /** `staff/…`, `system/…`, and who that is. */
  actor: Type.String(),
  by: Type.String(),
  stream: Type.String(),
  summary: Type.String(),
  data: Type.Unknown(),
})
export type Entry = Static<typeof Entry>

const LedgerPage = Type.Object({
  size: Type.Integer(),
  /** The signed note of the last checkpoint (C2SP tlog-checkpoint). */
  checkpoint: Nullable(Type.Object({ size: Type.Integer(), note: Type.String() })),
  entries: Type.Array(Entry),
})

const Verified = Type.Object({ holds: Type.Boolean(), entries: Type.Integer(), text: Type.String() })

const PAGE_ENTRIES = 50

/** Newest first; each page begins before the oldest entry of the one before. */
export const ledgerQuery = (organisation: string) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'ledger', 'entries'],
    queryFn: ({ pageParam }) =>
      get(
        `${at`/organisations/${organisation}/ledger`}${query({ before: pageParam, limit: PAGE_ENTRIES })}`,
        LedgerPage,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ entries }) => (entries.length < PAGE_ENTRIES ? undefined : entries.at(-1)?.seq),
  })

export const ledgerKeyQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'ledger', 'key'],
    queryFn: () =>
      get(
        at`/organisations/${organisation}/ledger/key`,
        Type.Object({ verifierKey: Type.String(), origin: Type.String() }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const verifyLedger = (organisation: string) =>
  post(at`/organisations/${organisation}/ledger/verify`, undefined, Verified)

export const exportLedger = (organisation: string) => download(at`/organisations/${organisation}/ledger/export`)
