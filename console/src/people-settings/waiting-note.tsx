/** That what is shown is about to change, and where that is decided. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { changesQuery } from '../api/changes.ts'
import { Pill } from '../design/pill.tsx'
import { DECIDERS, useHere } from '../shell/organisation.ts'

/** `kinds`: of changes. Nothing where none waits, and for who may not see changes. */
export function WaitingNote({ kinds }: { readonly kinds: readonly string[] }) {
  const { organisation, to, may } = useHere()
  const { data: changes = [] } = useQuery({ ...changesQuery(organisation), enabled: may(...DECIDERS) })
  const count = changes.filter(({ kind }) => kinds.includes(kind)).length
  if (count === 0) return null
  return (
    <p>
      <Pill tone="info">{count === 1 ? 'A change of this waits' : `${count} changes of this wait`}</Pill> for a second
      person, under <Link to={to('/changes')}>Changes</Link>.
    </p>
  )
}
