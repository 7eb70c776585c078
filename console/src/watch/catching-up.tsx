/** Above what counts and lists, after a start: what is kept is still being read, so that "nobody" would say too much. */
import { IconHourglass } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { overviewQuery } from '../api/overview.ts'
import { useHere } from '../shell/organisation.ts'

/** It ends within minutes, and the feed says nothing of it. */
const LOOK_MS = 5000

export function CatchingUp() {
  const { organisation } = useHere()
  const { data } = useQuery({
    ...overviewQuery(organisation),
    refetchInterval: ({ state }) => (state.data?.catchingUp ? LOOK_MS : false),
  })
  if (!data?.catchingUp) return null
  const { doing, rows, of } = data.catchingUp
  return (
    <div role="status" className="card warn row wrap" style={{ marginBottom: 16 }}>
      <IconHourglass size={20} aria-hidden />
      <span className="grow" style={{ flexBasis: 260 }}>
        <b>Figures and lists are not complete yet.</b> Postern was started, and is {doing} the sign-ins that it keeps:{' '}
        {rows.toLocaleString('en-GB')} of {of.toLocaleString('en-GB')}. What is shown was told before; news follows when
        that is done.
      </span>
    </div>
  )
}
