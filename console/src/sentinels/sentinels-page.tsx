/** What goes round Postern: who could reset people at the providers, and which programs are declared to change them. */
import { Tabs } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { Page } from '../design/card.tsx'
import { useHere } from '../shell/organisation.ts'
import { AutomationsPanel } from './automations-panel.tsx'
import { CouldResetPanel } from './could-reset-panel.tsx'

export function SentinelsPage() {
  const { name } = useHere()
  const { tab = 'people' } = useSearch({ from: '/o/$organisation/outside' })
  return (
    <Page
      crumbs={name}
      title="Outside Postern"
      lead="Whoever has a console or a key at a provider can reset people without a case here. That is not prevented, but seen."
    >
      <Tabs defaultValue={tab} keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="people">Who could reset</Tabs.Tab>
          <Tabs.Tab value="automations">Automations</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <CouldResetPanel />
        </Tabs.Panel>
        <Tabs.Panel value="automations">
          <AutomationsPanel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
