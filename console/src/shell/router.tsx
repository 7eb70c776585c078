/** Which address shows which page. Pages load when they are first opened. */
import { useQuery } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router'
import { meQuery } from '../api/staff.ts'
import { Loaded } from '../design/loaded.tsx'
import { Overview } from '../overview/overview-page.tsx'
import { Failed } from './failed.tsx'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'

const NothingOpen = lazyRouteComponent(() => import('../staff/second-person.tsx'), 'NothingOpen')

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost, errorComponent: Failed })

/** For addresses outside every organisation. */
function Lost() {
  return (
    <main className="alone">
      <NotFound />
    </main>
  )
}

/** Leads to the first organisation one may see, or to signing in; or says why there is none. */
function Home() {
  const me = useQuery(meQuery)
  return (
    <Loaded query={me}>
      {(data) => {
        if (data === null) return <Navigate to="/sign-in" replace />
        const first = data.organisations[0]
        if (first === undefined) return <NothingOpen />
        return <Navigate to="/o/$organisation" params={{ organisation: first.id }} replace />
      }}
    </Loaded>
  )
}

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // Back to where one was, and only within the console. What is left out here would be taken from the address unchecked.
  validateSearch: ({ back }: Record<string, unknown>): { back?: string | undefined } => ({
    back: typeof back === 'string' && /^\/o\/[^/\\]/.test(back) ? back : undefined,
  }),
  component: lazyRouteComponent(() => import('../staff/sign-in-page.tsx'), 'SignInPage'),
})
const providerSignIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/oidc',
  component: lazyRouteComponent(() => import('../staff/provider-sign-in-page.tsx'), 'ProviderSignInPage'),
})
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../staff/set-up-page.tsx'), 'SetUpPage'),
})
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../staff/join-page.tsx'), 'JoinPage'),
})

const frame = createRoute({
  getParentRoute: () => root,
  path: '/o/$organisation',
  component: Frame,
  notFoundComponent: NotFound,
})
const inFrame = () => frame
const pages = [
  createRoute({ getParentRoute: inFrame, path: '/', component: Overview }),
  createRoute({
    getParentRoute: inFrame,
    path: '/lockouts',
    validateSearch: ({ open }: Record<string, unknown>): { open?: string | undefined } => ({
      open: typeof open === 'string' || typeof open === 'number' ? String(open) : undefined,
    }),
    component: lazyRouteComponent(() => import('../diagnosis/lockouts-page.tsx'), 'LockoutsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/incidents',
    component: lazyRouteComponent(() => import('../incidents/incidents-page.tsx'), 'IncidentsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/incidents/$incident',
    component: lazyRouteComponent(() => import('../incidents/incident-page.tsx'), 'IncidentPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/outside',
    validateSearch: ({ tab }: Record<string, unknown>): { tab?: 'automations' | undefined } => ({
      tab: tab === 'automations' ? tab : undefined,
    }),
    component: lazyRouteComponent(() => import('../sentinels/sentinels-page.tsx'), 'SentinelsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/people',
    component: lazyRouteComponent(() => import('../directory/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/people/$person',
    component: lazyRouteComponent(() => import('../directory/person-page.tsx'), 'PersonPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/switchboard',
    component: lazyRouteComponent(() => import('../response/switchboard-page.tsx'), 'SwitchboardPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/playbooks',
    component: lazyRouteComponent(() => import('../response/playbooks-page.tsx'), 'PlaybooksPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/changes',
    component: lazyRouteComponent(() => import('../approvals/changes-page.tsx'), 'ChangesPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/ledger',
    component: lazyRouteComponent(() => import('../ledger/ledger-page.tsx'), 'LedgerPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/connections',
    component: lazyRouteComponent(() => import('../watch/connections-page.tsx'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/staff',
    component: lazyRouteComponent(() => import('../staff/staff-page.tsx'), 'StaffPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/settings',
    component: lazyRouteComponent(() => import('../organisation/settings-page.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/settings/people',
    component: lazyRouteComponent(() => import('../people-settings/people-settings-page.tsx'), 'PeopleSettingsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/imports',
    component: lazyRouteComponent(() => import('../imports/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/imports/$import',
    component: lazyRouteComponent(() => import('../imports/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/doubts',
    component: lazyRouteComponent(() => import('../imports/doubts-page.tsx'), 'DoubtsPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/held',
    component: lazyRouteComponent(() => import('../organisation/held-page.tsx'), 'HeldPage'),
  }),
  createRoute({
    getParentRoute: inFrame,
    path: '/channels/$channel',
    component: lazyRouteComponent(() => import('../notify/heartbeat-page.tsx'), 'HeartbeatPage'),
  }),
]

export const router = createRouter({
  routeTree: root.addChildren([home, signIn, providerSignIn, setUp, join, frame.addChildren(pages)]),
  defaultErrorComponent: Failed,
  defaultPreload: 'intent',
})
