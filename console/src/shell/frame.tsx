/** What stands around every page: navigation, search, who and where one is, and whether news still comes. */
import { Burger } from '@mantine/core'
import { IconKeyboard, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { Suspense, useCallback, useEffect, useState } from 'react'
import { meQuery } from '../api/staff.ts'
import { Loaded } from '../design/loaded.tsx'
import { HeldBanner } from '../organisation/held-banner.tsx'
import { BackingUpBanner } from './backing-up.tsx'
import { Help } from './help.tsx'
import { useKeyboard } from './keyboard.ts'
import { type Liveness, useLive } from './live.ts'
import { Mark } from './mark.tsx'
import { Nav, OrganisationSwitch, WhoAmI } from './nav.tsx'
import { NotFound } from './not-found.tsx'
import { Search } from './search.tsx'

/** Lets in who is signed in, and shows only what is theirs. */
export function Frame() {
  const { organisation = '' } = useParams({ strict: false })
  const me = useQuery(meQuery)
  if (me.data === null) return <ToSignIn />
  return (
    <Loaded query={me}>
      {(data) =>
        data?.organisations.some(({ id }) => id === organisation) ? (
          <Framed organisation={organisation} />
        ) : (
          <main className="alone">
            <NotFound />
          </main>
        )
      }
    </Loaded>
  )
}

/** Once: the address changes on the way, and must not be taken for where one wanted to go. */
function ToSignIn() {
  const navigate = useNavigate()
  const [back] = useState(() => `${window.location.pathname}${window.location.search}`)
  useEffect(() => void navigate({ to: '/sign-in', search: { back }, replace: true }), [navigate, back])
  return null
}

function Framed({ organisation }: { readonly organisation: string }) {
  const [isNavOpen, setIsNavOpen] = useState(false)
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const help = useCallback(() => setIsHelpOpen(true), [])
  const liveness = useLive(organisation)
  useKeyboard({ organisation, onHelp: help })
  useFocusOnPage()
  return (
    <div className="frame">
      <a href="#page" className="skip">
        Skip to the page
      </a>
      <aside className={isNavOpen ? 'side open' : 'side'} aria-label="Search and pages">
        <div className="brand">
          <Link to="/">
            <Mark /> Postern
          </Link>
          <Burger
            className="burger"
            size="sm"
            color="#fff"
            opened={isNavOpen}
            onClick={() => setIsNavOpen(!isNavOpen)}
            aria-label={isNavOpen ? 'Close the menu' : 'Open the menu'}
            aria-expanded={isNavOpen}
          />
        </div>
        <div className="tools">
          <OrganisationSwitch />
          <Search />
        </div>
        <div className="folding">
          <Nav onGo={() => setIsNavOpen(false)} />
          <div className="foot">
            <Live liveness={liveness} />
            <button type="button" className="plain" onClick={help}>
              <IconKeyboard size={16} aria-hidden /> Keys
            </button>
            <WhoAmI />
          </div>
        </div>
      </aside>
      <main id="page" tabIndex={-1}>
        <HeldBanner />
        <BackingUpBanner />
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Help opened={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </div>
  )
}

/** A new page is a new place: screen readers begin there, and it stands at its top. */
function useFocusOnPage(): void {
  const { pathname } = useLocation()
  const [first] = useState(pathname)
  useEffect(() => {
    if (pathname === first) return
    document.getElementById('page')?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname, first])
}

const LIVE_TEXT: Readonly<Record<Liveness, string>> = {
  live: 'Live',
  connecting: 'Connecting…',
  lost: 'Not live: load again',
}

function Live({ liveness }: { readonly liveness: Liveness }) {
  const Icon = liveness === 'live' ? IconPlugConnected : IconPlugConnectedX
  return (
    <div role="status" className={`live ${liveness}`}>
      <Icon size={16} aria-hidden /> {LIVE_TEXT[liveness]}
    </div>
  )
}
