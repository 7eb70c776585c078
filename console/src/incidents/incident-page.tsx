/** One incident: what happened, what was done and by whom, what to say, and what may happen next. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type IncidentFull, incidentQuery } from '../api/incidents.ts'
import { Card, Empty, Facts, Page } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside, outsideText } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Ago, Time } from '../design/time.tsx'
import { EvidenceTable } from '../diagnosis/evidence.tsx'
import { capital, detectionName, likelihood } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { AdoptionCard } from './adoption-card.tsx'
import { IncidentActs } from './incident-acts.tsx'
import { IncidentStatePill, SeverityPill } from './incidents-page.tsx'
import { foldRepeats } from './repeats.ts'
import { SaidAgain } from './said-again.tsx'
import { Timeline } from './timeline.tsx'

export function IncidentPage() {
  const { organisation } = useHere()
  const { incident = '' } = useParams({ strict: false })
  const query = useQuery(incidentQuery(organisation, incident))
  return (
    <Loaded query={query} lines={8}>
      {(data) => <Incident incident={data} />}
    </Loaded>
  )
}

function Incident({ incident }: { readonly incident: IncidentFull }) {
  const { name, to } = useHere()
  return (
    <Page
      crumbs={
        <>
          {name} · <Link to={to('/incidents')}>Incidents</Link>
        </>
      }
      title={outsideText(incident.title)}
      heading={<Outside>{incident.title}</Outside>}
      actions={
        <>
          <SeverityPill severity={incident.severity} />
          <IncidentStatePill incident={incident} />
          <IncidentActs incident={incident} />
        </>
      }
    >
      <div className="columns wide-left aside-first">
        <div className="stack">
          {incident.proposal !== null && <Proposal proposal={incident.proposal} />}
          <Timeline entries={incident.timeline} />
          {incident.findingsCount > incident.findings.length && (
            <p className="muted">
              The newest {incident.findings.length} of {incident.findingsCount} findings:
            </p>
          )}
          {incident.findings.map((finding) => (
            <Card
              key={finding.id}
              title={detectionName(finding.detection)}
              aside={
                <small>
                  {finding.technique} · {capital(likelihood(finding.confidence))}
                </small>
              }
            >
              <p style={{ marginBottom: 8 }}>
                <Outside>{finding.summary}</Outside>
              </p>
              <details>
                <summary>The rows that it rests on ({finding.evidence.length})</summary>
                <EvidenceTable evidence={finding.evidence} />
              </details>
            </Card>
          ))}
        </div>
        <div className="stack">
          <Card className="say" title="What to say if they call">
            <p>“{incident.say}”</p>
          </Card>
          <Card title="Next step">
            <p>{incident.next}</p>
          </Card>
          <AdoptionCard incident={incident} />
          <About incident={incident} />
          <Done done={incident.done} />
        </div>
      </div>
    </Page>
  )
}

function Proposal({ proposal }: { readonly proposal: NonNullable<IncidentFull['proposal']> }) {
  return (
    <div className="card warn">
      <h2>{proposal.by.name} wants to close it</h2>
      <p>
        {VERDICT_NAMES[proposal.verdict] ?? proposal.verdict}: <Outside>{proposal.reason}</Outside>
      </p>
      <p className="muted">Somebody may be inside, so a second person has to agree.</p>
    </div>
  )
}

const VERDICT_NAMES: Readonly<Record<string, string>> = {
  'true-positive': 'It was an attack',
  benign: 'It happened, and was meant',
  'false-positive': 'It was no attack',
}

function About({ incident }: { readonly incident: IncidentFull }) {
  const { to } = useHere()
  return (
    <Card title="About">
      <Facts
        of={[
          [
            'People',
            incident.people.length === 0 ? (
              <span key="people" className="muted">
                nobody by name
              </span>
            ) : (
              incident.people.map(({ id, label }) => (
                <div key={`${id} ${label}`}>
                  {id === '' ? (
                    <Outside>{label}</Outside>
                  ) : (
                    <Link to={to(`/people/${encodeURIComponent(id)}`)}>
                      <Outside>{label}</Outside>
                    </Link>
                  )}
                </div>
              ))
            ),
          ],
          ['Owner', incident.owner?.name ?? 'nobody yet'],
          ['Opened', <Time key="opened" at={incident.opened} />],
          ['Last seen', <Ago key="seen" at={incident.lastSeen} />],
          [
            'Closed',
            incident.closed === null ? (
              <Pill key="closed" tone="warn">
                Not closed
              </Pill>
            ) : (
              <Time key="closed" at={incident.closed} />
            ),
          ],
        ]}
      />
    </Card>
  )
}

function Done({ done }: { readonly done: IncidentFull['done'] }) {
  if (done.length === 0) {
    return (
      <Card title="What was done">
        <Empty title="Nothing yet" />
      </Card>
    )
  }
  return (
    <Card title="What was done, and by whom">
      <Table
        caption="What was done"
        staysWide
        rows={foldRepeats(done, ({ by, what }) => `${by} ${what}`).map((one, index) => ({ ...one, index }))}
        keyOf={({ index }) => String(index)}
        columns={[
          { name: 'When', width: '84px', cell: ({ time }) => <Time at={time} /> },
          {
            name: 'What',
            cell: (one) => (
              <>
                <Outside>{one.what}</Outside>
                <SaidAgain repeated={one} />
                <small style={{ display: 'block' }}>
                  <Outside>{one.by}</Outside>
                  {` · ledger ${one.entry.toLocaleString('en')}`}
                </small>
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
