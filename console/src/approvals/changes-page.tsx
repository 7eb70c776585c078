/** Changes that wait for a second person. */
import { Button } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type Change, changesQuery, confirmChange, withdrawChange } from '../api/changes.ts'
import { meQuery } from '../api/staff.ts'
import { Empty, Facts, Page } from '../design/card.tsx'
import { sayDone, sayProblem } from '../design/done.ts'
import { Loaded } from '../design/loaded.tsx'
import { Outside } from '../design/outside.tsx'
import { Pill } from '../design/pill.tsx'
import { Shown } from '../design/secret-shown.tsx'
import { Ago, Time } from '../design/time.tsx'
import { PersonAbout } from '../directory/person-about.tsx'
import { ChangeAbout } from '../people-settings/change-about.tsx'
import { AutomationAbout } from '../sentinels/automation-about.tsx'
import { useHere } from '../shell/organisation.ts'
import { useStaffName } from '../staff/use-staff-name.ts'

export function ChangesPage() {
  const { organisation, name } = useHere()
  const query = useQuery(changesQuery(organisation))
  return (
    <Page
      crumbs={name}
      title="Changes"
      lead="What weakens something takes two people, and everybody is told. These wait for the second."
    >
      <Loaded query={query}>
        {(changes) =>
          changes.length === 0 ? (
            <div className="card">
              <Empty icon={<IconChecks size={26} aria-hidden />} title="Nothing waits for a second person" />
            </div>
          ) : (
            <div className="stack">
              {changes.map((change) => (
                <ChangeCard key={change.id} change={change} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function ChangeCard({ change }: { readonly change: Change }) {
  const { me, organisation, may } = useHere()
  const queries = useQueryClient()
  const title = useId()
  const [shown, setShown] = useState<string>()
  const confirming = useMutation({
    mutationFn: () => confirmChange(organisation, change.id),
    onSuccess: (outcome) => {
      sayDone('Agreed: the change is made.')
      // The page would forget what is shown if it loaded again now.
      if ('applied' in outcome && outcome.shown !== undefined) setShown(outcome.shown)
      else void queries.invalidateQueries({ queryKey: [organisation] })
      // Another organisation may be there now.
      void queries.invalidateQueries({ queryKey: meQuery.queryKey })
    },
    onError: sayProblem,
  })
  const withdrawing = useMutation({
    mutationFn: () => withdrawChange(organisation, change.id),
    onSuccess: () => {
      sayDone('Withdrawn: nothing was changed.')
      void queries.invalidateQueries({ queryKey: [organisation] })
    },
    onError: sayProblem,
  })
  const nameOf = useStaffName()
  const isMine = change.by === me.name || change.by === me.member
  return (
    <section className={change.weakens ? 'card warn' : 'card'} aria-labelledby={title}>
      <div className="row wrap" style={{ alignItems: 'flex-start' }}>
        <div className="grow" style={{ flexBasis: 320 }}>
          <h2 id={title}>
            <Outside>{change.summary}</Outside>
          </h2>
          <p className="muted">
            Proposed by {isMine ? 'you' : <Outside>{nameOf(change.by)}</Outside>} <Ago at={change.proposed} />
            {change.until !== null && (
              <>
                , expires <Time at={change.until} />
              </>
            )}
          </p>
          <div className="about">
            <ChangeAbout change={change} />
            <PersonAbout change={change} />
            <AutomationAbout change={change} />
          </div>
        </div>
        {change.weakens && <Pill tone="warn">Weakens</Pill>}
        {isMine ? (
          <Pill tone="info">Waits for somebody else</Pill>
        ) : (
          may('administrator', 'approver') && (
            <Button variant="filled" loading={confirming.isPending} onClick={() => confirming.mutate()}>
              Agree with passkey
            </Button>
          )
        )}
        <Button loading={withdrawing.isPending} onClick={() => withdrawing.mutate()}>
          {isMine ? 'Withdraw' : 'Refuse'}
        </Button>
      </div>
      {shown !== undefined && (
        <div className="stack tight" style={{ marginTop: 10 }}>
          <p>
            <b>This is shown once,</b> and to you alone.
          </p>
          <Shown value={shown} label="Copy" />
        </div>
      )}
      <details>
        <summary>What exactly is signed</summary>
        <Facts
          of={[
            [
              'Kind',
              <span key="kind" className="mono">
                {change.kind}
              </span>,
            ],
            ['Data', <pre key="data">{JSON.stringify(change.data, null, 2)}</pre>],
          ]}
        />
      </details>
    </section>
  )
}
