/** The first page: attacks first, then what keeps many out, then people who wait, then figures. */
import { IconMoodCheck, IconPlug } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Overview as Answer, overviewQuery } from '../api/overview.ts'
import { Card, Empty, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { RowLink, Table } from '../design/table.tsx'
import { Lasting } from '../design/time.tsx'
import { capital, causeName, peopleOf } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { CatchingUp } from '../watch/catching-up.tsx'
import { Banners } from './banners.tsx'
import { FailuresCard } from './failures.tsx'
import { Figures } from './figures.tsx'
import { SourcePills } from './source-pills.tsx'

export function Overview() {
  const { organisation, name } = useHere()
  const query = useQuery(overviewQuery(organisation))
  return (
    <Page
      crumbs={name}
      title="Right now"
      actions={query.data !== undefined && <SourcePills sources={query.data.sources} />}
    >
      <CatchingUp />
      <Loaded query={query} lines={6}>
        {(data) => (
          <div className="stack">
            <Banners overview={data} />
            {data.sources.length === 0 ? <NothingWatched /> : <Waiting lockouts={data.lockouts} />}
            <Figures figures={data.figures} />
            <FailuresCard failures={data.failures} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}

/** Without a source, that nobody is locked out would be no news. */
function NothingWatched() {
  const { to, may } = useHere()
  return (
    <Card title="No sign-ins come in yet">
      <Empty icon={<IconPlug size={26} aria-hidden />} title="Connect an identity provider’s log first">
        {may('administrator') ? (
          <Link to={to('/connections')}>Add a source under Connections</Link>
        ) : (
          'An administrator adds a source under Connections.'
        )}
      </Empty>
    </Card>
  )
}

const SHOWN = 8

function Waiting({ lockouts: { open, list } }: { readonly lockouts: Answer['lockouts'] }) {
  const { to } = useHere()
  if (open === 0) {
    return (
      <Card title="People who wait">
        <Empty icon={<IconMoodCheck size={26} aria-hidden />} title="Nobody is locked out">
          Somebody who cannot complete MFA appears here within moments.
        </Empty>
      </Card>
    )
  }
  const shown = list.slice(0, SHOWN)
  return (
    <Card
      className="flush"
      title="People who wait"
      aside={<RowLink to={to('/lockouts')}>{open > shown.length ? `All ${open}` : 'As a list'}</RowLink>}
    >
      <Table
        caption="People who are locked out"
        opens
        rows={shown}
        keyOf={({ id }) => id}
        columns={[
          {
            name: 'Who',
            width: '270px',
            cell: ({ id, people, peopleCount }) => {
              const { first, more } = peopleOf({ people: people.map(({ label }) => label), peopleCount })
              return (
                <>
                  <RowLink to={to(`/lockouts?open=${encodeURIComponent(id)}`)}>
                    <Outside>{first}</Outside>
                  </RowLink>
                  {more > 0 && <span className="muted"> and {more} more</span>}
                </>
              )
            },
          },
          { name: 'Why', cell: ({ cause }) => capital(causeName(cause)) },
          { name: 'For', width: '92px', cell: ({ start }) => <Lasting from={start} /> },
          { name: 'Next step', cell: ({ next }) => <span className="muted">{next}</span> },
        ]}
      />
    </Card>
  )
}
