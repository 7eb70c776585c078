/** What must be seen first: attacks, policies that keep people out, outages, everybody locked out. */
import { Button } from '@mantine/core'
import { IconBan, IconCloudOff, IconShieldExclamation, IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import type { IncidentCard } from '../api/incidents.ts'
import type { Overview } from '../api/overview.ts'
import { Outside } from '../design/outside.tsx'
import { Pill, type Tone } from '../design/pill.tsx'
import { Ago, Time } from '../design/time.tsx'
import { causeName, outageName, providerName } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'

export function Banners({ overview: { attacks, policyBlocks, outages, lockouts } }: { readonly overview: Overview }) {
  const { to } = useHere()
  const wide = lockouts.list.filter(({ verdict }) => verdict.scope !== 'one' && verdict.cause !== 'policy-block')
  return (
    <>
      {attacks.map((attack) => (
        <Attack key={attack.id} attack={attack} />
      ))}
      {policyBlocks.map(({ id, verdict }) => (
        <Banner
          key={id}
          tone="warn"
          what="Policy"
          icon={IconBan}
          title={
            <>
              {people(verdict.peopleCount)} blocked by “<Outside>{verdict.policy}</Outside>”
              {verdict.changedBy !== undefined && (
                <>
                  , changed <Time at={verdict.changedBy.at} />
                </>
              )}
            </>
          }
          action={{ to: to('/switchboard'), label: 'Open switchboard' }}
        >
          One cause, one fix: no single resets. {verdict.next}
        </Banner>
      ))}
      {outages.map(({ id, verdict }) => (
        <Banner
          key={id}
          tone="warn"
          what="Outage"
          icon={IconCloudOff}
          title={`${providerName(verdict.provider)}: ${outageName(verdict.what)} for ${verdict.peopleCount} people`}
          action={{ to: to('/switchboard'), label: 'Open switchboard' }}
        >
          <Outside>{verdict.summary}</Outside> {verdict.next}
        </Banner>
      ))}
      {wide.map(({ id, verdict }) => (
        <Banner
          key={id}
          tone="warn"
          what="Many at once"
          icon={IconUsersGroup}
          title={`${people(verdict.peopleCount)} locked out together: ${causeName(verdict.cause)}`}
          action={{ to: to(`/lockouts?open=${encodeURIComponent(id)}`), label: 'Open' }}
        >
          {verdict.next}
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
      {attack.owner === null ? 'Nobody has it yet. ' : `${attack.owner} has it. `}
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
