/** What the organisation says about people in general: who approves, who is more than standard, and what is for emergencies. */
import { Tabs } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Page } from '../design/card.tsx'
import { useHere } from '../shell/organisation.ts'
import { ApproversPanel } from './approvers-panel.tsx'
import { EmergencyPanel } from './emergency-panel.tsx'
import { RaisedPanel } from './raised-panel.tsx'
import { TierRulesPanel } from './tier-rules-panel.tsx'

export function PeopleSettingsPage() {
  const { name, to } = useHere()
  return (
    <Page
      crumbs={
        <>
          {name} · <Link to={to('/settings')}>Settings</Link>
        </>
      }
      title="People"
      lead="Who approves, how bad losing an account is, and which accounts nothing automatic touches."
    >
      <Tabs defaultValue="approvers" keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="approvers">Approvers</Tabs.Tab>
          <Tabs.Tab value="rules">Tier rules</Tabs.Tab>
          <Tabs.Tab value="raised">Above standard</Tabs.Tab>
          <Tabs.Tab value="emergency">Emergency accounts</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="approvers">
          <ApproversPanel />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <TierRulesPanel />
        </Tabs.Panel>
        <Tabs.Panel value="raised">
          <RaisedPanel />
        </Tabs.Panel>
        <Tabs.Panel value="emergency">
          <EmergencyPanel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
