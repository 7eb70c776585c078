/** How a person signs in: what keeps them out, what looks like an attack on them, where they come from, and what is usual. */
import { IconMoodCheck } from '@tabler/icons-react'
import type { Person } from '../api/people.ts'
import { Card, Empty } from '../design/card.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { RowLink, Table } from '../design/table.tsx'
import { Lasting, Time } from '../design/time.tsx'
import { capital, causeName, detectionName, endedBy, SEVERITY_TONE } from '../diagnosis/words.ts'
import { useHere } from '../shell/organisation.ts'
import { SignIns } from './sign-ins.tsx'
import { TravelMap } from './travel-map.tsx'
import { Usual } from './usual.tsx'

export function SigningIn({ person }: { readonly person: Person }) {
  return (
    <div className="stack">
      <Lockouts lockouts={person.lockouts} />
      {person.findings.length > 0 && <Findings findings={person.findings} />}
      <TravelMap signIns={person.signIns} />
      <Usual usual={person.usual} />
      <SignIns signIns={person.signIns} />
    </div>
  )
}

function Lockouts({ lockouts }: Pick<Person, 'lockouts'>) {
  const { to } = useHere()
  const standing = lockouts.filter(({ withdrawn }) => withdrawn === null)
  return (
    <Card className="flush" title="Lockouts">
      {standing.length === 0 ? (
        <Empty icon={<IconMoodCheck size={24} aria-hidden />} title="Never locked out, as far as is known" />
      ) : (
        <Table
          caption="Lockouts of this person"
          opens
          rows={standing}
          keyOf={({ id }) => id}
          columns={[
            {
              name: 'Why',
              cell: ({ id, verdict }) => (
                <RowLink to={to(`/lockouts?open=${encodeURIComponent(id)}`)}>
                  {capital(causeName(verdict.cause))}
                </RowLink>
              ),
            },
            { name: 'Since', width: '130px', cell: ({ verdict }) => <Time at={verdict.start} /> },
            {
              name: 'Lasting',
              width: '90px',
              cell: ({ verdict }) => <Lasting from={verdict.start} to={verdict.ended?.at} />,
            },
            {
              name: 'State',
              cell: ({ verdict: { ended } }) =>
                ended === null ? <Pill tone="warn">Cannot sign in</Pill> : <Pill tone="ok">{endedBy(ended.by)}</Pill>,
            },
          ]}
        />
      )}
    </Card>
  )
}

function Findings({ findings }: Pick<Person, 'findings'>) {
  return (
    <Card className="flush" title="What looks like an attack">
      <Table
        caption="Findings about this person"
        rows={findings}
        keyOf={({ id }) => id}
        columns={[
          {
            name: 'Finding',
            cell: ({ verdict }) => (
              <>
                <b>{detectionName(verdict.detection)}</b>
                <small style={{ display: 'block' }}>
                  <Outside>{verdict.summary}</Outside>
                </small>
              </>
            ),
          },
          {
            name: 'Severity',
            width: '110px',
            cell: ({ verdict: { severity } }) => <Pill tone={SEVERITY_TONE[severity]}>{capital(severity)}</Pill>,
          },
          { name: 'When', width: '130px', cell: ({ verdict }) => <Time at={verdict.start} /> },
        ]}
      />
    </Card>
  )
}
