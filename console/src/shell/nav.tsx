/** Where one can go, with how much waits there. */
import { Menu, UnstyledButton } from '@mantine/core'
import {
  IconBolt,
  IconBook2,
  IconChevronDown,
  IconEye,
  IconFileImport,
  IconGauge,
  IconKey,
  IconLock,
  IconLogout,
  IconPhoneCall,
  IconPlug,
  IconSettings,
  IconShieldExclamation,
  IconUserCheck,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { changesQuery } from '../api/changes.ts'
import { overviewQuery } from '../api/overview.ts'
import { switchboardQuery } from '../api/response.ts'
import { type Role, signOut } from '../api/staff.ts'
import { sayProblem } from '../design/done.ts'
import { isAlarm } from '../diagnosis/words.ts'
import { DECIDERS, useHere } from './organisation.ts'

interface Item {
  readonly page: string
  readonly name: string
  readonly icon: typeof IconLock
  readonly count?: number
  /** What is counted, for who cannot see the badge. */
  readonly counted?: string
  readonly isGrave?: boolean
  /** Without one of these roles there is nothing to see there. */
  readonly roles?: readonly Role[]
}

const DESK: readonly Role[] = ['agent', 'approver', 'analyst', 'administrator']

function useGroups(): readonly { readonly name: string; readonly items: readonly Item[] }[] {
  const { organisation, may } = useHere()
  const { data: overview } = useQuery(overviewQuery(organisation))
  const { data: changes } = useQuery({ ...changesQuery(organisation), enabled: may(...DECIDERS) })
  const { data: troubles } = useQuery({ ...switchboardQuery(organisation), enabled: may(...DESK) })
  const { openIncidents = 0 } = overview?.figures ?? {}
  return [
    {
      name: 'Now',
      items: [
        { page: '', name: 'Overview', icon: IconGauge },
        { page: '/lockouts', name: 'Lockouts', icon: IconLock, count: overview?.lockouts.open ?? 0, counted: 'open' },
        {
          page: '/incidents',
          name: 'Incidents',
          icon: IconShieldExclamation,
          count: openIncidents,
          counted: 'open',
          isGrave: overview?.attacks.some(({ severity }) => isAlarm(severity)) === true,
        },
        {
          page: '/switchboard',
          name: 'Switchboard',
          icon: IconPhoneCall,
          count: troubles?.length ?? 0,
          counted: 'running',
          roles: DESK,
        },
        { page: '/people', name: 'People', icon: IconUsers },
      ],
    },
    {
      name: 'Respond',
      items: [
        { page: '/playbooks', name: 'Playbooks', icon: IconBolt },
        {
          page: '/changes',
          name: 'Changes',
          icon: IconUserCheck,
          count: changes?.length ?? 0,
          counted: 'waiting',
          roles: DECIDERS,
        },
      ],
    },
    {
      name: 'Govern',
      items: [
        { page: '/outside', name: 'Outside Postern', icon: IconKey },
        { page: '/ledger', name: 'Ledger', icon: IconBook2, roles: DECIDERS },
        { page: '/connections', name: 'Connections', icon: IconPlug, roles: ['analyst', 'administrator', 'auditor'] },
        {
          page: '/imports',
          name: 'Import people',
          icon: IconFileImport,
          roles: ['approver', 'administrator', 'auditor'],
        },
        { page: '/staff', name: 'Staff', icon: IconUsersGroup },
        { page: '/settings', name: 'Settings', icon: IconSettings },
      ],
    },
  ]
}

export function Nav({ onGo }: { readonly onGo: () => void }) {
  const { to, may } = useHere()
  return (
    <nav aria-label="Pages">
      {useGroups().map(({ name, items }) => (
        <div key={name}>
          <span className="group" id={`group-${name}`}>
            {name}
          </span>
          <ul aria-labelledby={`group-${name}`}>
            {items
              .filter(({ roles }) => roles === undefined || may(...roles))
              .map(({ page, name, icon: Icon, count = 0, counted, isGrave }) => (
                <li key={page}>
                  <Link to={to(page)} activeOptions={{ exact: page === '' }} onClick={onGo}>
                    <Icon size={17} stroke={1.7} aria-hidden />
                    {name}
                    {count > 0 && (
                      <span className={isGrave ? 'count grave' : 'count'}>
                        {count}
                        <span className="unseen"> {counted}</span>
                      </span>
                    )}
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** The organisation, and others to switch to. */
export function OrganisationSwitch() {
  const { me, organisation, name } = useHere()
  const navigate = useNavigate()
  if (me.organisations.length < 2) return <div className="organisation">{name}</div>
  return (
    <Menu position="bottom-start" width={196} shadow="md">
      <Menu.Target>
        <UnstyledButton className="organisation">
          <span className="grow">
            <span className="unseen">Organisation: </span>
            {name}
          </span>
          <IconChevronDown size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {me.organisations.map(({ id, name }) => (
          <Menu.Item
            key={id}
            leftSection={id === organisation ? <IconEye size={15} aria-hidden /> : <span style={{ width: 15 }} />}
            onClick={() => void navigate({ to: `/o/${encodeURIComponent(id)}` })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Who is signed in, and out again. */
export function WhoAmI() {
  const { me } = useHere()
  async function leave(): Promise<void> {
    try {
      await signOut()
      // A page loaded anew remembers nothing of what was shown.
      window.location.assign('/sign-in')
    } catch (error) {
      sayProblem(error)
    }
  }
  return (
    <div className="whoami">
      <div className="grow">
        <div>{me.name ?? me.member}</div>
        {me.demo && <span className="demo">Demo</span>}
      </div>
      <UnstyledButton onClick={() => void leave()} aria-label="Sign out" title="Sign out">
        <IconLogout size={17} aria-hidden />
      </UnstyledButton>
    </div>
  )
}
