/** Files of people on their way into the directory. docs/directory.md says what a file holds. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post, query, remove, upload } from './call.ts'
import { Nullable } from './verdicts.ts'

const State = {
  id: Type.String(),
  parts: Type.Integer(),
  lines: Type.Integer(),
  /** Errors; a file that has one is not imported at all. */
  problems: Type.Integer(),
  /** Its last part is in: until then nobody can approve it. */
  whole: Type.Boolean(),
  /** Milliseconds; null until two people approved it. */
  applied: Nullable(Type.Integer()),
  /** Once applied: contact points that were new, and whether they were asked "was this you?". */
  contacts: Type.Integer(),
  asked: Type.Boolean(),
}
const ImportState = Type.Object(State)
export type ImportState = Static<typeof ImportState>

/** `begun` in milliseconds; `by`: `staff/…`. */
const ListedImport = Type.Object({ ...State, begun: Type.Integer(), by: Type.String() })
export type ListedImport = Static<typeof ListedImport>

const Outcome = Type.Enum(['new', 'known', 'linked', 'recreated', 'doubt'])
export type Outcome = Static<typeof Outcome>

const Count = Type.Integer()
const Preview = Type.Object({
  ...State,
  outcomes: Type.Object({ new: Count, known: Count, linked: Count, recreated: Count, doubt: Count }),
  /** The directory changed since: it cannot be approved any more. */
  isStale: Type.Boolean(),
  replaced: Count,
  /** At most 1,000, in the order of the file. */
  faults: Type.Array(Type.Object({ part: Count, line: Count, code: Type.String(), message: Type.String() })),
  /** Accounts that are joined to somebody, or may be somebody's; at most 1,000. */
  joined: Type.Array(
    Type.Object({
      part: Count,
      line: Count,
      outcome: Outcome,
      account: Type.String(),
      provider: Type.String(),
      label: Type.String(),
      person: Type.String(),
      personLabel: Nullable(Type.String()),
      why: Nullable(Type.String()),
    }),
  ),
})
export type ImportPreview = Static<typeof Preview>
export type JoinedRow = ImportPreview['joined'][number]

export const importsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'imports', 'list'],
    queryFn: () => get(at`/organisations/${organisation}/directory/imports`, Type.Array(ListedImport)),
  })

export const importQuery = (organisation: string, id: string) =>
  queryOptions({
    queryKey: [organisation, 'imports', 'one', id],
    queryFn: () => get(at`/organisations/${organisation}/directory/imports/${id}`, Preview),
  })

/** Gives the id. */
export async function beginImport(organisation: string): Promise<string> {
  const answer = Type.Object({ import: Type.String() })
  return (await post(at`/organisations/${organisation}/directory/imports`, undefined, answer)).import
}

interface PartToSend {
  readonly import: string
  /** From 1. */
  readonly part: number
  /** Lines below the header that earlier parts hold. */
  readonly after: number
  /** Others follow. */
  readonly more: boolean
  /** With the header. */
  readonly content: Blob
}

export const sendPart = (organisation: string, { import: id, part, after, more, content }: PartToSend) =>
  upload(
    `${at`/organisations/${organisation}/directory/imports/${id}/parts/${String(part)}`}${query({ after, ...(more ? { more: 'true' } : {}) })}`,
    { type: 'text/csv', content },
    ImportState,
  )

const Listing = Type.Object({ provider: Type.String(), tenant: Type.String() })
export type Listing = Static<typeof Listing>

/** Connected providers that list their people. */
export const listingsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'imports', 'listings'],
    queryFn: () => get(at`/organisations/${organisation}/directory/listings`, Type.Array(Listing)),
  })

/** Takes in everybody there. */
export const takeListing = (organisation: string, id: string, from: Listing) =>
  post(at`/organisations/${organisation}/directory/imports/${id}/listing`, from, ImportState)

export const discardImport = (organisation: string, id: string) =>
  remove(at`/organisations/${organisation}/directory/imports/${id}`)
