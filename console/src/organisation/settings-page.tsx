/** Settings of this browser, and what is known about the session. */
import { Button, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Card, Facts, Page } from '../design/card.tsx'
import { Ago } from '../design/time.tsx'
import { capital } from '../diagnosis/words.ts'
import { keysAreOn, turnKeys } from '../shell/keyboard.ts'
import { useHere } from '../shell/organisation.ts'
import { OrganisationCard } from './organisation-card.tsx'
import { OrganisationsCard } from './organisations-card.tsx'

const LOOKS = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function SettingsPage() {
  const { me, name, to } = useHere()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [areKeysOn, setAreKeysOn] = useState(keysAreOn)
  return (
    <Page crumbs={name} title="Settings">
      <div className="columns even">
        <Card title="This browser">
          <div className="stack">
            <div>
              <h3 id="look" style={{ marginBottom: 6 }}>
                Look
              </h3>
              <SegmentedControl
                aria-labelledby="look"
                data={LOOKS}
                value={colorScheme}
                onChange={(value) => setColorScheme(value as typeof colorScheme)}
              />
            </div>
            <Switch
              label="Keys"
              description="One-letter keys, such as / for search and j and k for rows"
              checked={areKeysOn}
              onChange={(event) => {
                turnKeys(event.currentTarget.checked)
                setAreKeysOn(event.currentTarget.checked)
              }}
            />
          </div>
        </Card>
        <Card title="You">
          <Facts
            of={[
              ['Name', me.name ?? me.member],
              ['E-mail', me.email ?? 'not known'],
              ['Signed in', <Ago key="signed-in" at={me.authenticatedAt} />],
              ...me.organisations.map(({ name, roles }) => [name, roles.map(capital).join(', ')] as const),
            ]}
          />
        </Card>
        <OrganisationCard />
        <OrganisationsCard />
        <Card title="People">
          <div className="stack">
            <p>Who approves and when, which roles and groups raise a tier, and accounts for emergencies.</p>
            <div>
              <Button component={Link} to={to('/settings/people')}>
                Settings for people
              </Button>
            </div>
          </div>
        </Card>
        <Card title="What is set elsewhere">
          <p>
            What is watched, who is told and what happens by itself is changed where it is shown:{' '}
            <Link to={to('/connections')}>Connections</Link>, <Link to={to('/playbooks')}>Playbooks</Link>,{' '}
            <Link to={to('/staff')}>Staff</Link>. What weakens anything waits for a second person, under{' '}
            <Link to={to('/changes')}>Changes</Link>.
          </p>
        </Card>
        <Card title="For programs">
          <p>
            Everything here is an API: <a href="/openapi">its description</a> lists every route and who may call it.
          </p>
        </Card>
      </div>
    </Page>
  )
}
