/** For addresses that lead nowhere. */
import { IconDoorOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Empty, Page } from '../design/card.tsx'

export function NotFound() {
  return (
    <Page title="Nothing here">
      <Empty icon={<IconDoorOff size={28} aria-hidden />} title="There is no such page, or it is not yours to see">
        <Link to="/">Back to the overview</Link>
      </Empty>
    </Page>
  )
}
