/** Where an answer is long in coming because everybody waits for a backup, that is said: it is no fault, and it ends by itself. */
import { IconArchive } from '@tabler/icons-react'
import { useIsFetching, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { readyQuery } from '../api/organisation.ts'

const LONG_MS = 3000

export function BackingUpBanner() {
  const isFetching = useIsFetching({ predicate: ({ queryKey: [first] }) => first !== readyQuery.queryKey[0] }) > 0
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    setLong(false)
    if (!isFetching) return
    const waiting = setTimeout(() => setLong(true), LONG_MS)
    return () => clearTimeout(waiting)
  }, [isFetching])
  const { data: failed = [] } = useQuery({ ...readyQuery, enabled: isLong, refetchInterval: LONG_MS })
  if (!isLong || !failed.includes('backup')) return null
  return (
    <div role="status" className="card warn row wrap" style={{ marginBottom: 16 }}>
      <IconArchive size={20} aria-hidden />
      <span className="grow" style={{ flexBasis: 260 }}>
        <b>A backup is being written.</b> The embedded database does nothing else meanwhile. This page goes on when it
        is done.
      </span>
    </div>
  )
}
