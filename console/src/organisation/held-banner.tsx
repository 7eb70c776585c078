/** Above every page while the ledger is held: nothing that somebody presses is written. */
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { settingsQuery } from '../api/organisation.ts'
import { useHere } from '../shell/organisation.ts'

export function HeldBanner() {
  const { organisation, to, may } = useHere()
  const { data } = useQuery(settingsQuery(organisation))
  if (data === undefined || data.held === null) return null
  return (
    <div role="status" className="card danger row wrap" style={{ marginBottom: 16 }}>
      <IconLock size={20} aria-hidden />
      <span className="grow" style={{ flexBasis: 260 }}>
        <b>The ledger is held.</b> Everything is shown and nothing is written until somebody has looked.
      </span>
      {may('administrator') && <Link to={to('/held')}>What is missing</Link>}
    </div>
  )
}
