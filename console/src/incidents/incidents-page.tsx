/** Incidents, the gravest and newest first. */
import { SegmentedControl } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type IncidentCard, type IncidentState, incidentsQuery } from '../api/incidents.ts'
import { Empty, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { RowLink, Table } from '../design/table.tsx'
import { Ago, Time } from '../design/time.tsx'
import { capital, SEVERITY_TONE } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { CatchingUp } from '../watch/catching-up.tsx'

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
]

const GRAVITY = ['critical', 'high', 'medium', 'low', 'info']

export function IncidentsPage() {
  const { organisation, name, to } = useHere()
  const [state, setState] = useState<IncidentState>('open')
  const query = useQuery(incidentsQuery(organisation, state))
  return (
    <Page
      crumbs={name}
      title="Incidents"
      lead="What looks like an attack, gathered: who is meant, who has it, and when it is over."
    >
      <CatchingUp />
      <SegmentedControl
        aria-label="Which incidents"
        data={STATES}
        value={state}
        onChange={(value) => setState(value as IncidentState)}
        mb={12}
      />
      <Loaded query={query} lines={6}>
        {(incidents) =>
          incidents.length === 0 ? (
            <div className="card">
              <Empty icon={<IconShieldCheck size={26} aria-hidden />} title="No incident">
                Findings that hang together open one by themselves.
              </Empty>
            </div>
          ) : (
            <div className="card flush">
              <Table
                caption="Incidents"
                opens
                rows={[...incidents].sort(byGravity)}
                keyOf={({ id }) => id}
                columns={[
                  {
                    name: 'Incident',
                    cell: ({ id, title }) => (
                      <RowLink to={to(`/incidents/${encodeURIComponent(id)}`)}>
                        <Outside>{title}</Outside>
                      </RowLink>
                    ),
                  },
                  { name: 'Severity', width: '110px', cell: ({ severity }) => <SeverityPill severity={severity} /> },
                  { name: 'State', width: '170px', cell: (incident) => <IncidentStatePill incident={incident} /> },
                  {
                    name: 'Owner',
                    width: '130px',
                    cell: ({ owner }) => owner?.name ?? <span className="muted">nobody</span>,
                  },
                  { name: 'Opened', width: '120px', cell: ({ opened }) => <Time at={opened} /> },
                  { name: 'Last seen', width: '110px', cell: ({ lastSeen }) => <Ago at={lastSeen} /> },
                  { name: 'Findings', isNumber: true, width: '80px', cell: ({ findings }) => findings },
                ]}
              />
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function byGravity(a: IncidentCard, b: IncidentCard): number {
  const open = Number(a.closed !== null) - Number(b.closed !== null)
  return open || GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) || b.opened.localeCompare(a.opened)
}

export function SeverityPill({ severity }: Pick<IncidentCard, 'severity'>) {
  return <Pill tone={SEVERITY_TONE[severity]}>{capital(severity)}</Pill>
}

type StateOf = Pick<IncidentCard, 'closed' | 'adopted' | 'proposal' | 'owner' | 'nature'>

export function IncidentStatePill({ incident }: { readonly incident: StateOf }) {
  const { closed, adopted, proposal, owner, nature } = incident
  if (closed !== null && adopted !== null) return <Pill tone="ok">Closed: adopted</Pill>
  if (closed !== null) return <Pill tone="ok">Closed</Pill>
  if (proposal !== null) return <Pill tone="info">Closing: second person</Pill>
  if (nature === 'inside') return <Pill tone="bad">Possibly inside</Pill>
  return <Pill tone={owner === null ? 'warn' : 'info'}>{owner === null ? 'Open, unowned' : 'In hand'}</Pill>
}
