/** What must be seen first: attacks, policies that keep people out, outages, everybody locked out. */
import { Button } from '@mantine/core'
import { IconBan, IconCloudOff, IconInbox, IconShieldExclamation, IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import type { IncidentCard } from '../api/incidents.ts'
import type { Overview } from '../api/overview.ts'
import { Outside } from '../design/outside.tsx'
import { Pill, type Tone } from '../design/pill.tsx'
import { Ago, Time } from '../design/time.tsx'
import { causeName, isAlarm, providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'

/** The gravest; people who wait must be seen as well. */
const ATTACKS_SHOWN = 4

export function Banners({ overview }: { readonly overview: Overview }) {
  const { attacks, policyBlocks, outages, lockouts, figures } = overview
  const { to } = useHere()
  const alarms = attacks.filter(({ severity }) => isAlarm(severity))
  const shown = alarms.slice(0, ATTACKS_SHOWN)
  const others = figures.openIncidents - shown.length
  const wide = lockouts.list.filter(({ scope, cause }) => scope !== 'one' && cause !== 'policy-block')
  return (
    <>
      {shown.map((attack) => (
        <Attack key={attack.id} attack={attack} />
      ))}
      {others > 0 && (
        <p className={alarms.length > shown.length ? 'card danger' : 'card'}>
          {shown.length > 0 ? `And ${others} more` : others} {others === 1 ? 'incident is' : 'incidents are'} open:{' '}
          <Link to={to('/incidents')}>all incidents</Link>
        </p>
      )}
      {overview.refused !== null && (
        <Banner
          tone="warn"
          what="Quarantine"
          icon={IconInbox}
          title="The quarantine is full"
          action={{ to: to('/connections'), label: 'Look at it' }}
        >
          {overview.refused.records.toLocaleString('en-GB')} records that could not be read were refused since{' '}
          <Time at={overview.refused.since} />.
        </Banner>
      )}
      {policyBlocks.map(({ id, title, peopleCount, summary, next }) => (
        <Banner
          key={id}
          tone="warn"
          what="Policy"
          icon={IconBan}
          title={
            <>
              {people(peopleCount)} blocked by “<Outside>{title}</Outside>”
            </>
          }
          action={{ to: to('/switchboard'), label: 'Open switchboard' }}
        >
          <Outside>{summary}</Outside> {next}
        </Banner>
      ))}
      {outages.map(({ id, title, provider, summary, next }) => (
        <Banner
          key={id}
          tone="warn"
          what="Outage"
          icon={IconCloudOff}
          title={
            <>
              {providerName(provider)}: <Outside>{title}</Outside>
            </>
          }
          action={{ to: to('/switchboard'), label: 'Open switchboard' }}
        >
          <Outside>{summary}</Outside> {next}
        </Banner>
      ))}
      {wide.map(({ id, cause, peopleCount, next }) => (
        <Banner
          key={id}
          tone="warn"
          what="Many at once"
          icon={IconUsersGroup}
          title={`${people(peopleCount)} locked out together: ${causeName(cause)}`}
          action={{ to: to(`/lockouts?open=${encodeURIComponent(id)}`), label: 'Open' }}
        >
          {next}
        </Banner>
      ))}
    </>
  )
}

function people(count: number): string {
  return count === 1 ? '1 person is' : `${count} people are`
}

function Attack({ attack }: { readonly attack: IncidentCard }) {
  const { to } = useHere()
  return (
    <Banner
      tone="bad"
      what={attack.nature === 'inside' ? 'Possibly inside' : 'Attack'}
      icon={IconShieldExclamation}
      title={<Outside>{attack.title}</Outside>}
      action={{ to: to(`/incidents/${encodeURIComponent(attack.id)}`), label: 'Open incident', isMain: true }}
    >
      Last seen <Ago at={attack.lastSeen} />.{' '}
      {attack.owner === null ? 'Nobody has it yet. ' : `${attack.owner.name} has it. `}
      Not a lockout: do not reset anything by phone.
    </Banner>
  )
}

interface BannerProps {
  readonly tone: Tone
  readonly what: string
  readonly icon: typeof IconBan
  readonly title: ReactNode
  readonly action: { readonly to: string; readonly label: string; readonly isMain?: boolean }
  readonly children: ReactNode
}

function Banner({ tone, what, icon, title, action, children }: BannerProps) {
  const id = useId()
  return (
    <section className={`card banner ${tone === 'bad' ? 'danger' : 'warn'}`} aria-labelledby={id}>
      <Pill tone={tone} icon={icon}>
        {what}
      </Pill>
      <div className="grow">
        <h2 id={id}>{title}</h2>
        <p className="muted">{children}</p>
      </div>
      <Button component={Link} to={action.to} variant={action.isMain ? 'filled' : 'default'}>
        {action.label}
      </Button>
    </section>
  )
}
