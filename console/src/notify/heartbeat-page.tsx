/** Where the link in a heartbeat leads: only a pressed button says that somebody reads the channel. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { channelsQuery, confirmHeartbeat } from '../api/connections.ts'
import { Card, Empty, Page } from '../design/card.tsx'
import { Loaded, ProblemCard } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { useHere } from '../shell/organisation.ts'
import { KIND_NAMES } from './kinds.ts'

export function HeartbeatPage() {
  const { organisation, name, may } = useHere()
  const { channel: id = '' } = useParams({ strict: false })
  const query = useQuery(channelsQuery(organisation))
  return (
    <Page crumbs={name} title="Heartbeat" lead="A channel that nobody reads tells nobody.">
      <Loaded query={query} lines={3}>
        {(channels) => {
          const channel = channels.find((one) => one.id === id)
          if (channel === undefined) return <Empty title="There is no such channel (any more)" />
          return (
            <Card
              title={
                <>
                  <Outside>{channel.label}</Outside>, {KIND_NAMES[channel.kind]}
                </>
              }
            >
              {may('agent', 'analyst', 'administrator') ? (
                <Confirm id={channel.id} />
              ) : (
                <p>Agents, analysts and administrators confirm heartbeats.</p>
              )}
            </Card>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Confirm({ id }: { readonly id: string }) {
  const { organisation } = useHere()
  const queries = useQueryClient()
  const confirming = useMutation({
    mutationFn: () => confirmHeartbeat(organisation, id),
    onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'channels'] }),
  })
  return (
    <div className="stack">
      <p>Did you come here from a message on this channel? Then say so, and Postern knows that it is read.</p>
      {confirming.isError && <ProblemCard error={confirming.error} />}
      <div role="status">
        {confirming.isSuccess && <Pill tone="ok">Thank you: it is written down that this channel is read.</Pill>}
      </div>
      {!confirming.isSuccess && (
        <div>
          <Button variant="filled" loading={confirming.isPending} onClick={() => confirming.mutate()}>
            I read this channel
          </Button>
        </div>
      )}
    </div>
  )
}
