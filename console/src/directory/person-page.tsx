/** One person, with all of their accounts: how they sign in, what could prove that it is they, and what was decided about them. */
import { Tabs } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type DirectoryPerson, directoryPersonQuery } from '../api/directory.ts'
import { type Person, personQuery } from '../api/people.ts'
import { ApiProblem } from '../api/problem.ts'
import { Card, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside, outsideText } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { useHere } from '../shell/organisation.ts'
import { AccountsCard } from './accounts-card.tsx'
import { AuthenticatorsCard } from './authenticators-card.tsx'
import { ContactsCard } from './contacts-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { FrozenPill, TierPill } from './person-pills.tsx'
import { SigningIn } from './signing-in.tsx'
import { StandingCard } from './standing-card.tsx'
import { TrustedCard } from './trusted-card.tsx'

export function PersonPage() {
  const { organisation } = useHere()
  const { person: id = '' } = useParams({ strict: false })
  const query = useQuery(personQuery(organisation, id))
  return (
    <Loaded query={query} lines={8}>
      {(data) => (data.person === null ? <OnlyAName name={data} /> : <Known person={data} id={data.person} />)}
    </Loaded>
  )
}

/** Who only typed a name is nobody whom the directory could know. */
function OnlyAName({ name }: { readonly name: Person }) {
  return (
    <Frame of={name}>
      <div className="stack">
        <Card title="Only a name">
          No account had this name yet. Somebody may have mistyped it, or tried names at random.
        </Card>
        <SigningIn person={name} />
      </div>
    </Frame>
  )
}

function Known({ person, id }: { readonly person: Person; readonly id: string }) {
  const { organisation } = useHere()
  const query = useQuery(directoryPersonQuery(organisation, id))
  if (query.error instanceof ApiProblem && query.error.code === 'ERR_PERSON_BEYOND') {
    return (
      <Frame of={person}>
        <div className="stack">
          <Beyond problem={query.error} />
          <SigningIn person={person} />
        </div>
      </Frame>
    )
  }
  return (
    <Frame of={person} known={query.data}>
      <div className="columns person">
        <div className="stack">
          <Loaded query={query} lines={4}>
            {(known) => (
              <>
                <StandingCard person={known} />
                <AccountsCard person={known} />
              </>
            )}
          </Loaded>
        </div>
        <Sections person={person} known={query.data} />
      </div>
    </Frame>
  )
}

interface SectionsProps {
  readonly person: Person
  readonly known: DirectoryPerson | undefined
}

/** By what one came for: a caller who is locked out, a check that is to be made, a question about the past. */
function Sections({ person, known }: SectionsProps) {
  return (
    <Tabs defaultValue="signing-in" keepMounted={false}>
      <Tabs.List mb={16}>
        <Tabs.Tab value="signing-in">Signing in</Tabs.Tab>
        <Tabs.Tab value="proof" disabled={known === undefined}>
          Proof of identity
        </Tabs.Tab>
        <Tabs.Tab value="history" disabled={known === undefined}>
          History
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="signing-in">
        <SigningIn person={person} />
      </Tabs.Panel>
      {known !== undefined && (
        <>
          <Tabs.Panel value="proof">
            <div className="stack">
              <AuthenticatorsCard person={known} />
              <ContactsCard person={known} />
              <TrustedCard person={known} />
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <HistoryCard person={known} />
          </Tabs.Panel>
        </>
      )}
    </Tabs>
  )
}

interface FrameProps {
  readonly of: Person
  readonly known?: DirectoryPerson | undefined
  readonly children: ReactNode
}

function Frame({ of: person, known, children }: FrameProps) {
  const { name, to } = useHere()
  const isLockedOut = person.lockouts.some(({ verdict, withdrawn }) => withdrawn === null && verdict.ended === null)
  return (
    <Page
      crumbs={
        <>
          {name} · <Link to={to('/people')}>People</Link>
        </>
      }
      title={outsideText(person.label)}
      heading={<Outside>{person.label}</Outside>}
      actions={
        <>
          {known !== undefined && <TierPill tier={known.tier} />}
          {known?.freeze && <FrozenPill />}
          {isLockedOut ? <Pill tone="warn">Cannot sign in</Pill> : <Pill tone="ok">Not locked out</Pill>}
        </>
      }
    >
      {children}
    </Page>
  )
}

/** Sign-ins are shown to every role; who somebody is, only within the reach of one's own. */
function Beyond({ problem: { title, message, next, code } }: { readonly problem: ApiProblem }) {
  return (
    <Card title={title} className="warn" aside={<small className="mono">{code}</small>}>
      <p className="row" style={{ alignItems: 'flex-start' }}>
        <IconLock size={18} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
        <span>
          {message} {next} What follows is what their sign-ins show.
        </span>
      </p>
    </Card>
  )
}
