/** What Postern is connected to: where sign-ins come from, what could not be read of them, and where notices go. */
import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { channelsQuery, sourcesQuery } from '../api/connections.ts'
import { Page } from '../design/card.tsx'
import { ChannelsPanel } from '../notify/channels-panel.tsx'
import { RoutingPanel } from '../notify/routing-panel.tsx'
import { useHere } from '../shell/organisation.ts'
import { ProgramsPanel } from '../staff/programs-panel.tsx'
import { QuarantinePanel } from './quarantine-panel.tsx'
import { SourcesPanel } from './sources-panel.tsx'

export function ConnectionsPage() {
  const { organisation, name } = useHere()
  const { data: sources } = useQuery(sourcesQuery(organisation))
  const { data: channels } = useQuery(channelsQuery(organisation))
  const quarantined = sources?.reduce((sum, source) => sum + source.quarantined, 0) ?? 0
  const troubled = channels?.filter(({ health }) => health.state !== 'green').length ?? 0
  return (
    <Page crumbs={name} title="Connections">
      <Tabs defaultValue="sources" keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="sources">Sources</Tabs.Tab>
          <Tabs.Tab value="quarantine">Quarantine{quarantined > 0 && ` (${quarantined})`}</Tabs.Tab>
          <Tabs.Tab value="channels">Channels{troubled > 0 && ` (${troubled} not well)`}</Tabs.Tab>
          <Tabs.Tab value="routing">Routing</Tabs.Tab>
          <Tabs.Tab value="programs">Programs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sources">
          <SourcesPanel />
        </Tabs.Panel>
        <Tabs.Panel value="quarantine">
          <QuarantinePanel />
        </Tabs.Panel>
        <Tabs.Panel value="channels">
          <ChannelsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="routing">
          <RoutingPanel />
        </Tabs.Panel>
        <Tabs.Panel value="programs">
          <ProgramsPanel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
