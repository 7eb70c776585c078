/** What was proposed about imports and accounts in doubt, and waits for a second person. */
import { useQuery } from '@tanstack/react-query'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { type Change, changesQuery } from '../api/changes.ts'
import { DECIDERS, useHere } from '../shell/organisation.ts'

const OfImport = Type.Object({ import: Type.String() })

/** The change that waits, by the id of its import. */
export function useImportsThatWait(): ReadonlyMap<string, Change> {
  const { organisation, may } = useHere()
  const { data: changes = [] } = useQuery({ ...changesQuery(organisation), enabled: may(...DECIDERS) })
  return new Map(
    changes.flatMap((change) =>
      change.kind === 'directory-imported' && Value.Check(OfImport, change.data) ? [[change.data.import, change]] : [],
    ),
  )
}

const OfLink = Type.Object({ account: Type.String(), person: Type.String() })

/** The decision about an account that waits, by the account's key. */
export function useLinksThatWait(): ReadonlyMap<string, Change> {
  const { organisation, may } = useHere()
  const { data: changes = [] } = useQuery({ ...changesQuery(organisation), enabled: may(...DECIDERS) })
  return new Map(
    changes.flatMap((change) =>
      LINKS.has(change.kind) && Value.Check(OfLink, change.data) ? [[change.data.account, change]] : [],
    ),
  )
}

const LINKS: ReadonlySet<string> = new Set(['account-linked', 'account-parted'])
