/** Who approves where somebody has no manager who can: deputies, hours, and who is asked now. */
import { Button } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Approver, type Approvers, approversQuery } from '../api/directory-settings.ts'
import { Card, Empty } from '../design/card.tsx'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Table } from '../design/table.tsx'
import { Time, useNow } from '../design/time.tsx'
import { useHere } from '../shell/organisation.ts'
import { approverHoursText } from './hours.ts'
import { NameApprovers } from './name-approvers.tsx'
import { WaitingNote } from './waiting-note.tsx'

export function ApproversPanel() {
  const { organisation, may } = useHere()
  const query = useQuery(approversQuery(organisation))
  const [isNaming, setIsNaming] = useState(false)
  return (
    <Card
      title="Approvers"
      aside={
        may('administrator') &&
        query.data !== undefined && (
          <Button size="xs" onClick={() => setIsNaming(true)}>
            {query.data.approvers.length === 0 ? 'Name approvers…' : 'Change…'}
          </Button>
        )
      }
    >
      <Loaded query={query} lines={3}>
        {(named) => (
          <div className="stack">
            <p className="muted">
              They approve where somebody has no manager who can. Outside of their hours the deputy is asked. Whoever is
              named later counts after 30 days.
            </p>
            <WaitingNote kinds={['approvers-named']} />
            {named.approvers.length === 0 ? (
              <Empty icon={<IconUserCheck size={26} aria-hidden />} title="Nobody is named yet">
                Who has no manager in the directory could be approved by nobody. The first list counts at once.
              </Empty>
            ) : (
              <>
                <AskedNow named={named} />
                <ApproversTable named={named} />
              </>
            )}
            {isNaming && <NameApprovers named={named} onClose={() => setIsNaming(false)} />}
          </div>
        )}
      </Loaded>
    </Card>
  )
}

function AskedNow({ named: { approvers, askedNow, zone } }: { readonly named: Approvers }) {
  const nameOf = (member: string) => {
    const as = approvers.find((one) => one.member === member)
    return as?.name ?? approvers.find(({ deputy }) => deputy === member)?.deputyName ?? member
  }
  return (
    <p className="row wrap">
      <b>Asked now:</b>
      {askedNow.length === 0 ? (
        <Pill tone="bad">nobody</Pill>
      ) : (
        askedNow.map((member) => (
          <Pill key={member} tone="ok">
            <Outside>{nameOf(member)}</Outside>
          </Pill>
        ))
      )}
      <span className="muted">Hours are in {zone}.</span>
    </p>
  )
}

function ApproversTable({ named: { approvers } }: { readonly named: Approvers }) {
  return (
    <Table
      caption="Approvers"
      rows={approvers}
      keyOf={({ member }) => member}
      columns={[
        {
          name: 'Approver',
          cell: ({ name, member, countsFrom }: Approver) => <Named name={name ?? member} countsFrom={countsFrom} />,
        },
        { name: 'Asked', cell: ({ hours }) => approverHoursText(hours) },
        {
          name: 'Otherwise',
          cell: ({ deputyName, deputy, deputyFrom }) => <Named name={deputyName ?? deputy} countsFrom={deputyFrom} />,
        },
      ]}
    />
  )
}

function Named({ name, countsFrom }: { readonly name: string; readonly countsFrom: string }) {
  const now = useNow()
  return (
    <>
      <b>
        <Outside>{name}</Outside>
      </b>
      {Date.parse(countsFrom) > now && (
        <small style={{ display: 'block' }}>
          counts from <Time at={countsFrom} />
        </small>
      )}
    </>
  )
}
