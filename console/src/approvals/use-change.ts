/** Making a change of settings from a page: with a passkey, and where it weakens something, with a second person. */
import { useQueryClient } from '@tanstack/react-query'
import { makeChange, type Outcome, type Wanted } from '../api/changes.ts'
import { sayDone } from '../design/done.ts'
import { useHere } from '../shell/organisation.ts'

/** Gives a function that makes a change, says what came of it, and lets the pages load again. */
export function useChange(): (wanted: Wanted) => Promise<Outcome> {
  const { organisation } = useHere()
  const queries = useQueryClient()
  return async (wanted) => {
    const outcome = await makeChange(organisation, wanted)
    sayDone('applied' in outcome ? 'Done.' : 'This takes a second person: it waits under Changes.')
    void queries.invalidateQueries({ queryKey: [organisation] })
    return outcome
  }
}
